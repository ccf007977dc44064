import type { GRPCRoute, KubeObject, ObjectOf } from '@dizuo/api';
import type { NewObject } from '@dizuo/client';
import type { Problems } from '../../shapes/use-object-form.ts';
import {
  type GrpcRuleValues,
  type GrpcRuleWords,
  grpcRuleFitsForm,
  grpcRuleOf,
  grpcRuleProblems,
  grpcRuleValues,
} from './grpc-rule-values.ts';
import { type PlaceValues, type PlaceWords, placeOf, placeProblems, placeValues } from './route-place.ts';

type RouteObject = ObjectOf<typeof GRPCRoute> & KubeObject;

/** What the form of a GRPCRoute holds. */
export interface GrpcRouteValues extends PlaceValues {
  rules: GrpcRuleValues[];
}

/** Whether the form shows all that a route says; if not, only its YAML may be changed. Pure. */
export function grpcFitsForm({ spec: { rules = [] } }: RouteObject): boolean {
  return rules.length > 0 && rules.every(grpcRuleFitsForm);
}

/** Pure. */
export function grpcRouteValues(route: RouteObject): GrpcRouteValues {
  return { ...placeValues(route), rules: (route.spec.rules ?? []).map(grpcRuleValues) };
}

/** What is wrong with the route, by path. Pure. */
export function grpcRouteProblems(values: GrpcRouteValues, words: PlaceWords & GrpcRuleWords): Problems {
  const ofRules = values.rules.map((rule, index) => grpcRuleProblems(rule, `spec.rules[${index}]`, words));
  return Object.assign(placeProblems(values, words), ...ofRules);
}

/** The route that the values stand for; parts that the form does not show stay as they were. Pure. */
export function grpcRouteOf(values: GrpcRouteValues, tenant: string, before: RouteObject | undefined): NewObject<RouteObject> {
  return {
    metadata: { namespace: tenant, name: values.name },
    spec: {
      ...placeOf(values, tenant, before?.spec),
      rules: values.rules.map((rule) => grpcRuleOf(rule, before?.spec.rules ?? [])),
    },
  };
}
