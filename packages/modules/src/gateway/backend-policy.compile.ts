import type { BackendPolicy, DataPlaneBackendPolicy, DataPlaneHealthCheck, ObjectOf } from '@dizuo/api';
import { durationMs } from './duration.ts';
import { idOf } from './object-order.ts';

type Spec = ObjectOf<typeof BackendPolicy>['spec'];

/** How a backend is treated. Pure. */
export function compileBackendPolicy(policy: ObjectOf<typeof BackendPolicy>): DataPlaneBackendPolicy {
  const { loadBalancing, outlierDetection, circuitBreaker, retry, timeouts, connections, protocol } = policy.spec;
  return {
    id: idOf(policy),
    ...(loadBalancing ? { balance: balance(loadBalancing) } : {}),
    ...(outlierDetection ? { outliers: outliers(outlierDetection) } : {}),
    ...(circuitBreaker ? { breaker: breaker(circuitBreaker) } : {}),
    ...(retry
      ? {
          retry: {
            attempts: retry.attempts ?? 1,
            budgetPercent: retry.budgetPercent ?? 20,
            minRetriesPerSecond: retry.minRetriesPerSecond ?? 10,
          },
        }
      : {}),
    ...(timeouts
      ? { timeouts: { ...ms('connectMs', timeouts.connect), ...ms('responseMs', timeouts.response), ...ms('idleMs', timeouts.idle) } }
      : {}),
    ...(connections
      ? {
          connections: {
            ...(connections.maxPerReplica ? { maxPerReplica: connections.maxPerReplica } : {}),
            ...(connections.maxIdlePerReplica ? { maxIdlePerReplica: connections.maxIdlePerReplica } : {}),
            ...(connections.maxPending ? { maxPending: connections.maxPending } : {}),
            ...ms('idleMs', connections.idleTimeout),
          },
        }
      : {}),
    ...(protocol ? { protocol } : {}),
  };
}

export function compileHealthCheck(check: NonNullable<Spec['healthCheck']>): DataPlaneHealthCheck {
  return {
    path: check.path,
    intervalMs: (check.intervalSeconds ?? 10) * 1000,
    timeoutMs: (check.timeoutSeconds ?? 3) * 1000,
    unhealthyThreshold: check.unhealthyThreshold ?? 2,
    healthyThreshold: check.healthyThreshold ?? 1,
    expectedStatuses: [...(check.expectedStatuses ?? [])].sort((a, b) => a - b),
  };
}

function balance({ type, consistentHash, slowStart }: NonNullable<Spec['loadBalancing']>): DataPlaneBackendPolicy['balance'] {
  const hash = consistentHash && { by: consistentHash.by, ...(consistentHash.name ? { name: consistentHash.name } : {}) };
  return { type, ...(hash ? { hash } : {}), ...ms('slowStartMs', slowStart) };
}

function outliers(spec: NonNullable<Spec['outlierDetection']>): DataPlaneBackendPolicy['outliers'] {
  return {
    consecutiveErrors: spec.consecutiveErrors ?? 5,
    ...(spec.errorPercent === undefined ? {} : { errorPercent: spec.errorPercent }),
    minimumRequests: spec.minimumRequests ?? 20,
    intervalMs: durationMs(spec.interval ?? '10s'),
    baseEjectionMs: durationMs(spec.baseEjection ?? '30s'),
    maxEjectedPercent: spec.maxEjectedPercent ?? 50,
  };
}

function breaker(spec: NonNullable<Spec['circuitBreaker']>): DataPlaneBackendPolicy['breaker'] {
  return {
    ...(spec.errorPercent === undefined ? {} : { errorPercent: spec.errorPercent }),
    ...(spec.slowRequest ? { slow: { overMs: durationMs(spec.slowRequest.over), percent: spec.slowRequest.percent } } : {}),
    ...(spec.maxConcurrent ? { maxConcurrent: spec.maxConcurrent } : {}),
    minimumRequests: spec.minimumRequests ?? 20,
    windowMs: durationMs(spec.window ?? '10s'),
    openMs: durationMs(spec.openFor ?? '30s'),
    halfOpenRequests: spec.halfOpenRequests ?? 5,
  };
}

function ms<N extends string>(name: N, duration: string | undefined): { [K in N]?: number } {
  return (duration === undefined ? {} : { [name]: durationMs(duration) }) as { [K in N]?: number };
}
