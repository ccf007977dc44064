import {
  Gateway,
  GRPCRoute,
  HTTPRoute,
  type ObjectOf,
  type RecentRequestsAnswer,
  type RequestOutcome,
  requestOutcomes,
  tenantRequestsPath,
} from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import type { RecentRequests } from './recent-requests.ts';

const querystring = {
  type: 'object',
  properties: {
    outcome: { enum: requestOutcomes, default: 'all', description: 'failed: 400 and above, or broken; limited: refused by a rate limit' },
    route: { type: 'string', pattern: '^[^/]+/[^/]+$', maxLength: 512, description: 'namespace/name' },
    id: { type: 'string', minLength: 1, maxLength: 64, description: 'X-Request-Id of the answer' },
    limit: { type: 'integer', minimum: 1, maximum: 200, default: 100 },
  },
};

function asked(query: Record<string, unknown>): { outcome: RequestOutcome; id?: string; most: number } {
  const { outcome, id, limit } = query as { outcome: RequestOutcome; id?: string; limit: number };
  return { outcome, most: limit, ...(id === undefined ? {} : { id }) };
}

/** `GET …/requests` of a Gateway, of a route and of a namespace. Of a route or a namespace only requests that a rule of the namespace took. */
export function recentRequestRoutes(requests: RecentRequests): Route[] {
  const ofRoute = (kind: typeof HTTPRoute | typeof GRPCRoute): Route => ({
    method: 'GET',
    on: kind,
    subresource: 'requests',
    access: { kind: 'object', verb: 'get' },
    schema: { querystring },
    async handler({ object, query }): Promise<RecentRequestsAnswer> {
      const { namespace, name } = (object as ObjectOf<typeof HTTPRoute>).metadata;
      return {
        requests: await requests.list({ ...asked(query), rulePrefix: `${namespace}/${name}/`, grpc: kind.kind === GRPCRoute.kind }),
      };
    },
  });
  return [
    {
      method: 'GET',
      on: Gateway,
      subresource: 'requests',
      access: { kind: 'object', verb: 'update' },
      schema: { querystring },
      async handler({ object, query }): Promise<RecentRequestsAnswer> {
        const { namespace, name } = (object as ObjectOf<typeof Gateway>).metadata;
        const rulePrefix = query.route ? `${query.route}/` : '';
        return { requests: await requests.list({ ...asked(query), gateway: `${namespace}/${name}`, rulePrefix }) };
      },
    },
    {
      method: 'GET',
      path: tenantRequestsPath(':namespace'),
      access: { kind: 'resource', verb: 'get', resource: 'gatewaytraffic', namespace: ({ namespace }) => namespace },
      schema: { querystring },
      async handler({ params: { namespace = '' }, query }): Promise<RecentRequestsAnswer> {
        const rulePrefix = `${namespace}/`;
        const route = query.route ? `${query.route}/` : rulePrefix;
        return { requests: route.startsWith(rulePrefix) ? await requests.list({ ...asked(query), rulePrefix: route }) : [] };
      },
    },
    ofRoute(HTTPRoute),
    ofRoute(GRPCRoute),
  ];
}
