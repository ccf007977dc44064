import type { Consumer, DataPlaneConfiguration, Gateway, ObjectOf, PublicKeyJwk, ReferenceGrant, Upstream } from '@dizuo/api';
import type { BackendWorld, RouteObject } from './backend-reference.ts';
import type { Secrets } from './consumer.compile.ts';
import type { ListenerOffer } from './listener.compile.ts';
import type { PolicyWorld } from './policies.compile.ts';
import { type PolicyTargets, targetKey } from './policy-attachment.ts';

/** Everything that decides what a data plane does. */
export interface CompileInput {
  /** The highest among the objects. */
  resourceVersion: string;
  gateway: ObjectOf<typeof Gateway>;
  /** All, for policies that name them. */
  gateways: readonly ObjectOf<typeof Gateway>[];
  /** HTTPRoutes and GRPCRoutes. */
  routes: readonly RouteObject[];
  grants: readonly ObjectOf<typeof ReferenceGrant>[];
  upstreams: readonly ObjectOf<typeof Upstream>[];
  policies: PolicyWorld;
  consumers: readonly ObjectOf<typeof Consumer>[];
  secrets: Secrets;
  /** `namespace/name`. */
  workloads: ReadonlySet<string>;
  namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  offer: ListenerOffer;
  issuer: string;
  allowedAddresses: readonly string[];
  visitorKeys: PublicKeyJwk[];
  identityKey: DataPlaneConfiguration['identityKey'];
}

export function backendWorld({ workloads, upstreams, grants }: CompileInput): BackendWorld {
  return { workloads, grants, upstreams: new Set(upstreams.map((u) => `${u.metadata.namespace}/${u.metadata.name}`)) };
}

/** What policies may be attached to. Pure. */
export function policyTargets({ gateways, routes, workloads, upstreams }: CompileInput): PolicyTargets {
  const targets = new Map<string, ReadonlySet<string>>();
  const key = (kind: string, { metadata }: { metadata: { namespace?: string; name: string } }) =>
    targetKey(kind, metadata.namespace ?? '', metadata.name);
  for (const gateway of gateways) targets.set(key('Gateway', gateway), new Set(gateway.spec.listeners.map((l) => l.name)));
  for (const route of routes) {
    const rules: readonly { name?: string }[] = route.spec.rules ?? [];
    targets.set(key(route.kind, route), new Set(rules.flatMap(({ name }) => name ?? [])));
  }
  for (const workload of workloads) targets.set(`Workload/${workload}`, new Set());
  for (const upstream of upstreams) targets.set(key('Upstream', upstream), new Set());
  return targets;
}
