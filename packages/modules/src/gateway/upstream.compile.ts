import type { BackendPolicy, DataPlaneBackend, DataPlaneEndpoint, DataPlaneRule, ObjectOf, Upstream, Workload } from '@dizuo/api';
import { compileBackendPolicy, compileHealthCheck } from './backend-policy.compile.ts';
import { idOf } from './object-order.ts';
import type { Attached } from './policy-attachment.ts';

type UpstreamObject = ObjectOf<typeof Upstream>;

/** Every backend that rules send to: how to speak to it, and the policy in force on it. Sorted by id. Pure. */
export function compileBackends(
  rules: readonly DataPlaneRule[],
  upstreams: readonly UpstreamObject[],
  policies: Attached<ObjectOf<typeof BackendPolicy>>,
): DataPlaneBackend[] {
  const used = new Set(rules.flatMap(backendsOf));
  const byId = new Map(upstreams.map((u) => [`Upstream/${idOf(u)}`, u]));
  return [...used].sort().map((id) => compileBackend(id, byId.get(id), policies.inForce.get(id)));
}

function backendsOf({ backends, mirrors = [], canary }: DataPlaneRule): string[] {
  const named = [...backends, ...mirrors].flatMap(({ backend }) => backend ?? []);
  return canary ? [...named, canary.stable, canary.canary] : named;
}

/** A Workload without policy needs nothing said. */
function compileBackend(
  id: string,
  upstream: UpstreamObject | undefined,
  policy: ObjectOf<typeof BackendPolicy> | undefined,
): DataPlaneBackend {
  const { basePath, tls, appProtocol, healthCheck: own } = upstream?.spec ?? {};
  const base = basePath?.replace(/\/+$/, '');
  const healthCheck = policy?.spec.healthCheck ?? own;
  return {
    id,
    ...(base ? { basePath: base } : {}),
    ...(tls
      ? {
          tls: {
            ...(tls.serverName ? { serverName: tls.serverName } : {}),
            ...(tls.caCertificates ? { caCertificates: tls.caCertificates } : {}),
          },
        }
      : {}),
    ...(appProtocol === 'kubernetes.io/h2c' ? { protocol: 'H2C' as const } : {}),
    ...(healthCheck ? { healthCheck: compileHealthCheck(healthCheck) } : {}),
    ...(policy ? { policy: compileBackendPolicy(policy) } : {}),
  };
}

export function upstreamEndpoints(upstream: UpstreamObject): DataPlaneEndpoint[] {
  return upstream.spec.addresses.map(({ host, port, tls, weight }) => ({
    id: `${host}:${port}`,
    host,
    port,
    tls: tls ?? false,
    weight: weight ?? 1,
  }));
}

/** Only replicas that are Ready get traffic. */
export function workloadEndpoints(workload: ObjectOf<typeof Workload>): DataPlaneEndpoint[] {
  const ready = (workload.status?.instances ?? []).filter((instance) => instance.state === 'Ready');
  return ready.map(({ name, host, port }) => ({ id: name, host, port, tls: false, weight: 1 }));
}
