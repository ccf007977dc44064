import type { DataPlaneMatch } from '@dizuo/api';
import type { CompiledRule } from './compiled-rule.ts';
import { comparablePath, encodedPath } from './request-path.ts';

/** A match, ready: what a request is held against, and the rule that serves it. */
export interface CompiledMatch {
  /** As the configuration gives it, its path in comparable form. */
  given: DataPlaneMatch;
  rule: CompiledRule;
  /** Place in the order of precedence: the lower one wins. */
  order: number;
  isExact: boolean;
  /** Comparable; a prefix without a slash at its end. */
  path: string;
  /** Looks at the path alone. */
  isPlain: boolean;
}

export function compileMatch(given: DataPlaneMatch, rule: CompiledRule, order: number): CompiledMatch {
  const value = comparablePath(encodedPath(given.path.value));
  const isExact = given.path.type === 'Exact';
  return {
    given: { ...given, path: { ...given.path, value } },
    rule,
    order,
    isExact,
    path: isExact || !value.endsWith('/') ? value : value.slice(0, -1),
    isPlain: given.method === undefined && given.headers.length === 0 && given.query.length === 0,
  };
}
