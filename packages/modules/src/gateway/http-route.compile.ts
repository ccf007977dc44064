import type { DataPlaneMatch, DataPlaneRule, HTTPRoute, ObjectOf, PathChange } from '@dizuo/api';
import type { BackendWorld } from './backend-reference.ts';
import { compileCors } from './cors.compile.ts';
import { durationMs } from './duration.ts';
import type { RankedMatch } from './match-precedence.ts';
import { compileRuleParts, type RuleParts } from './route-rule.compile.ts';

type RouteObject = ObjectOf<typeof HTTPRoute>;
type Rule = NonNullable<RouteObject['spec']['rules']>[number];
type Filter = NonNullable<Rule['filters']>[number];

/** Pause before a request is tried again where a route does not say. */
const usualBackoffMs = 25;

/** One rule of an HTTPRoute. Pure. */
export function compileHttpRule(route: RouteObject, index: number, rule: Rule, world: BackendWorld): RuleParts {
  const parts = compileRuleParts(route, index, rule, world);
  const cors = rule.filters?.find((f) => f.type === 'CORS')?.cors;
  const { request, backendRequest } = rule.timeouts ?? {};
  const compiled: DataPlaneRule = {
    ...parts.rule,
    backends: parts.rule.backends.map((share, i) => ({ ...share, ...waysOf(rule.backendRefs?.[i]?.filters) })),
    ...waysOf(rule.filters),
    ...(request ? { requestTimeoutMs: durationMs(request) } : {}),
    ...(backendRequest ? { backendTimeoutMs: durationMs(backendRequest) } : {}),
    ...(rule.retry
      ? {
          retry: {
            codes: [...(rule.retry.codes ?? [])].sort((a, b) => a - b),
            attempts: rule.retry.attempts ?? 1,
            backoffMs: rule.retry.backoff ? durationMs(rule.retry.backoff) : usualBackoffMs,
          },
        }
      : {}),
    ...(cors ? { cors: compileCors(cors) } : {}),
  };
  return { ...parts, rule: compiled };
}

/** The matches of one rule, without host, each with its rank. Gateway API, HTTPRouteRule.matches. Pure. */
export function compileHttpMatches(rule: Rule): RankedMatch[] {
  const matches = rule.matches?.length ? rule.matches : [{}];
  return matches.map(({ path, method, headers = [], queryParams = [] }): RankedMatch => {
    const type = path?.type ?? 'PathPrefix';
    const value = prefixValue(type, path?.value ?? '/');
    return {
      match: {
        path: { type, value },
        ...(method ? { method } : {}),
        headers: headers.map((h) => ({ name: h.name.toLowerCase(), ...valueMatch(h) })),
        query: queryParams.map((q) => ({ name: q.name, ...valueMatch(q) })),
      },
      rank: [1, pathRank[type], value.length, Number(method !== undefined), headers.length, queryParams.length],
    };
  });
}

/** The specification leaves the place of regular expressions open: below exact paths, above prefixes. */
const pathRank = { Exact: 2, RegularExpression: 1, PathPrefix: 0 } as const;

export function valueMatch({ type, value }: { type?: string; value: string }): { value: string; regex?: true } {
  return type === 'RegularExpression' ? { value, regex: true } : { value };
}

/** `/a/` and `/a` are the same prefix. Gateway API, PathMatchPathPrefix. */
function prefixValue(type: DataPlaneMatch['path']['type'], value: string): string {
  return type === 'PathPrefix' && value.length > 1 && value.endsWith('/') ? value.slice(0, -1) : value;
}

/** Where filters send a request. */
function waysOf(filters: readonly Filter[] = []): Pick<DataPlaneRule, 'redirect' | 'rewrite'> {
  const redirect = filters.find((f) => f.type === 'RequestRedirect')?.requestRedirect;
  const rewrite = filters.find((f) => f.type === 'URLRewrite')?.urlRewrite;
  return {
    ...(redirect ? { redirect: redirectOf(redirect) } : {}),
    ...(rewrite
      ? {
          rewrite: {
            ...(rewrite.hostname ? { hostname: rewrite.hostname } : {}),
            ...(rewrite.path ? { path: pathChange(rewrite.path) } : {}),
          },
        }
      : {}),
  };
}

function redirectOf(redirect: NonNullable<Filter['requestRedirect']>): DataPlaneRule['redirect'] {
  const { scheme, hostname, port, path, statusCode } = redirect;
  return {
    ...(scheme ? { scheme } : {}),
    ...(hostname ? { hostname } : {}),
    ...(port ? { port } : {}),
    ...(path ? { path: pathChange(path) } : {}),
    statusCode: statusCode ?? 302,
  };
}

function pathChange(path: NonNullable<NonNullable<Filter['urlRewrite']>['path']>): PathChange {
  if (path.type === 'ReplaceFullPath') return { type: 'full', value: path.replaceFullPath ?? '/' };
  return { type: 'prefix', value: path.replacePrefixMatch ?? '/' };
}
