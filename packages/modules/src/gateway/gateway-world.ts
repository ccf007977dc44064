import {
  AuthPolicy,
  BackendPolicy,
  CanaryPolicy,
  Consumer,
  Gateway,
  GatewayClass,
  GRPCRoute,
  gatewayControllerName,
  HTTPRoute,
  type Kind,
  type KubeObject,
  Namespace,
  type ObjectOf,
  RateLimitPolicy,
  ReferenceGrant,
  Secret,
  TransformPolicy,
  Upstream,
  Workload,
} from '@dizuo/api';
import type { CompileInput } from './compile-input.ts';

/** The kinds that decide what data planes do. */
export const gatewayWorldKinds = [
  GatewayClass,
  Gateway,
  HTTPRoute,
  GRPCRoute,
  ReferenceGrant,
  Upstream,
  AuthPolicy,
  RateLimitPolicy,
  BackendPolicy,
  CanaryPolicy,
  TransformPolicy,
  Consumer,
  Namespace,
  Workload,
  Secret,
] as const;

/** A label that every namespace bears. Kubernetes, KEP-2161. */
const namespaceNameLabel = 'kubernetes.io/metadata.name';

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
  const all = <K extends Kind>(kind: K) => readAll(kind).filter((o) => !o.metadata.deletionTimestamp) as unknown as ObjectOf<K>[];
  const read = {
    routes: [...all(HTTPRoute), ...all(GRPCRoute)],
    grants: all(ReferenceGrant),
    upstreams: all(Upstream),
    consumers: all(Consumer),
    policies: {
      auth: all(AuthPolicy),
      limits: all(RateLimitPolicy),
      transforms: all(TransformPolicy),
      backends: all(BackendPolicy),
      canaries: all(CanaryPolicy),
    },
  };
  const { routes, grants, upstreams, consumers, policies } = read;
  const secrets = all(Secret);
  const counted = [gateway, ...routes, ...grants, ...upstreams, ...consumers, ...secrets, ...Object.values(policies).flat()];
  return {
    resourceVersion: highest(counted.map((o) => BigInt(o.metadata.resourceVersion ?? '0'))),
    gateway,
    gateways: all(Gateway),
    ...read,
    secrets: new Map(secrets.map((s) => [`${s.metadata.namespace}/${s.metadata.name}`, s])),
    workloads: new Set(readAll(Workload).map((w) => `${w.metadata.namespace}/${w.metadata.name}`)),
    namespaceLabels: new Map(readAll(Namespace).map(({ metadata: { name, labels } }) => [name, { ...labels, [namespaceNameLabel]: name }])),
    ...platform,
  };
}

function highest(versions: readonly bigint[]): string {
  let most = 0n;
  for (const version of versions) if (version > most) most = version;
  return most.toString();
}
