import { type FieldError, GRPCRoute, type ObjectOf, say } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';
import { patternErrors, wrong } from './field-errors.ts';
import { filterErrors } from './route.filter-rules.ts';
import { commonErrors, headerMatchErrors, persistenceErrors } from './route.rules.ts';
import { claimErrors } from './route-claims.admission.ts';

type RouteObject = ObjectOf<typeof GRPCRoute>;
type Rule = NonNullable<RouteObject['spec']['rules']>[number];
type Method = NonNullable<NonNullable<Rule['matches']>[number]['method']>;

export function grpcRouteAdmission(store: Store): Admission<typeof GRPCRoute> {
  return {
    async validate(route, { subresource }) {
      if (subresource) return [];
      const errors = grpcRouteErrors(route);
      return errors.length > 0 ? errors : claimErrors(store, { ...route, kind: GRPCRoute.kind });
    },
  };
}

/** What can be said of a route by itself. Pure. */
export function grpcRouteErrors(route: RouteObject): FieldError[] {
  const errors = commonErrors(route);
  for (const [i, rule] of (route.spec.rules ?? []).entries()) {
    const at = `spec.rules[${i}]`;
    errors.push(...filterErrors(rule, at), ...persistenceErrors(rule.sessionPersistence, `${at}.sessionPersistence`));
    for (const [j, { method, headers }] of (rule.matches ?? []).entries()) {
      if (method) errors.push(...methodErrors(method, `${at}.matches[${j}].method`));
      errors.push(...headerMatchErrors(headers, `${at}.matches[${j}].headers`));
    }
  }
  return errors;
}

/** Gateway API, GRPCMethodMatch. */
function methodErrors({ type, service, method }: Method, at: string): FieldError[] {
  if (service === undefined && method === undefined)
    return [{ field: at, reason: 'FieldValueRequired', message: say('GrpcMethodNeeded')`needs service, method or both` }];
  if (type === 'RegularExpression')
    return [
      ...(service === undefined ? [] : patternErrors(service, `${at}.service`)),
      ...(method === undefined ? [] : patternErrors(method, `${at}.method`)),
    ];
  const errors: FieldError[] = [];
  if (service !== undefined && !/^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i.test(service))
    errors.push(wrong(`${at}.service`, say('GrpcService')`is no name of a service, such as district.permits.v1.Permits`));
  if (method !== undefined && !/^[A-Za-z_][A-Za-z_0-9]*$/.test(method))
    errors.push(wrong(`${at}.method`, say('GrpcMethod')`is no name of a method, such as GetPermit`));
  return errors;
}
