import type { HTTPRoute, ObjectOf } from '@dizuo/api';
import type { Problems } from '../../shapes/use-object-form.ts';
import { backendRefsOf, newShare, type ShareValues, type ShareWords, shareProblems, sharesFitForm, shareValues } from './share-values.ts';

type Rule = NonNullable<ObjectOf<typeof HTTPRoute>['spec']['rules']>[number];
type Match = NonNullable<Rule['matches']>[number];

export const ruleMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;

/** What the form holds of a rule: one path, perhaps one method, and its backends. */
export interface RuleValues {
  /** Place among the route's rules before they were changed here, so that what the form does not show stays; undefined: it is new. */
  was: number | undefined;
  pathType: 'PathPrefix' | 'Exact';
  path: string;
  /** Empty: any. */
  method: string;
  shares: ShareValues[];
}

export function newRule(share = newShare()): RuleValues {
  return { was: undefined, pathType: 'PathPrefix', path: '/', method: '', shares: [share] };
}

/** Whether the form shows all that a rule says of which requests it takes and where they go. Pure. */
export function ruleFitsForm({ matches = [], backendRefs = [], filters = [] }: Rule): boolean {
  const [match, ...more] = matches;
  const isPlain = !match?.headers?.length && !match?.queryParams?.length && match?.path?.type !== 'RegularExpression';
  return more.length === 0 && isPlain && sharesFitForm(backendRefs) && filters.length === 0;
}

/** Pure. */
export function ruleValues({ matches, backendRefs = [] }: Rule, index: number): RuleValues {
  const match = matches?.[0];
  return {
    was: index,
    pathType: match?.path?.type === 'Exact' ? 'Exact' : 'PathPrefix',
    path: match?.path?.value ?? '/',
    method: match?.method ?? '',
    shares: shareValues(backendRefs),
  };
}

/** The rule that the values stand for; parts that the form does not show stay as they were. Pure. */
export function ruleOf({ was, pathType, path, method, shares }: RuleValues, before: readonly Rule[]): Rule {
  const kept = was === undefined ? undefined : before[was];
  return {
    ...kept,
    matches: [{ path: { type: pathType, value: path }, ...(method ? { method: method as NonNullable<Match['method']> } : {}) }],
    backendRefs: backendRefsOf(shares, kept?.backendRefs),
  };
}

export interface RuleWords extends ShareWords {
  pathRule: string;
}

/** What is wrong, by path. Pure. */
export function ruleProblems({ path, shares }: RuleValues, at: string, words: RuleWords): Problems {
  const found = shareProblems(shares, at, words);
  if (!path.startsWith('/') || /[?#\s]|\/\//.test(path)) found[`${at}.matches[0].path.value`] = words.pathRule;
  return found;
}
