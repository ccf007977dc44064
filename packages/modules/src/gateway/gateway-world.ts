import {
  AuthPolicy,
  Gateway,
  GatewayClass,
  gatewayControllerName,
  HTTPRoute,
  type Kind,
  type KubeObject,
  Namespace,
  type ObjectOf,
  ReferenceGrant,
  Upstream,
  Workload,
} from '@dizuo/api';
import type { CompileInput } from './gateway.compile.ts';

/** The kinds that decide what data planes do. */
export const gatewayWorldKinds = [GatewayClass, Gateway, HTTPRoute, ReferenceGrant, Upstream, AuthPolicy, Namespace, Workload] as const;

/** All objects of a kind, as they were read. */
export type ReadAll = (kind: Kind) => readonly KubeObject[];

/** What the platform as a whole contributes. */
export type PlatformPart = Pick<CompileInput, 'offer' | 'issuer' | 'visitorKeys' | 'identityKey' | 'allowedAddresses'>;

/** True for Gateways whose class is the platform's own. */
export function isOurs(gateway: ObjectOf<typeof Gateway>, readAll: ReadAll): boolean {
  const classes = readAll(GatewayClass) as unknown as ObjectOf<typeof GatewayClass>[];
  return classes.some((c) => c.metadata.name === gateway.spec.gatewayClassName && c.spec.controllerName === gatewayControllerName);
}

/** Everything that the compiler needs for one Gateway. Pure. */
export function compileInput(gateway: ObjectOf<typeof Gateway>, readAll: ReadAll, platform: PlatformPart): CompileInput {
  const all = <K extends Kind>(kind: K) => readAll(kind) as unknown as ObjectOf<K>[];
  const routes = all(HTTPRoute);
  const grants = all(ReferenceGrant);
  const upstreams = all(Upstream);
  const policies = all(AuthPolicy);
  const versions = [gateway, ...routes, ...grants, ...upstreams, ...policies].map((o) => BigInt(o.metadata.resourceVersion ?? '0'));
  return {
    resourceVersion: highest(versions),
    gateway,
    routes: routes.filter((r) => !r.metadata.deletionTimestamp),
    grants,
    upstreams,
    policies,
    workloads: new Set(readAll(Workload).map((w) => `${w.metadata.namespace}/${w.metadata.name}`)),
    namespaceLabels: new Map(readAll(Namespace).map((n) => [n.metadata.name, n.metadata.labels ?? {}])),
    ...platform,
  };
}

function highest(versions: readonly bigint[]): string {
  let most = 0n;
  for (const version of versions) if (version > most) most = version;
  return most.toString();
}
