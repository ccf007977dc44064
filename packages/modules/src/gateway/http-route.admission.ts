import { type FieldError, gatewayApiGroup, HTTPRoute, type ObjectOf, ReferenceGrant, say, systemNamespace } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';
import { backendKind, isGranted } from './backend-reference.ts';
import { durationMs } from './duration.ts';
import { isPlainPath, notSupported, plainPathRule, wrong } from './field-errors.ts';
import { claimsOf } from './gateway.compile.ts';
import { HostClaims } from './host-claims.ts';
import { filterErrors } from './http-route.filter-rules.ts';

type RouteObject = ObjectOf<typeof HTTPRoute>;
type Rule = NonNullable<RouteObject['spec']['rules']>[number];

/** Refuses what this version does not do, what the specification forbids, and what another namespace has published already. */
export function httpRouteAdmission(store: Store): Admission<typeof HTTPRoute> {
  return {
    async validate(route, { subresource }) {
      if (subresource) return [];
      const errors = routeErrors(route);
      if (errors.length > 0) return errors;
      return [...(await claimErrors(store, route)), ...(await grantErrors(store, route))];
    },
  };
}

/** What can be said of a route by itself. Pure. */
export function routeErrors(route: RouteObject): FieldError[] {
  const errors: FieldError[] = [];
  if ('useDefaultGateways' in route.spec)
    errors.push(notSupported('spec.useDefaultGateways', say('NameGateway')`name the Gateway in parentRefs`));
  for (const [i, ref] of (route.spec.parentRefs ?? []).entries()) {
    if ((ref.group ?? gatewayApiGroup) !== gatewayApiGroup || (ref.kind ?? 'Gateway') !== 'Gateway')
      errors.push(notSupported(`spec.parentRefs[${i}].kind`, say('AttachToGateway')`a route attaches to a Gateway`));
  }
  for (const [i, rule] of (route.spec.rules ?? []).entries()) errors.push(...ruleErrors(rule, `spec.rules[${i}]`));
  return errors;
}

function ruleErrors(rule: Rule, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if ('retry' in rule) errors.push(notSupported(`${at}.retry`, say('LeaveOut')`leave it out`));
  if ('sessionPersistence' in rule)
    errors.push(notSupported(`${at}.sessionPersistence`, say('NoStickySessions')`leave it out and keep sessions in the database`));
  for (const [i, match] of (rule.matches ?? []).entries()) errors.push(...matchErrors(match, `${at}.matches[${i}]`));
  errors.push(...filterErrors(rule, at));
  for (const [i, ref] of (rule.backendRefs ?? []).entries()) {
    const here = `${at}.backendRefs[${i}]`;
    if ('filters' in ref) errors.push(notSupported(`${here}.filters`, say('FiltersOnRule')`put filters on the rule`));
    if (!backendKind(ref))
      errors.push(
        notSupported(
          `${here}.kind`,
          say('WriteBackendGroup')`write group: apps.dizuo, kind: Workload, or group: gateway.dizuo, kind: Upstream`,
        ),
      );
  }
  const { request, backendRequest } = rule.timeouts ?? {};
  if (request && backendRequest && durationMs(request) > 0 && durationMs(backendRequest) > durationMs(request))
    errors.push(wrong(`${at}.timeouts.backendRequest`, say('TimeoutOverRequest')`is longer than request; make it at most as long`));
  return errors;
}

type Match = NonNullable<Rule['matches']>[number];

function matchErrors(match: Match, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const { type, value = '/' } = match.path ?? {};
  if (type === 'RegularExpression') errors.push(notSupported(`${at}.path.type`, say('UseExactOrPrefix')`use Exact or PathPrefix`));
  else if (!value.startsWith('/')) errors.push(wrong(`${at}.path.value`, say('PathBegins')`must begin with /`));
  else if (!isPlainPath(value)) errors.push(wrong(`${at}.path.value`, plainPathRule));
  for (const [i, header] of (match.headers ?? []).entries())
    if (header.type === 'RegularExpression') errors.push(notSupported(`${at}.headers[${i}].type`, say('UseExact')`use Exact`));
  for (const [i, param] of (match.queryParams ?? []).entries())
    if (param.type === 'RegularExpression') errors.push(notSupported(`${at}.queryParams[${i}].type`, say('UseExact')`use Exact`));
  if (match.method === 'CONNECT') errors.push(notSupported(`${at}.method`, say('NoTunnels')`the gateway opens no tunnels`));
  return errors;
}

async function claimErrors(store: Store, route: RouteObject): Promise<FieldError[]> {
  const namespace = route.metadata.namespace ?? '';
  if (namespace === systemNamespace) return [];
  const claims = new HostClaims();
  const { items } = await store.list(HTTPRoute, {}, 'system');
  for (const other of items as unknown as RouteObject[]) {
    if (other.metadata.namespace === namespace || other.metadata.namespace === systemNamespace) continue;
    if (isRefused(other)) continue;
    for (const claim of claimsByParent(other)) claims.add(claim, other.metadata.namespace ?? '');
  }
  const taken = claimsByParent(route).find((claim) => claims.conflict(claim, namespace) !== undefined);
  if (!taken) return [];
  const field = route.spec.hostnames?.includes(taken.host) ? `spec.hostnames[${route.spec.hostnames.indexOf(taken.host)}]` : 'spec.rules';
  const where = `${taken.host || '*'}${taken.path}`;
  return [
    {
      field,
      reason: 'FieldValueDuplicate',
      message: say('HostClaimedAt')`${where} overlaps with what another namespace has published; choose another host name or path`,
    },
  ];
}

function claimsByParent(route: RouteObject) {
  const hosts = route.spec.hostnames?.length ? route.spec.hostnames : [''];
  return (route.spec.parentRefs ?? []).flatMap((ref) => claimsOf(route, `${ref.namespace ?? route.metadata.namespace}/${ref.name}`, hosts));
}

/** A route that no Gateway takes holds nothing: otherwise a tenant could bar names that it may not publish. */
function isRefused(route: RouteObject): boolean {
  const parents = route.status?.parents ?? [];
  return parents.length > 0 && parents.every((p) => p.conditions?.some((c) => c.type === 'Accepted' && c.status === 'False'));
}

async function grantErrors(store: Store, route: RouteObject): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const [i, rule] of (route.spec.rules ?? []).entries()) {
    for (const [j, ref] of (rule.backendRefs ?? []).entries()) {
      if (!ref.namespace || ref.namespace === route.metadata.namespace) continue;
      const { items } = await store.list(ReferenceGrant, { namespace: ref.namespace }, 'system');
      if (isGranted(route, ref, ref.namespace, items as never)) continue;
      errors.push({
        field: `spec.rules[${i}].backendRefs[${j}].namespace`,
        reason: 'FieldValueForbidden',
        message: say(
          'ReferenceNotGrantedHere',
        )`namespace ${ref.namespace} grants no reference to this backend; ask its owner for a ReferenceGrant`,
      });
    }
  }
  return errors;
}
