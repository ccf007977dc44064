import { gatewayGroup, type HTTPRoute, type ObjectOf, workloadGroup } from '@dizuo/api';
import type { Problems } from '../../shapes/use-object-form.ts';

type Rule = NonNullable<ObjectOf<typeof HTTPRoute>['spec']['rules']>[number];
type Match = NonNullable<Rule['matches']>[number];

export const ruleMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;

/** A share of a rule's requests. */
export interface ShareValues {
  kind: 'Workload' | 'Upstream';
  backend: string;
  weight: number | undefined;
}

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

export function newRule(share: ShareValues): RuleValues {
  return { was: undefined, pathType: 'PathPrefix', path: '/', method: '', shares: [share] };
}

/** Whether the form shows all that a rule says of which requests it takes and where they go. Pure. */
export function ruleFitsForm({ matches = [], backendRefs = [], filters = [] }: Rule): boolean {
  const [match, ...more] = matches;
  const isPlain = !match?.headers?.length && !match?.queryParams?.length && match?.path?.type !== 'RegularExpression';
  const isOurs = backendRefs.every((ref) => (ref.kind === 'Workload' || ref.kind === 'Upstream') && !ref.namespace && !ref.filters?.length);
  return more.length === 0 && isPlain && isOurs && backendRefs.length > 0 && filters.length === 0;
}

/** Pure. */
export function ruleValues({ matches, backendRefs }: Rule, index: number): RuleValues {
  const match = matches?.[0];
  return {
    was: index,
    pathType: match?.path?.type === 'Exact' ? 'Exact' : 'PathPrefix',
    path: match?.path?.value ?? '/',
    method: match?.method ?? '',
    shares: (backendRefs ?? []).map(({ kind, name, weight = 1 }) => ({
      kind: kind === 'Upstream' ? 'Upstream' : 'Workload',
      backend: name,
      weight,
    })),
  };
}

/** The rule that the values stand for; parts that the form does not show stay as they were. Pure. */
export function ruleOf({ was, pathType, path, method, shares }: RuleValues, before: readonly Rule[]): Rule {
  const kept = was === undefined ? undefined : before[was];
  return {
    ...kept,
    matches: [{ path: { type: pathType, value: path }, ...(method ? { method: method as NonNullable<Match['method']> } : {}) }],
    backendRefs: shares.map(({ kind, backend, weight }) => {
      const { weight: _weight, ...old } = kept?.backendRefs?.find((ref) => ref.kind === kind && ref.name === backend) ?? {};
      const share = { ...old, group: kind === 'Workload' ? workloadGroup : gatewayGroup, kind, name: backend };
      return shares.length > 1 ? { ...share, weight: weight ?? 0 } : share;
    }),
  };
}

export interface RuleWords {
  due: string;
  pathRule: string;
  backendTwice: string;
  weightRule: string;
}

/** What is wrong, by path. Pure. */
export function ruleProblems({ path, shares }: RuleValues, at: string, words: RuleWords): Problems {
  const found: Problems = {};
  if (!path.startsWith('/') || /[?#\s]|\/\//.test(path)) found[`${at}.matches[0].path.value`] = words.pathRule;
  shares.forEach(({ kind, backend, weight }, index) => {
    const place = `${at}.backendRefs[${index}]`;
    if (backend === '') found[`${place}.name`] = words.due;
    else if (shares.findIndex((other) => other.kind === kind && other.backend === backend) < index)
      found[`${place}.name`] = words.backendTwice;
    if (shares.length > 1 && weight === undefined) found[`${place}.weight`] = words.weightRule;
  });
  return found;
}
