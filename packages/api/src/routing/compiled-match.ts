import type { DataPlaneMatch } from '../gateway/data-plane-configuration.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { comparablePath, encodedPath } from './request-path.ts';

/** What routing looks at of a request. */
export interface Routable {
  /** See `comparablePath`. */
  path: string;
  head: {
    /** Without port, lower case. */
    hostname: string;
    method: string;
    /** Without the question mark. */
    query: string;
    /** Values of a field, by its name in lower case. */
    values(name: string): string[];
  };
  /** Port that it came in by; undefined: any. */
  port?: number | undefined;
}

interface ValueMatch {
  name: string;
  value: string;
  pattern: Pattern | undefined;
}

/** A match, ready: what a request is held against, and the rule that serves it. */
export interface CompiledMatch<R> {
  /** As the configuration gives it, its path in comparable form. */
  given: DataPlaneMatch;
  rule: R;
  /** Place in the order of precedence: the lower one wins. */
  order: number;
  isExact: boolean;
  /** Comparable; a prefix without a slash at its end. Of a regular expression the expression. */
  path: string;
  /** Where the path is a regular expression. */
  pattern: Pattern | undefined;
  headers: readonly ValueMatch[];
  query: readonly ValueMatch[];
  /** Looks at the path alone. */
  isPlain: boolean;
}

/** Throws where a path or a pattern cannot be used. */
export function compileMatch<R>(given: DataPlaneMatch, rule: R, order: number): CompiledMatch<R> {
  const isPattern = given.path.type === 'RegularExpression';
  const value = isPattern ? encodedPath(given.path.value) : comparablePath(encodedPath(given.path.value));
  const isExact = given.path.type === 'Exact';
  return {
    given: value === given.path.value ? given : { ...given, path: { ...given.path, value } },
    rule,
    order,
    isExact,
    path: isPattern || isExact || !value.endsWith('/') ? value : value.slice(0, -1),
    pattern: isPattern ? compilePattern(value) : undefined,
    headers: given.headers.map(compileValue),
    query: given.query.map(compileValue),
    isPlain: given.method === undefined && given.headers.length === 0 && given.query.length === 0,
  };
}

function compileValue({ name, value, regex }: DataPlaneMatch['headers'][number]): ValueMatch {
  return { name, value, pattern: regex ? compilePattern(value) : undefined };
}

/** Whether all but host, path and listener of a match fits. */
export function appliesTo(match: CompiledMatch<unknown>, request: Routable): boolean {
  return match.isPlain || misfitBesidePath(match, request) === undefined;
}

type Misfit = 'path' | 'method' | `header ${string}` | `query ${string}`;

/** The first part of a match that does not fit; undefined where all but host and listener fits. */
export function firstMisfit(match: CompiledMatch<unknown>, request: Routable): Misfit | undefined {
  return pathFits(match, request.path) ? misfitBesidePath(match, request) : 'path';
}

function misfitBesidePath(match: CompiledMatch<unknown>, { head }: Routable): Misfit | undefined {
  const { method } = match.given;
  if (method !== undefined && head.method !== method) return 'method';
  for (const header of match.headers) if (!headerFits(header, head)) return `header ${header.name}`;
  if (match.query.length === 0) return undefined;
  const given = new URLSearchParams(head.query);
  for (const { name, value, pattern } of match.query) {
    const said = given.get(name);
    if (said === null || !(pattern ? pattern(said) : said === value)) return `query ${name}`;
  }
  return undefined;
}

/** RFC 9110 section 5.3: several fields of a name are one, with commas between. */
function headerFits({ name, value, pattern }: ValueMatch, head: Routable['head']): boolean {
  const values = head.values(name);
  if (values.length === 0) return false;
  const said = values.length === 1 ? (values[0] as string) : values.join(',');
  return pattern ? pattern(said) : said === value;
}

function pathFits(match: CompiledMatch<unknown>, path: string): boolean {
  if (match.pattern) return match.pattern(path);
  if (match.isExact) return path === match.path;
  return (
    match.path === '' || (path.startsWith(match.path) && (path.length === match.path.length || path.charCodeAt(match.path.length) === 47))
  );
}
