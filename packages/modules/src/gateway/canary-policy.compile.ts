import { type CanaryPolicy, type DataPlaneCanary, type DataPlaneRule, type ObjectOf, say, workloadGroup } from '@dizuo/api';
import type { BackendWorld } from './backend-reference.ts';
import { idOf } from './object-order.ts';
import type { Refusal } from './route-attachment.ts';

type PolicyObject = ObjectOf<typeof CanaryPolicy>;

/** Why a policy cannot divide the traffic of a rule, or what it makes of the rule. Pure. */
export function applyCanary(
  rule: DataPlaneRule,
  policy: PolicyObject,
  world: BackendWorld,
): { rule: DataPlaneRule; refusal?: undefined } | { rule?: undefined; refusal: Refusal } {
  const { stable, canary } = canaryVersions(policy);
  if (!rule.backends.some((b) => b.backend === stable))
    return {
      refusal: {
        reason: 'Invalid',
        message: say('CanaryNoStable')`no rule of the route sends to ${stable}; name a backend of the route in stable`,
      },
    };
  if (!exists(canary, world))
    return { refusal: { reason: 'Invalid', message: say('CanaryNotThere')`${canary} does not exist; create it or correct canary` } };
  const ours = rule.backends.filter((b) => b.backend === stable || b.backend === canary);
  const weight = ours.reduce((sum, b) => sum + b.weight, 0);
  const backends = rule.backends.flatMap((b) => {
    if (b.backend === canary) return [];
    return b.backend === stable ? [{ ...b, weight }] : [b];
  });
  return { rule: { ...rule, backends, canary: compileCanary(policy, stable, canary) } };
}

function compileCanary(policy: PolicyObject, stable: string, canary: string): DataPlaneCanary {
  const { sticky, always } = policy.spec;
  const isReturned = policy.status?.phase === 'Returned';
  return {
    policy: idOf(policy),
    stable,
    canary,
    percent: isReturned ? 0 : (policy.status?.percent ?? 0),
    sticky: compileSticky(sticky),
    ...(always && !isReturned
      ? {
          always: {
            ...(always.departments ? { departments: [...always.departments].sort() } : {}),
            ...(always.users ? { users: [...always.users].sort() } : {}),
            ...(always.header ? { header: { name: always.header.name.toLowerCase(), value: always.header.value } } : {}),
          },
        }
      : {}),
  };
}

/** Names of fields are alike in either case; names of cookies are not. */
function compileSticky({ by, name }: NonNullable<PolicyObject['spec']['sticky']> = { by: 'Person' }): DataPlaneCanary['sticky'] {
  return { by, ...(name ? { name: by === 'Header' ? name.toLowerCase() : name } : {}) };
}

/** Ids of the two backends. */
export function canaryVersions(policy: PolicyObject): { stable: string; canary: string } {
  return { stable: idOfVersion(policy, policy.spec.stable), canary: idOfVersion(policy, policy.spec.canary) };
}

function idOfVersion(policy: PolicyObject, { group, kind, name }: PolicyObject['spec']['stable']): string {
  return `${group === workloadGroup ? 'Workload' : kind}/${policy.metadata.namespace}/${name}`;
}

function exists(id: string, { workloads, upstreams }: BackendWorld): boolean {
  const key = id.slice(id.indexOf('/') + 1);
  return (id.startsWith('Workload/') ? workloads : upstreams).has(key);
}
