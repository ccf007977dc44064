import type { DataPlaneRateLimit, ObjectOf, RateLimitPolicy } from '@dizuo/api';
import { durationMs } from './duration.ts';
import { idOf } from './object-order.ts';

/** The limits of a policy, in its order. Pure. */
export function compileLimits(policy: ObjectOf<typeof RateLimitPolicy>): DataPlaneRateLimit[] {
  return policy.spec.limits.map((limit) => ({
    id: `${idOf(policy)}/${limit.name}`,
    name: limit.name,
    requests: limit.requests,
    periodMs: durationMs(limit.period ?? '1s'),
    burst: limit.burst ?? limit.requests,
    per: limit.per ?? 'Client',
    ...(limit.header ? { header: limit.header.toLowerCase() } : {}),
    ...(limit.methods?.length ? { methods: [...limit.methods].sort() } : {}),
    ...(limit.paths?.length ? { paths: [...limit.paths].sort() } : {}),
    responseHeaders: policy.spec.responseHeaders ?? true,
  }));
}
