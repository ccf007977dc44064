import { readFileSync } from 'node:fs';
import {
  type CedarValueJson,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { say, type Text } from '@dizuo/api';

/** Facts that policies read of the caller and of what is asked about. */
export interface PolicyQuestion {
  principal: Record<string, CedarValueJson>;
  verb: string;
  resource: Record<string, CedarValueJson>;
}

export interface PolicyAnswer {
  allowed: boolean;
  /** Identifiers of the policies that decided; empty where none applied. */
  policies: string[];
}

const platformSet = 'platform';
const schema = readFileSync(new URL('./tenant-policy.cedarschema', import.meta.url), 'utf8');

/** Cedar, with the platform's policies in one set and each tenant's in another. Sets are kept by name in the engine and replaced in place. */
export class PolicyEngine {
  readonly #ids: string[];

  constructor() {
    const text = readFileSync(new URL('./platform.cedar', import.meta.url), 'utf8');
    const policies = readPolicies(text);
    this.#ids = Object.keys(policies);
    mustParse(platformSet, policies);
  }

  /** Identifiers of the platform's policies. */
  get platformPolicies(): readonly string[] {
    return this.#ids;
  }

  ask(question: PolicyQuestion): PolicyAnswer {
    return decide(platformSet, question);
  }

  /** Whether a tenant's own policies forbid it. */
  tenantForbids(tenant: string, question: PolicyQuestion): PolicyAnswer {
    return decide(setOf(tenant), question);
  }

  /** Replaces a tenant's policies: texts by their object's name. Each text may hold several. A permit-all beside them lets Cedar answer only by forbids. */
  setTenantPolicies(tenant: string, texts: ReadonlyMap<string, string>): void {
    const policies: Record<string, string> = { everything: 'permit (principal, action, resource);' };
    for (const [name, text] of texts) {
      for (const [i, part] of partsOf(text).entries()) policies[i === 0 ? name : `${name}#${i + 1}`] = part;
    }
    mustParse(setOf(tenant), policies);
  }
}

/** What is wrong with a tenant's policy text; empty: nothing. */
export function tenantPolicyProblems(text: string): Text[] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') return parts.errors.map((error) => error.message);
  if (parts.policy_templates.length > 0)
    return [say('PolicyTemplates')`templates (?principal, ?resource) are not offered; name what you mean`];
  if (parts.policies.length === 0) return [say('PolicyEmpty')`there is no policy in the text`];
  const problems: Text[] = [];
  for (const part of parts.policies) {
    const json = policyToJson(part);
    if (json.type === 'success' && json.json.effect !== 'forbid') {
      problems.push(say('PolicyPermits')`a tenant can only forbid; what the platform does not permit stays denied`);
    }
  }
  const checked = validate({ schema, policies: { staticPolicies: text } });
  if (checked.type === 'failure') return [...problems, ...checked.errors.map((error) => error.message)];
  return [...problems, ...checked.validationErrors.map(({ error }) => error.message)];
}

function decide(set: string, { principal, verb, resource }: PolicyQuestion): PolicyAnswer {
  const user = { type: 'User', id: String(principal.name) };
  const object = { type: 'Object', id: 'asked' };
  const answer = statefulIsAuthorized({
    principal: user,
    action: { type: 'Action', id: verb },
    resource: object,
    context: {},
    preparsedPolicySetId: set,
    entities: [
      { uid: user, attrs: principal, parents: [] },
      { uid: object, attrs: resource, parents: [] },
    ],
  });
  if (answer.type === 'failure') throw new Error(`policies cannot be evaluated: ${answer.errors.map((e) => e.message).join('; ')}`);
  const { decision, diagnostics } = answer.response;
  // A policy that fails to evaluate does not count; where it was a forbid that must not open a door.
  if (diagnostics.errors.length > 0) return { allowed: false, policies: diagnostics.errors.map((error) => error.policyId) };
  return { allowed: decision === 'allow', policies: diagnostics.reason };
}

function readPolicies(text: string): Record<string, string> {
  return Object.fromEntries(
    partsOf(text).map((part) => {
      const json = policyToJson(part);
      const id = json.type === 'success' ? json.json.annotations?.id : undefined;
      if (!id) throw new Error(`a platform policy without @id: ${part.slice(0, 80)}`);
      return [id, part];
    }),
  );
}

function partsOf(text: string): string[] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error(parts.errors.map((error) => error.message).join('; '));
  return parts.policies;
}

function mustParse(set: string, staticPolicies: Record<string, string>): void {
  const parsed = preparsePolicySet(set, { staticPolicies });
  if (parsed.type === 'failure') throw new Error(parsed.errors.map((error) => error.message).join('; '));
}

function setOf(tenant: string): string {
  return `tenant/${tenant}`;
}
