import type { GRPCRoute, ObjectOf } from '@dizuo/api';
import { valueMatch } from './http-route.compile.ts';
import type { RankedMatch } from './match-precedence.ts';

type Rule = NonNullable<ObjectOf<typeof GRPCRoute>['spec']['rules']>[number];
type MethodMatch = NonNullable<NonNullable<Rule['matches']>[number]['method']>;

/** The matches of one rule, without host, each with its rank. Gateway API, GRPCRouteRule.matches. Pure. */
export function compileGrpcMatches(rule: Rule): RankedMatch[] {
  const matches = rule.matches?.length ? rule.matches : [{}];
  return matches.map(({ method, headers = [] }): RankedMatch => {
    return {
      match: {
        path: grpcPath(method),
        method: 'POST',
        headers: headers.map((h) => ({ name: h.name.toLowerCase(), ...valueMatch(h) })),
        query: [],
      },
      rank: [0, method?.service?.length ?? 0, method?.method?.length ?? 0, headers.length],
    };
  });
}

/** A call's path is `/service/method`. gRPC over HTTP/2, "Requests". */
export function grpcPath({ type, service, method }: MethodMatch = {}): RankedMatch['match']['path'] {
  if (service === undefined && method === undefined) return { type: 'PathPrefix', value: '/' };
  if (type === 'RegularExpression')
    return {
      type: 'RegularExpression',
      value: `/${service === undefined ? '[^/]+' : `(?:${service})`}/${method === undefined ? '[^/]+' : `(?:${method})`}`,
    };
  if (service === undefined) return { type: 'RegularExpression', value: `/[^/]+/${method}` };
  return method === undefined ? { type: 'PathPrefix', value: `/${service}` } : { type: 'Exact', value: `/${service}/${method}` };
}
