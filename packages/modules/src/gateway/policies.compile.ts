import type { AuthPolicy, BackendPolicy, CanaryPolicy, DataPlaneRule, ObjectOf, RateLimitPolicy, TransformPolicy } from '@dizuo/api';
import { inTurn } from '@dizuo/api/routing';
import { compileAccess } from './auth-policy.compile.ts';
import type { BackendWorld, RouteObject } from './backend-reference.ts';
import { applyCanary } from './canary-policy.compile.ts';
import { compileCors } from './cors.compile.ts';
import { headerChanges } from './header-changes.ts';
import { idOf } from './object-order.ts';
import { type Attached, attachPolicies, every, mostSpecific, type PolicyTargets, type Scope } from './policy-attachment.ts';
import { compileLimits } from './rate-limit-policy.compile.ts';
import type { Refusal } from './route-attachment.ts';

/** All policies of the platform, by kind. */
export interface PolicyWorld {
  auth: readonly ObjectOf<typeof AuthPolicy>[];
  limits: readonly ObjectOf<typeof RateLimitPolicy>[];
  transforms: readonly ObjectOf<typeof TransformPolicy>[];
  backends: readonly ObjectOf<typeof BackendPolicy>[];
  canaries: readonly ObjectOf<typeof CanaryPolicy>[];
}

/** Which policies are in force, on what. */
export interface Policies {
  auth: Attached<ObjectOf<typeof AuthPolicy>>;
  limits: Attached<ObjectOf<typeof RateLimitPolicy>>;
  transforms: Attached<ObjectOf<typeof TransformPolicy>>;
  backends: Attached<ObjectOf<typeof BackendPolicy>>;
  canaries: Attached<ObjectOf<typeof CanaryPolicy>>;
}

export const noPolicies: PolicyWorld = { auth: [], limits: [], transforms: [], backends: [], canaries: [] };

export function choosePolicies(world: PolicyWorld, targets: PolicyTargets): Policies {
  return {
    auth: attachPolicies('AuthPolicy', world.auth, targets),
    limits: attachPolicies('RateLimitPolicy', world.limits, targets),
    transforms: attachPolicies('TransformPolicy', world.transforms, targets),
    backends: attachPolicies('BackendPolicy', world.backends, targets),
    canaries: attachPolicies('CanaryPolicy', world.canaries, targets),
  };
}

/**
 * The rule with what policies add. Of AuthPolicies and CanaryPolicies the most specific holds; limits of all hold; transformations of all
 * are done, those of the Gateway first, the rule's own filters last. Pure.
 */
export function withPolicies(rule: DataPlaneRule, route: RouteObject, policies: Policies, scope: Scope): DataPlaneRule {
  const auth = mostSpecific(policies.auth, scope);
  const limits = every(policies.limits, scope).flatMap(compileLimits);
  return {
    ...transformed(rule, every(policies.transforms, scope)),
    ...(auth ? { access: compileAccess(route, auth) } : {}),
    ...(limits.length ? { limits } : {}),
  };
}

function transformed(rule: DataPlaneRule, policies: readonly ObjectOf<typeof TransformPolicy>[]): DataPlaneRule {
  if (policies.length === 0) return rule;
  const requestHeaders = inTurn([...policies.map((p) => headerChanges(p.spec.requestHeaders)), rule.requestHeaders]);
  const responseHeaders = inTurn([...policies.map((p) => headerChanges(p.spec.responseHeaders)), rule.responseHeaders]);
  const path = policies.findLast((p) => p.spec.path)?.spec.path;
  const cors = policies.findLast((p) => p.spec.cors)?.spec.cors;
  const takesPath = path && !rule.grpc && !rule.redirect && !rule.rewrite?.path;
  return {
    ...rule,
    ...(requestHeaders ? { requestHeaders } : {}),
    ...(responseHeaders ? { responseHeaders } : {}),
    ...(takesPath
      ? { rewrite: { ...rule.rewrite, path: { type: 'strip', strip: path.stripPrefix ?? '', add: path.addPrefix ?? '' } } }
      : {}),
    ...(cors && !rule.cors ? { cors: compileCors(cors) } : {}),
  };
}

/** The rule with its traffic divided between two versions, where a CanaryPolicy says so. What cannot be done goes to `refusals`. Pure. */
export function withCanary(
  rule: DataPlaneRule,
  policies: Policies,
  scope: Scope,
  world: BackendWorld,
  verdicts: Map<string, Refusal | 'applied'>,
): DataPlaneRule {
  const policy = mostSpecific(policies.canaries, scope);
  if (!policy) return rule;
  const { rule: divided, refusal } = applyCanary(rule, policy, world);
  const id = idOf(policy);
  if (divided) verdicts.set(id, 'applied');
  else if (!verdicts.has(id)) verdicts.set(id, refusal);
  return divided ?? rule;
}
