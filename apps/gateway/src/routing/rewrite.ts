import type { DataPlaneMatch, DataPlaneRule, PathChange } from '@dizuo/api';
import { isBelow } from '@dizuo/api/routing';

/** The path after a path filter. `ReplacePrefixMatch` of `/a` by `/b`: `/a/c` → `/b/c`. Gateway API, HTTPPathModifier. Pure. */
export function changePath(path: string, match: DataPlaneMatch, change: PathChange | undefined): string {
  if (!change) return path;
  if (change.type === 'full') return change.value || '/';
  if (change.type === 'strip') return stripPath(path, change);
  const rest = match.path.value === '/' ? path : path.slice(match.path.value.length);
  const base = change.value.replace(/\/+$/, '');
  const joined = rest === '' || rest.startsWith('/') ? base + rest : `${base}/${rest}`;
  return joined === '' ? '/' : joined;
}

function stripPath(path: string, { strip, add }: Extract<PathChange, { type: 'strip' }>): string {
  const prefix = strip.replace(/\/+$/, '');
  const rest = prefix !== '' && isBelow(path, prefix) ? path.slice(prefix.length) : path;
  return add.replace(/\/+$/, '') + rest || '/';
}

/**
 * Location of a redirect. Ports: that of the filter, else that of its scheme, else that of the listener; where that is not known, the one
 * that the client named. Gateway API, HTTPRequestRedirectFilter.port. Pure.
 */
export function redirectLocation(
  redirect: NonNullable<DataPlaneRule['redirect']>,
  request: { scheme: string; host: string; port: number | undefined; path: string; query: string },
  match: DataPlaneMatch,
): string {
  const scheme = redirect.scheme ?? request.scheme;
  const [, ownName = '', ownPort] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(request.host) ?? [];
  const port = redirect.port ?? (redirect.scheme ? undefined : (request.port ?? (Number(ownPort) || undefined)));
  const isUsual = port === undefined || (scheme === 'http' && port === 80) || (scheme === 'https' && port === 443);
  const path = changePath(request.path, match, redirect.path);
  const query = request.query ? `?${request.query}` : '';
  return `${scheme}://${redirect.hostname ?? ownName}${isUsual ? '' : `:${port}`}${path}${query}`;
}
