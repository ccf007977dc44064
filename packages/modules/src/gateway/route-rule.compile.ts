import type {
  AuthPolicy,
  DataPlaneAccess,
  DataPlaneMatch,
  DataPlaneRule,
  HeaderChanges,
  HTTPRoute,
  ObjectOf,
  PathChange,
} from '@dizuo/api';
import type { Resolution } from './backend-reference.ts';
import { durationMs } from './duration.ts';

type RouteObject = ObjectOf<typeof HTTPRoute>;
type Rule = NonNullable<RouteObject['spec']['rules']>[number];
type Filter = NonNullable<Rule['filters']>[number];

/** One rule of a route. `resolutions` are those of its backendRefs, in order. Pure. */
export function compileRule(
  route: RouteObject,
  index: number,
  rule: Rule,
  resolutions: readonly Resolution[],
  policy: ObjectOf<typeof AuthPolicy> | undefined,
): DataPlaneRule {
  const filter = (type: Filter['type']) => rule.filters?.find((f) => f.type === type);
  const redirect = filter('RequestRedirect')?.requestRedirect;
  const rewrite = filter('URLRewrite')?.urlRewrite;
  const requestHeaders = headerChanges(filter('RequestHeaderModifier')?.requestHeaderModifier);
  const responseHeaders = headerChanges(filter('ResponseHeaderModifier')?.responseHeaderModifier);
  const { request, backendRequest } = rule.timeouts ?? {};
  return {
    id: `${route.metadata.namespace}/${route.metadata.name}/${index}`,
    backends: (rule.backendRefs ?? []).map((ref, i) => {
      const backend = resolutions[i]?.id;
      return { ...(backend ? { backend } : {}), weight: ref.weight ?? 1 };
    }),
    ...(requestHeaders ? { requestHeaders } : {}),
    ...(responseHeaders ? { responseHeaders } : {}),
    ...(redirect
      ? {
          redirect: {
            ...(redirect.scheme ? { scheme: redirect.scheme } : {}),
            ...(redirect.hostname ? { hostname: redirect.hostname } : {}),
            ...(redirect.port ? { port: redirect.port } : {}),
            ...(redirect.path ? { path: pathChange(redirect.path) } : {}),
            statusCode: redirect.statusCode ?? 302,
          },
        }
      : {}),
    ...(rewrite
      ? {
          rewrite: {
            ...(rewrite.hostname ? { hostname: rewrite.hostname } : {}),
            ...(rewrite.path ? { path: pathChange(rewrite.path) } : {}),
          },
        }
      : {}),
    ...(request ? { requestTimeoutMs: durationMs(request) } : {}),
    ...(backendRequest ? { backendTimeoutMs: durationMs(backendRequest) } : {}),
    ...(policy ? { access: compileAccess(route, policy) } : {}),
  };
}

/** The matches of one rule, once for each host. */
export function compileMatches(rule: Rule, hosts: readonly string[], ruleIndex: number): DataPlaneMatch[] {
  const matches = rule.matches?.length ? rule.matches : [{}];
  return hosts.flatMap((host) =>
    matches.map((match): DataPlaneMatch => {
      const type = match.path?.type === 'Exact' ? 'Exact' : 'PathPrefix';
      return {
        host,
        path: { type, value: prefixValue(type, match.path?.value ?? '/') },
        ...(match.method ? { method: match.method } : {}),
        headers: (match.headers ?? []).map(({ name, value }) => ({ name: name.toLowerCase(), value })),
        query: (match.queryParams ?? []).map(({ name, value }) => ({ name, value })),
        rule: ruleIndex,
      };
    }),
  );
}

/** `/a/` and `/a` are the same prefix. Gateway API, PathMatchPathPrefix. */
function prefixValue(type: 'Exact' | 'PathPrefix', value: string): string {
  return type === 'PathPrefix' && value.length > 1 && value.endsWith('/') ? value.slice(0, -1) : value;
}

type HeaderModifier = NonNullable<Filter['requestHeaderModifier']>;

function headerChanges(filter: HeaderModifier | undefined): HeaderChanges | undefined {
  if (!filter) return undefined;
  const pair = ({ name, value }: { name: string; value: string }) => ({ name, value });
  return {
    set: (filter.set ?? []).map(pair),
    add: (filter.add ?? []).map(pair),
    remove: (filter.remove ?? []).map((name) => name.toLowerCase()),
  };
}

function pathChange(path: NonNullable<NonNullable<Filter['urlRewrite']>['path']>): PathChange {
  if (path.type === 'ReplaceFullPath') return { type: 'full', value: path.replaceFullPath ?? '/' };
  return { type: 'prefix', value: path.replacePrefixMatch ?? '/' };
}

function compileAccess(route: RouteObject, policy: ObjectOf<typeof AuthPolicy>): DataPlaneAccess {
  const { require, allowed, identityHeader, anonymousPaths } = policy.spec;
  const list = (name: string, values: readonly string[] | undefined) => (values ? { [name]: [...values].sort() } : {});
  return {
    require: require ?? 'signed-in',
    audience: identityHeader?.audience ?? `${route.metadata.namespace}/${route.metadata.name}`,
    anonymousPaths: [...(anonymousPaths ?? [])].sort(),
    ...list('departments', allowed?.departments),
    ...list('positions', allowed?.positions),
    ...list('categories', allowed?.categories),
    ...list('users', allowed?.users),
  };
}
