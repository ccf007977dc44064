import {
  CanaryPolicy,
  Gateway,
  type GatewayTrafficAnswer,
  GRPCRoute,
  HTTPRoute,
  type ObjectOf,
  type RouteTrafficAnswer,
  type TenantTrafficAnswer,
  type TrafficMinute,
  tenantTrafficPath,
} from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import type { Acknowledgements } from './acknowledgements.ts';
import { canaryVersions } from './canary-policy.compile.ts';
import type { ConfigurationHub } from './configuration-hub.ts';
import { figuresOf, sumOf } from './traffic-figures.ts';
import type { PairTraffic, TrafficReports } from './traffic-reports.ts';

const querystring = {
  type: 'object',
  properties: { seconds: { type: 'integer', minimum: 10, maximum: 86_400, default: 300, description: 'How far back' } },
};
const span = (query: Record<string, unknown>) => Number(query.seconds ?? 300);

export interface TrafficRouteOptions {
  reports: TrafficReports;
  acknowledgements: Acknowledgements;
  hub: ConfigurationHub;
}

/** What passed, in numbers: of a Gateway with its data planes, of a tenant, of a route, and of both versions of a canary. */
export function trafficRoutes({ reports, acknowledgements, hub }: TrafficRouteOptions): Route[] {
  const routeTraffic = (kind: typeof HTTPRoute | typeof GRPCRoute): Route => ({
    method: 'GET',
    on: kind,
    subresource: 'traffic',
    access: { kind: 'object', verb: 'get' },
    schema: { querystring },
    async handler({ object, query }): Promise<RouteTrafficAnswer> {
      const { namespace, name } = (object as ObjectOf<typeof HTTPRoute>).metadata;
      const isOfKind = ({ rule }: { rule: string }) => rule.endsWith('/grpc') === (kind.kind === GRPCRoute.kind);
      const prefix = `${namespace}/${name}/`;
      const pairs = (await reports.pairs(undefined, prefix, span(query))).filter(isOfKind);
      return told(pairs, await reports.minutes(undefined, prefix, span(query)));
    },
  });
  return [
    {
      method: 'GET',
      on: Gateway,
      subresource: 'traffic',
      access: { kind: 'object', verb: 'update' },
      schema: { querystring },
      async handler({ object, query }): Promise<GatewayTrafficAnswer> {
        const { namespace, name } = (object as ObjectOf<typeof Gateway>).metadata;
        const gateway = `${namespace}/${name}`;
        const pairs = await reports.pairs(gateway, '', span(query));
        const minutes = await reports.minutes(gateway, '', span(query));
        const { version, digest } = hub.current(gateway) ?? {};
        return {
          ...told(pairs, minutes),
          ...(await reports.activity(gateway, undefined, span(query))),
          dataPlanes: await acknowledgements.lately(gateway),
          ...(version && digest ? { wanted: { version, digest } } : {}),
        };
      },
    },
    {
      method: 'GET',
      path: tenantTrafficPath(':namespace'),
      access: { kind: 'resource', verb: 'get', resource: 'gatewaytraffic', namespace: ({ namespace }) => namespace },
      schema: { querystring },
      async handler({ params: { namespace = '' }, query }): Promise<TenantTrafficAnswer> {
        const prefix = `${namespace}/`;
        const pairs = await reports.pairs(undefined, prefix, span(query));
        const minutes = await reports.minutes(undefined, prefix, span(query));
        const { callers, limited, breakers, leftOut } = await reports.activity(undefined, namespace, span(query));
        return { ...told(pairs, minutes), callers, limited, breakers, leftOut };
      },
    },
    routeTraffic(HTTPRoute),
    routeTraffic(GRPCRoute),
    {
      method: 'GET',
      on: CanaryPolicy,
      subresource: 'traffic',
      access: { kind: 'object', verb: 'get' },
      schema: { querystring },
      async handler({ object, query }) {
        const policy = object as ObjectOf<typeof CanaryPolicy>;
        const prefix = `${policy.metadata.namespace}/${policy.spec.targetRefs[0]?.name}/`;
        const pairs = await reports.pairs(undefined, prefix, span(query));
        const { stable, canary } = canaryVersions(policy);
        const of = (backend: string) => figuresOf(sumOf(pairs.filter((pair) => pair.backend === backend)));
        return { stable: of(stable), canary: of(canary) };
      },
    },
  ];
}

function told(pairs: readonly PairTraffic[], minutes: TrafficMinute[]): RouteTrafficAnswer {
  return {
    total: figuresOf(sumOf(pairs)),
    rules: pairs.map(({ rule, backend, ...sum }) => ({ rule, backend, ...figuresOf(sum) })),
    minutes,
  };
}
