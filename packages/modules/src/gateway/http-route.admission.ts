import { type FieldError, HTTPRoute, type ObjectOf, say } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';
import { durationMs } from './duration.ts';
import { isPlainPath, notSupported, patternErrors, plainPathRule, wrong } from './field-errors.ts';
import { filterErrors } from './route.filter-rules.ts';
import { commonErrors, headerMatchErrors, persistenceErrors } from './route.rules.ts';
import { claimErrors } from './route-claims.admission.ts';

type RouteObject = ObjectOf<typeof HTTPRoute>;
type Rule = NonNullable<RouteObject['spec']['rules']>[number];

/** Refuses what this version does not do, what the specification forbids, and what another namespace has published already. */
export function httpRouteAdmission(store: Store): Admission<typeof HTTPRoute> {
  return {
    async validate(route, { subresource }) {
      if (subresource) return [];
      const errors = routeErrors(route);
      return errors.length > 0 ? errors : claimErrors(store, { ...route, kind: HTTPRoute.kind });
    },
  };
}

/** What can be said of a route by itself. Pure. */
export function routeErrors(route: RouteObject): FieldError[] {
  const errors = commonErrors(route);
  for (const [i, rule] of (route.spec.rules ?? []).entries()) errors.push(...ruleErrors(rule, `spec.rules[${i}]`));
  return errors;
}

function ruleErrors(rule: Rule, at: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, match] of (rule.matches ?? []).entries()) errors.push(...matchErrors(match, `${at}.matches[${i}]`));
  errors.push(...filterErrors(rule, at), ...persistenceErrors(rule.sessionPersistence, `${at}.sessionPersistence`));
  const { request, backendRequest } = rule.timeouts ?? {};
  if (request && backendRequest && durationMs(request) > 0 && durationMs(backendRequest) > durationMs(request))
    errors.push(wrong(`${at}.timeouts.backendRequest`, say('TimeoutOverRequest')`is longer than request; make it at most as long`));
  return errors;
}

type Match = NonNullable<Rule['matches']>[number];

function matchErrors(match: Match, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const { type, value = '/' } = match.path ?? {};
  if (type === 'RegularExpression') errors.push(...patternErrors(value, `${at}.path.value`));
  else if (!value.startsWith('/')) errors.push(wrong(`${at}.path.value`, say('PathBegins')`must begin with /`));
  else if (!isPlainPath(value)) errors.push(wrong(`${at}.path.value`, plainPathRule));
  errors.push(...headerMatchErrors(match.headers, `${at}.headers`), ...headerMatchErrors(match.queryParams, `${at}.queryParams`));
  if (match.method === 'CONNECT') errors.push(notSupported(`${at}.method`, say('NoTunnels')`the gateway opens no tunnels`));
  return errors;
}
