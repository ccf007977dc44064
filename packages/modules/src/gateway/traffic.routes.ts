import { CanaryPolicy, Gateway, GRPCRoute, HTTPRoute, type ObjectOf } from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import { canaryVersions } from './canary-policy.compile.ts';
import { figuresOf, noTraffic } from './traffic-figures.ts';
import type { TrafficReports } from './traffic-reports.ts';

const querystring = {
  type: 'object',
  properties: { seconds: { type: 'integer', minimum: 10, maximum: 86_400, default: 300, description: 'How far back' } },
};
const span = (query: Record<string, unknown>) => Number(query.seconds ?? 300);

/** What passed, in numbers: of a Gateway with its callers, limits and breakers, of a route, and of both versions of a canary. */
export function trafficRoutes(reports: TrafficReports): Route[] {
  const routeTraffic = (kind: typeof HTTPRoute | typeof GRPCRoute): Route => ({
    method: 'GET',
    on: kind,
    subresource: 'traffic',
    access: { kind: 'object', verb: 'get' },
    schema: { querystring },
    async handler({ object, query }) {
      const { namespace, name } = (object as ObjectOf<typeof HTTPRoute>).metadata;
      const isOfKind = ({ rule }: { rule: string }) => rule.endsWith('/grpc') === (kind.kind === GRPCRoute.kind);
      const prefix = `${namespace}/${name}/`;
      const pairs = (await reports.pairs(undefined, prefix, span(query))).filter(isOfKind);
      return { rules: pairs.map(told), minutes: await reports.minutes(undefined, prefix, span(query)) };
    },
  });
  return [
    {
      method: 'GET',
      on: Gateway,
      subresource: 'traffic',
      access: { kind: 'object', verb: 'update' },
      schema: { querystring },
      async handler({ object, query }) {
        const { namespace, name } = (object as ObjectOf<typeof Gateway>).metadata;
        const gateway = `${namespace}/${name}`;
        const pairs = await reports.pairs(gateway, '', span(query));
        const minutes = await reports.minutes(gateway, '', span(query));
        return { rules: pairs.map(told), minutes, ...(await reports.activity(gateway, span(query))) };
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
        const of = (backend: string) =>
          figuresOf(
            pairs
              .filter((pair) => pair.backend === backend)
              .reduce(
                (sum, pair) => ({
                  requests: sum.requests + pair.requests,
                  errors: sum.errors + pair.errors,
                  latency: pair.latency.map((count, i) => count + (sum.latency[i] ?? 0)),
                }),
                noTraffic,
              ),
          );
        return { stable: of(stable), canary: of(canary) };
      },
    },
  ];
}

function told({ rule, backend, ...sum }: { rule: string; backend: string } & Parameters<typeof figuresOf>[0]) {
  return { rule, backend, ...figuresOf(sum) };
}
