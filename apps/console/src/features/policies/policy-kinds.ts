import {
  AuthPolicy,
  BackendPolicy,
  CanaryPolicy,
  gatewayApiGroup,
  gatewayGroup,
  type Kind,
  type KubeObject,
  type ObjectOf,
  type PolicyTarget,
  RateLimitPolicy,
  TransformPolicy,
  workloadGroup,
} from '@dizuo/api';

/** The policies of the gateway by the plural in their address. */
export const policyKinds = {
  authpolicies: AuthPolicy,
  ratelimitpolicies: RateLimitPolicy,
  backendpolicies: BackendPolicy,
  canarypolicies: CanaryPolicy,
  transformpolicies: TransformPolicy,
} as const;

export type PolicyPlural = keyof typeof policyKinds;
export type PolicyObject = { [P in PolicyPlural]: ObjectOf<(typeof policyKinds)[P]> }[PolicyPlural] & KubeObject;

export const policyPlurals = Object.keys(policyKinds) as PolicyPlural[];

/** The kind that an address names; undefined for any other word. */
export function policyKindOf(plural: string | undefined): Kind | undefined {
  return plural !== undefined && Object.hasOwn(policyKinds, plural) ? policyKinds[plural as PolicyPlural] : undefined;
}

/** The plural of an object's kind. */
export function pluralOf({ kind }: KubeObject): PolicyPlural {
  const found = policyPlurals.find((plural) => policyKinds[plural].kind === kind);
  if (!found) throw new Error(`${kind} is no policy`);
  return found;
}

const groups: Readonly<Record<string, string>> = {
  Workload: workloadGroup,
  Upstream: gatewayGroup,
  HTTPRoute: gatewayApiGroup,
  GRPCRoute: gatewayApiGroup,
  Gateway: gatewayApiGroup,
};

/** A target as one word: `HTTPRoute/permit` or `HTTPRoute/permit/upload` with a rule. */
export function targetWord({ kind, name, sectionName }: Pick<PolicyTarget, 'kind' | 'name' | 'sectionName'>): string {
  return sectionName === undefined ? `${kind}/${name}` : `${kind}/${name}/${sectionName}`;
}

export function targetOf(word: string): PolicyTarget {
  const [kind = '', name = '', sectionName] = word.split('/');
  return { group: groups[kind] ?? '', kind, name, ...(sectionName === undefined ? {} : { sectionName }) };
}

/** Whether a policy says something of this object. */
export function isOn(policy: PolicyObject, kind: string, name: string): boolean {
  return policy.spec.targetRefs.some((ref) => ref.kind === kind && ref.name === name);
}

/** The page of what a policy is attached to; undefined where the console has none. */
export function targetPath(tenant: string, { kind, name }: Pick<PolicyTarget, 'kind' | 'name'>): string | undefined {
  const places: Readonly<Record<string, string>> = { Workload: 'workloads', Upstream: 'upstreams', HTTPRoute: 'routes' };
  return places[kind] && `/dev/${tenant}/${places[kind]}/${name}`;
}
