import type { GRPCRoute, ObjectOf } from '@dizuo/api';
import type { Problems } from '../../shapes/use-object-form.ts';
import { backendRefsOf, newShare, type ShareValues, type ShareWords, shareProblems, sharesFitForm, shareValues } from './share-values.ts';

type Rule = NonNullable<ObjectOf<typeof GRPCRoute>['spec']['rules']>[number];
type Match = NonNullable<Rule['matches']>[number];

export const matchTypes = ['Exact', 'RegularExpression'] as const;
type MatchType = (typeof matchTypes)[number];

export interface HeaderValues {
  name: string;
  type: MatchType;
  value: string;
}

/** Calls that a rule takes: of a service, a method, with headers; what is empty is any. */
export interface CallValues {
  type: MatchType;
  service: string;
  method: string;
  headers: HeaderValues[];
}

/** What the form holds of a rule of a GRPCRoute. */
export interface GrpcRuleValues {
  /** Place among the route's rules before they were changed here, so that what the form does not show stays; undefined: it is new. */
  was: number | undefined;
  /** The rule takes what is among any of them. */
  calls: CallValues[];
  shares: ShareValues[];
}

export const newCall = (): CallValues => ({ type: 'Exact', service: '', method: '', headers: [] });
export const newHeader = (): HeaderValues => ({ name: '', type: 'Exact', value: '' });
export const newGrpcRule = (share = newShare()): GrpcRuleValues => ({ was: undefined, calls: [newCall()], shares: [share] });

/** Whether the form shows all that a rule says of which calls it takes and where they go. Pure. */
export function grpcRuleFitsForm({ backendRefs = [], filters = [] }: Rule): boolean {
  return sharesFitForm(backendRefs) && filters.length === 0;
}

/** Pure. */
export function grpcRuleValues({ matches = [], backendRefs = [] }: Rule, index: number): GrpcRuleValues {
  return { was: index, calls: matches.length > 0 ? matches.map(callValues) : [newCall()], shares: shareValues(backendRefs) };
}

function callValues({ method, headers = [] }: Match): CallValues {
  return {
    type: method?.type ?? 'Exact',
    service: method?.service ?? '',
    method: method?.method ?? '',
    headers: headers.map(({ name, type = 'Exact', value }) => ({ name, type, value })),
  };
}

/** The rule that the values stand for; parts that the form does not show stay as they were. Pure. */
export function grpcRuleOf({ was, calls, shares }: GrpcRuleValues, before: readonly Rule[]): Rule {
  const { matches: _matches, ...kept } = (was === undefined ? undefined : before[was]) ?? ({} as Partial<Rule>);
  const matches = calls.map(matchOf);
  const takesAll = matches.every((match) => Object.keys(match).length === 0);
  return { ...kept, ...(takesAll ? {} : { matches }), backendRefs: backendRefsOf(shares, kept.backendRefs) };
}

function matchOf({ type, service, method, headers }: CallValues): Match {
  return {
    ...(service || method ? { method: { type, ...(service ? { service } : {}), ...(method ? { method } : {}) } } : {}),
    ...(headers.length > 0 ? { headers: headers.map((header) => ({ ...header })) } : {}),
  };
}

export interface GrpcRuleWords extends ShareWords {
  serviceRule: string;
  methodRule: string;
  headerRule: string;
}

const serviceRule = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i;
const methodRule = /^[A-Za-z_][A-Za-z_0-9]*$/;
const headerRule = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

/** What is wrong, by path; regular expressions are the server's to judge. Pure. */
export function grpcRuleProblems({ calls, shares }: GrpcRuleValues, at: string, words: GrpcRuleWords): Problems {
  const found = shareProblems(shares, at, words);
  calls.forEach(({ type, service, method, headers }, index) => {
    const place = `${at}.matches[${index}]`;
    const isExact = type === 'Exact';
    if (isExact && service && !serviceRule.test(service)) found[`${place}.method.service`] = words.serviceRule;
    if (isExact && method && !methodRule.test(method)) found[`${place}.method.method`] = words.methodRule;
    headers.forEach(({ name, value }, row) => {
      if (!headerRule.test(name)) found[`${place}.headers[${row}].name`] = words.headerRule;
      if (value === '') found[`${place}.headers[${row}].value`] = words.due;
    });
  });
  return found;
}

/** The path of a call that the rule would take, to be tried. gRPC over HTTP/2, "Requests". Pure. */
export function examplePath({ calls }: GrpcRuleValues): string {
  const { type, service, method } = calls[0] ?? newCall();
  const isExact = type === 'Exact';
  return `/${(isExact && service) || 'package.Service'}/${(isExact && method) || 'Method'}`;
}
