import { type FieldError, type GRPCRoute, type HTTPRoute, type ObjectOf, say } from '@dizuo/api';
import { corsErrors, headerErrors, notSupported, pathValueErrors, wrong } from './field-errors.ts';

type HttpRule = NonNullable<ObjectOf<typeof HTTPRoute>['spec']['rules']>[number];
type HttpFilter = NonNullable<HttpRule['filters']>[number];
type Rule = HttpRule | NonNullable<ObjectOf<typeof GRPCRoute>['spec']['rules']>[number];

const fieldOf = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  RequestMirror: 'requestMirror',
  CORS: 'cors',
} as const;
const otherTypes = {
  ExternalAuth: say('UseAuthPolicy')`use an AuthPolicy`,
  ExtensionRef: say('UseOwnPolicy')`use a policy of group gateway.dizuo`,
};
const ofBackends = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite']);

/** What is wrong with the filters of a rule and of its backends. Gateway API, HTTPRouteFilter. Pure. */
export function filterErrors(rule: Rule, at: string): FieldError[] {
  const filters: readonly HttpFilter[] = rule.filters ?? [];
  const errors = listErrors(rule, filters, `${at}.filters`);
  if (filters.some((f) => f.type === 'RequestRedirect') && (rule.backendRefs ?? []).length > 0)
    errors.push(wrong(`${at}.backendRefs`, say('RedirectNoBackends')`a rule that redirects has no backends: leave them out`));
  for (const [i, ref] of (rule.backendRefs ?? []).entries()) {
    const own: readonly HttpFilter[] = ref.filters ?? [];
    const here = `${at}.backendRefs[${i}].filters`;
    for (const [j, filter] of own.entries())
      if (!ofBackends.has(filter.type)) errors.push(notSupported(`${here}[${j}].type`, say('FiltersOnRule')`put this filter on the rule`));
    errors.push(...listErrors(rule, own, here));
  }
  return errors;
}

function listErrors(rule: Rule, filters: readonly HttpFilter[], at: string): FieldError[] {
  const errors = filters.flatMap((filter, i) => oneFilter(rule, filter, `${at}[${i}]`));
  const has = (type: string) => filters.some((f) => f.type === type);
  if (has('RequestRedirect') && has('URLRewrite'))
    errors.push(wrong(at, say('RedirectOrRewrite')`RequestRedirect and URLRewrite exclude each other`));
  for (const [i, filter] of filters.entries())
    if (filter.type !== 'RequestMirror' && filters.findIndex((f) => f.type === filter.type) !== i)
      errors.push({
        field: `${at}[${i}].type`,
        reason: 'FieldValueDuplicate',
        message: say('FilterTwice')`a rule has at most one filter of each type`,
      });
  return errors;
}

function oneFilter(rule: Rule, filter: HttpFilter, at: string): FieldError[] {
  const { type } = filter;
  if (type in otherTypes) return [notSupported(`${at}.type`, otherTypes[type as keyof typeof otherTypes])];
  const own = fieldOf[type as keyof typeof fieldOf];
  const errors: FieldError[] = [];
  if (filter[own] === undefined)
    errors.push({ field: `${at}.${own}`, reason: 'FieldValueRequired', message: say('NeededForType')`is needed for type ${type}` });
  for (const key of Object.keys(filter))
    if (key !== 'type' && key !== own) errors.push(wrong(`${at}.${key}`, say('NotForType')`does not belong to type ${type}`));
  for (const modifier of ['requestHeaderModifier', 'responseHeaderModifier'] as const)
    errors.push(...headerErrors(filter[modifier], `${at}.${modifier}`));
  for (const kind of ['requestRedirect', 'urlRewrite'] as const) errors.push(...pathErrors(rule, filter[kind]?.path, `${at}.${kind}.path`));
  if (filter.requestMirror) errors.push(...mirrorErrors(filter.requestMirror, `${at}.requestMirror`));
  if (filter.cors) errors.push(...corsErrors(filter.cors, `${at}.cors`));
  return errors;
}

function mirrorErrors({ percent, fraction }: NonNullable<HttpFilter['requestMirror']>, at: string): FieldError[] {
  if (percent !== undefined && fraction)
    return [wrong(`${at}.fraction`, say('FractionTwice')`and percent exclude each other; leave one out`)];
  if (fraction && fraction.numerator > (fraction.denominator ?? 100))
    return [wrong(`${at}.fraction.numerator`, say('FractionOver')`is greater than the denominator`)];
  return [];
}

type PathModifier = NonNullable<NonNullable<HttpFilter['urlRewrite']>['path']>;

function pathErrors(rule: Rule, path: PathModifier | undefined, at: string): FieldError[] {
  if (!path) return [];
  const own = path.type === 'ReplaceFullPath' ? 'replaceFullPath' : 'replacePrefixMatch';
  const other = own === 'replaceFullPath' ? 'replacePrefixMatch' : 'replaceFullPath';
  const value = path[own];
  const errors = value === undefined ? [] : pathValueErrors(value, `${at}.${own}`);
  if (value === undefined)
    errors.push({ field: `${at}.${own}`, reason: 'FieldValueRequired', message: say('NeededForType')`is needed for type ${path.type}` });
  if (path[other] !== undefined) errors.push(wrong(`${at}.${other}`, say('NotForType')`does not belong to type ${path.type}`));
  const matches = (rule as HttpRule).matches ?? [];
  const onlyPrefix = matches.every((m) => (m.path?.type ?? 'PathPrefix') === 'PathPrefix');
  if (own === 'replacePrefixMatch' && !onlyPrefix)
    errors.push(wrong(`${at}.type`, say('PrefixMatchNeeded')`ReplacePrefixMatch needs matches of type PathPrefix`));
  return errors;
}
