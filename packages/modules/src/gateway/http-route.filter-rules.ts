import type { FieldError, HTTPRoute, ObjectOf } from '@dizuo/api';
import { identityHeader, say } from '@dizuo/api';
import { notSupported, wrong } from './field-errors.ts';

type Rule = NonNullable<ObjectOf<typeof HTTPRoute>['spec']['rules']>[number];
type Filter = NonNullable<Rule['filters']>[number];

const fieldOf = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
} as const;
const otherTypes = {
  RequestMirror: say('LeaveOut')`leave it out`,
  CORS: say('AnswerByApplication')`let the application answer`,
  ExternalAuth: say('UseAuthPolicy')`use an AuthPolicy`,
  ExtensionRef: say('LeaveOut')`leave it out`,
};

/** Headers that frame a message, name its sender or prove an identity: the gateway's own. */
const reserved = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'keep-alive',
  'proxy-connection',
  'expect',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  identityHeader,
]);

/** What is wrong with the filters of a rule. Gateway API, HTTPRouteFilter. Pure. */
export function filterErrors(rule: Rule, at: string): FieldError[] {
  const filters = rule.filters ?? [];
  const errors = filters.flatMap((filter, i) => oneFilter(rule, filter, `${at}.filters[${i}]`));
  for (const [i, filter] of filters.entries())
    if (filters.findIndex((f) => f.type === filter.type) !== i)
      errors.push({
        field: `${at}.filters[${i}].type`,
        reason: 'FieldValueDuplicate',
        message: say('FilterTwice')`a rule has at most one filter of each type`,
      });
  const redirects = filters.some((f) => f.type === 'RequestRedirect');
  if (redirects && filters.some((f) => f.type === 'URLRewrite'))
    errors.push(wrong(`${at}.filters`, say('RedirectOrRewrite')`RequestRedirect and URLRewrite exclude each other`));
  if (redirects && (rule.backendRefs ?? []).length > 0)
    errors.push(wrong(`${at}.backendRefs`, say('RedirectNoBackends')`a rule that redirects has no backends: leave them out`));
  return errors;
}

function oneFilter(rule: Rule, filter: Filter, at: string): FieldError[] {
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
  return errors;
}

function headerErrors(modifier: Filter['requestHeaderModifier'], at: string): FieldError[] {
  const errors: FieldError[] = [];
  const named = [...(modifier?.set ?? []), ...(modifier?.add ?? [])];
  for (const name of [...named.map((h) => h.name), ...(modifier?.remove ?? [])])
    if (reserved.has(name.toLowerCase()))
      errors.push({ field: at, reason: 'FieldValueForbidden', message: say('HeaderReserved')`${name} is the gateway's own to set` });
  for (const { name, value } of named)
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      errors.push(wrong(at, say('HeaderValueForm')`the value of ${name} holds characters that a header may not have`));
  return errors;
}

type PathModifier = NonNullable<NonNullable<Filter['urlRewrite']>['path']>;

function pathErrors(rule: Rule, path: PathModifier | undefined, at: string): FieldError[] {
  if (!path) return [];
  const own = path.type === 'ReplaceFullPath' ? 'replaceFullPath' : 'replacePrefixMatch';
  const value = path[own];
  const errors: FieldError[] = [];
  if (value === undefined)
    errors.push({ field: `${at}.${own}`, reason: 'FieldValueRequired', message: say('NeededForType')`is needed for type ${path.type}` });
  else if (!/^(\/[!$-;=@-Z_a-z~]*)?$/.test(value))
    errors.push(wrong(`${at}.${own}`, say('PathSyntax')`must be a path: begin with /, percent-encoded, without ? and #`));
  const onlyPrefix = (rule.matches ?? []).every((m) => (m.path?.type ?? 'PathPrefix') === 'PathPrefix');
  if (own === 'replacePrefixMatch' && !onlyPrefix)
    errors.push(wrong(`${at}.type`, say('PrefixMatchNeeded')`ReplacePrefixMatch needs matches of type PathPrefix`));
  return errors;
}
