import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Duration, gatewayGroup } from './gateway-schema.ts';
import { HealthCheck, PolicyStatus, PolicyTargets, policyColumns } from './policy-schema.ts';
import { HeaderName } from './route-schema.ts';

const Percent = (description: string, defaultValue?: number) =>
  Type.Integer({ minimum: 0, maximum: 100, description, ...(defaultValue === undefined ? {} : { default: defaultValue }) });
const Count = (description: string, defaultValue?: number) =>
  Type.Integer({ minimum: 1, maximum: 1_000_000, description, ...(defaultValue === undefined ? {} : { default: defaultValue }) });

const LoadBalancing = Type.Object({
  type: Type.Enum(['RoundRobin', 'LeastRequest', 'ConsistentHash', 'Ewma'], {
    description:
      'LeastRequest: fewest under way. Ewma: lowest latency of late, times requests under way. ConsistentHash: the same key, the same replica',
  }),
  consistentHash: Type.Optional(
    Type.Object({
      by: Type.Enum(['Client', 'Header', 'Cookie', 'User', 'Path']),
      name: Type.Optional(HeaderName),
    }),
  ),
  slowStart: Type.Optional(Duration('How long a new replica gets less than its share')),
});

const OutlierDetection = Type.Object(
  {
    consecutiveErrors: Type.Optional(Count('Failures in a row (5xx, resets, timeouts) that eject a replica', 5)),
    errorPercent: Type.Optional(Percent('Share of failures in an interval that ejects a replica')),
    minimumRequests: Type.Optional(Count('Least requests in an interval for errorPercent to count', 20)),
    interval: Type.Optional(Duration('10s where absent')),
    baseEjection: Type.Optional(Duration('First ejection; each further one is longer by this. 30s where absent')),
    maxEjectedPercent: Type.Optional(Percent('Most replicas that may be out at once', 50)),
  },
  { description: 'Passive health: replicas that fail requests get none for a while' },
);

const CircuitBreaker = Type.Object(
  {
    errorPercent: Type.Optional(Percent('Share of failures in the window that opens it')),
    slowRequest: Type.Optional(
      Type.Object({ over: Duration('An answer slower than this is slow'), percent: Percent('Share of slow ones that opens it', 50) }),
    ),
    maxConcurrent: Type.Optional(Count('Requests under way; more are refused with 503 at once')),
    minimumRequests: Type.Optional(Count('Least requests in the window', 20)),
    window: Type.Optional(Duration('10s where absent')),
    openFor: Type.Optional(Duration('How long it stays open before probes pass. 30s where absent')),
    halfOpenRequests: Type.Optional(Count('Probes that have to succeed before it closes', 5)),
  },
  { description: 'Refuses with 503 what the backend would only fail, until it is well again' },
);

const Retry = Type.Object({
  attempts: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, default: 1, description: 'For routes that say nothing of retries' })),
  budgetPercent: Type.Optional(Percent('Most retries as a share of requests under way or just done', 20)),
  minRetriesPerSecond: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 10_000, default: 10, description: 'Retries that the budget always allows' }),
  ),
});

/** How traffic is spread over a backend's replicas, and what protects it. */
export const BackendPolicy = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'BackendPolicy',
  plural: 'backendpolicies',
  scope: 'Namespaced',
  title: { zh: '后端策略', en: 'Backend policy' },
  description: 'Load balancing, health, circuit breaking, retries, timeouts and connection limits of a Workload or an Upstream',
  body: Type.Object({
    spec: Type.Object({
      targetRefs: PolicyTargets('Workload (group apps.dizuo) or Upstream (group gateway.dizuo)'),
      loadBalancing: Type.Optional(LoadBalancing),
      healthCheck: Type.Optional(HealthCheck),
      outlierDetection: Type.Optional(OutlierDetection),
      circuitBreaker: Type.Optional(CircuitBreaker),
      retry: Type.Optional(Retry),
      timeouts: Type.Optional(
        Type.Object({
          connect: Type.Optional(Duration('Until a connection stands')),
          response: Type.Optional(Duration('Until the head of the answer, for routes without timeouts')),
          idle: Type.Optional(Duration('Silence in the middle of an exchange')),
        }),
      ),
      connections: Type.Optional(
        Type.Object({
          maxPerReplica: Type.Optional(Count('Connections to one replica from one gateway process')),
          maxIdlePerReplica: Type.Optional(Count('Connections kept open without use')),
          maxPending: Type.Optional(Count('Requests that wait for a connection; more are refused with 503')),
          idleTimeout: Type.Optional(Duration('How long a connection is kept without use')),
        }),
      ),
      protocol: Type.Optional(
        Type.Enum(['HTTP1', 'H2C'], { description: 'What replicas speak without TLS; H2C for GRPCRoutes where absent, else HTTP1' }),
      ),
    }),
    status: Type.Optional(PolicyStatus),
  }),
  columns: policyColumns,
});
