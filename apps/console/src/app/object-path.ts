import {
  Application,
  AuthPolicy,
  BackendPolicy,
  CanaryPolicy,
  Certificate,
  Consumer,
  Department,
  Gateway,
  GRPCRoute,
  HTTPRoute,
  HumanTask,
  type Kind,
  type KubeObject,
  LargeSystem,
  Ledger,
  LedgerException,
  RateLimitPolicy,
  Request,
  ServiceInstance,
  Tenant,
  TransformPolicy,
  Upstream,
  User,
  Workload,
} from '@dizuo/api';

const sections: Record<string, string> = {
  [Request.id]: 'orders',
  [ServiceInstance.id]: 'instances',
  [Application.id]: 'applications',
  [Workload.id]: 'workloads',
  [HTTPRoute.id]: 'routes',
  [Upstream.id]: 'upstreams',
  [GRPCRoute.id]: 'grpc-routes',
  [Certificate.id]: 'certificates',
  [Consumer.id]: 'consumers',
  [AuthPolicy.id]: 'policies/authpolicies',
  [RateLimitPolicy.id]: 'policies/ratelimitpolicies',
  [BackendPolicy.id]: 'policies/backendpolicies',
  [CanaryPolicy.id]: 'policies/canarypolicies',
  [TransformPolicy.id]: 'policies/transformpolicies',
};

/** Address of an object's page; undefined for kinds without one. */
export function pathOf(kind: Pick<Kind, 'id'>, object: { metadata: KubeObject['metadata'] }): string | undefined {
  const { name, namespace } = object.metadata;
  const section = sections[kind.id];
  if (section) return `/dev/${namespace}/${section}/${name}`;
  switch (kind.id) {
    case HumanTask.id:
      return `/workbench/inbox/${namespace}/${name}`;
    case Gateway.id:
      return `/ops/gateways/${namespace}/${name}`;
    case Ledger.id:
      return `/gov/ledgers/${namespace}`;
    case LargeSystem.id:
      return `/gov/large-systems/${namespace}/${name}`;
    case LedgerException.id:
      return `/gov/exceptions/${namespace}/${name}`;
    case Tenant.id:
      return `/ops/tenants/${name}`;
    case User.id:
      return `/gov/organisation/users/${name}`;
    case Department.id:
      return `/gov/organisation?department=${name}`;
    default:
      return undefined;
  }
}
