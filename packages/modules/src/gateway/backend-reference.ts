import { gatewayApiGroup, gatewayGroup, type HTTPRoute, type ObjectOf, type ReferenceGrant, say, workloadGroup } from '@dizuo/api';
import type { Refusal } from './route-attachment.ts';

type RouteObject = ObjectOf<typeof HTTPRoute>;
type Rule = NonNullable<RouteObject['spec']['rules']>[number];
export type BackendRef = NonNullable<Rule['backendRefs']>[number];

/** Objects that references may lead to. */
export interface BackendWorld {
  /** `namespace/name`. */
  workloads: ReadonlySet<string>;
  upstreams: ReadonlySet<string>;
  grants: readonly ObjectOf<typeof ReferenceGrant>[];
}

export type Resolution = { id: string; refusal?: undefined } | { id?: undefined; refusal: Refusal };

/** The backend that a reference leads to, or why it leads nowhere (reasons of the Gateway API's ResolvedRefs). Pure. */
export function resolveBackend(route: RouteObject, ref: BackendRef, world: BackendWorld): Resolution {
  const kind = backendKind(ref);
  if (!kind) {
    const message = say(
      'BackendKind',
    )`backends are Workload (group ${workloadGroup}) or Upstream (group ${gatewayGroup}), not ${ref.kind ?? 'Service'}`;
    return { refusal: { reason: 'InvalidKind', message } };
  }
  const namespace = ref.namespace ?? route.metadata.namespace ?? '';
  if (namespace !== route.metadata.namespace && !isGranted(route, ref, namespace, world.grants)) {
    const message = say(
      'ReferenceNotGranted',
    )`namespace ${namespace} grants no reference to ${kind} ${ref.name}; ask its owner for a ReferenceGrant`;
    return { refusal: { reason: 'RefNotPermitted', message } };
  }
  const key = `${namespace}/${ref.name}`;
  if (!(kind === 'Workload' ? world.workloads : world.upstreams).has(key)) {
    return {
      refusal: { reason: 'BackendNotFound', message: say('BackendNotFound')`${kind} ${key} does not exist; create it or correct the name` },
    };
  }
  return { id: `${kind}/${key}` };
}

export function backendKind(ref: BackendRef): 'Workload' | 'Upstream' | undefined {
  if (ref.group === workloadGroup && ref.kind === 'Workload') return 'Workload';
  if (ref.group === gatewayGroup && ref.kind === 'Upstream') return 'Upstream';
  return undefined;
}

export function isGranted(
  route: RouteObject,
  ref: BackendRef,
  namespace: string,
  grants: readonly ObjectOf<typeof ReferenceGrant>[],
): boolean {
  return grants.some(
    (grant) =>
      grant.metadata.namespace === namespace &&
      grant.spec.from.some((f) => f.group === gatewayApiGroup && f.kind === 'HTTPRoute' && f.namespace === route.metadata.namespace) &&
      grant.spec.to.some((t) => t.group === ref.group && t.kind === ref.kind && (t.name === undefined || t.name === ref.name)),
  );
}
