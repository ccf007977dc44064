import type { DataPlaneBackend, DataPlaneEndpoint, ObjectOf, Upstream, Workload } from '@dizuo/api';

type UpstreamObject = ObjectOf<typeof Upstream>;

/** How to speak to a backend. A Workload needs nothing said. Pure. */
export function compileBackend(id: string, upstream: UpstreamObject | undefined): DataPlaneBackend {
  if (!upstream) return { id };
  const { basePath, tls, healthCheck } = upstream.spec;
  const base = basePath?.replace(/\/+$/, '');
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
    ...(healthCheck
      ? {
          healthCheck: {
            path: healthCheck.path,
            intervalMs: (healthCheck.intervalSeconds ?? 10) * 1000,
            timeoutMs: (healthCheck.timeoutSeconds ?? 3) * 1000,
            unhealthyThreshold: healthCheck.unhealthyThreshold ?? 2,
            healthyThreshold: healthCheck.healthyThreshold ?? 1,
            expectedStatuses: [...(healthCheck.expectedStatuses ?? [])].sort((a, b) => a - b),
          },
        }
      : {}),
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
