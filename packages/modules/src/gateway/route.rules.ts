import { type FieldError, gatewayApiGroup, say, type Text } from '@dizuo/api';
import type { RouteObject } from './backend-reference.ts';
import { notSupported, patternErrors, wrong } from './field-errors.ts';

const mostMatches = 128;

/** What is wrong with the parts that both kinds of routes have. Gateway API, CommonRouteSpec. Pure. */
export function commonErrors({ spec, metadata }: RouteObject): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.useDefaultGateways === 'All')
    errors.push(notSupported('spec.useDefaultGateways', say('NameGateway')`name the Gateway in parentRefs`));
  const parents = new Set<string>();
  for (const [i, ref] of (spec.parentRefs ?? []).entries()) {
    const { group = gatewayApiGroup, kind = 'Gateway', namespace = metadata.namespace, name, sectionName = '', port = '' } = ref;
    const key = `${group}/${kind}/${namespace}/${name}#${sectionName}:${port}`;
    if (parents.has(key))
      errors.push(duplicate(`spec.parentRefs[${i}]`, say('ParentTwice')`names the same part of the same parent as another; leave one out`));
    parents.add(key);
  }
  const names = new Set<string>();
  let matches = 0;
  for (const [i, rule] of (spec.rules ?? []).entries()) {
    matches += rule.matches?.length ?? 0;
    if (rule.name === undefined) continue;
    if (names.has(rule.name))
      errors.push(duplicate(`spec.rules[${i}].name`, say('RuleNameTwice')`is the name of another rule; choose another`));
    names.add(rule.name);
  }
  if (matches > mostMatches)
    errors.push(wrong('spec.rules', say('TooManyMatches')`has more than ${mostMatches} matches in all; split the route`));
  return errors;
}

export function headerMatchErrors(matches: readonly { type?: string; value: string }[] | undefined, at: string): FieldError[] {
  return (matches ?? []).flatMap(({ type, value }, i) => (type === 'RegularExpression' ? patternErrors(value, `${at}[${i}].value`) : []));
}

interface Persistence {
  type?: string;
  sessionName?: string;
  absoluteTimeout?: string;
  cookieConfig?: { lifetimeType?: string };
}

/** Gateway API, SessionPersistence. */
export function persistenceErrors(persistence: Persistence | undefined, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (persistence?.type === 'Header' && persistence.cookieConfig)
    errors.push(wrong(`${at}.cookieConfig`, say('CookieOfHeader')`does not belong to type Header`));
  if (persistence?.cookieConfig?.lifetimeType === 'Permanent' && !persistence.absoluteTimeout)
    errors.push({
      field: `${at}.absoluteTimeout`,
      reason: 'FieldValueRequired',
      message: say('PermanentNeedsEnd')`is needed for a permanent cookie`,
    });
  if (persistence?.sessionName !== undefined && !/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/.test(persistence.sessionName))
    errors.push(wrong(`${at}.sessionName`, say('CookieName')`is no name of a cookie or header`));
  return errors;
}

function duplicate(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueDuplicate', message };
}
