import {
  type GRPCRoute,
  gatewayApiGroup,
  gatewayGroup,
  type HTTPRoute,
  type ObjectOf,
  type ReferenceGrant,
  say,
  workloadGroup,
} from '@dizuo/api';
import { isPermitted } from './reference-permission.ts';
import type { Refusal } from './route-attachment.ts';

export type RouteObject = ObjectOf<typeof HTTPRoute> | ObjectOf<typeof GRPCRoute>;
export interface BackendRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
}

/** Objects that references may lead to. */
export interface BackendWorld {
  /** `namespace/name`. */
  workloads: ReadonlySet<string>;
  upstreams: ReadonlySet<string>;
  grants: readonly ObjectOf<typeof ReferenceGrant>[];
}

export type Resolution = { id: string; refusal?: undefined } | { id?: undefined; refusal: Refusal };

/**
 * The backend that a reference leads to, or why it leads nowhere (reasons of the Gateway API's ResolvedRefs). A Service, which is what
 * manifests written elsewhere name, is the Workload of that name, or else the Upstream. Pure.
 */
export function resolveBackend(route: RouteObject, ref: BackendRef, world: BackendWorld): Resolution {
  const { group = '', kind = 'Service', name } = ref;
  if (!isBackendKind(ref)) {
    const message = say(
      'BackendKind',
    )`backends are Workload (group ${workloadGroup}), Upstream (group ${gatewayGroup}) or Service (of the same name), not ${kind}`;
    return { refusal: { reason: 'InvalidKind', message } };
  }
  const own = route.metadata.namespace ?? '';
  const namespace = ref.namespace ?? own;
  const from = { group: gatewayApiGroup, kind: route.kind, namespace: own };
  if (!isPermitted({ from, to: { group, kind, namespace, name } }, world.grants)) {
    const message = say(
      'ReferenceNotGranted',
    )`namespace ${namespace} grants no reference to ${kind} ${name}; ask its owner for a ReferenceGrant`;
    return { refusal: { reason: 'RefNotPermitted', message } };
  }
  const key = `${namespace}/${name}`;
  if (kind !== 'Upstream' && world.workloads.has(key)) return { id: `Workload/${key}` };
  if (kind !== 'Workload' && world.upstreams.has(key)) return { id: `Upstream/${key}` };
  const what = kind === 'Service' ? 'Workload or Upstream' : kind;
  return {
    refusal: { reason: 'BackendNotFound', message: say('BackendNotFound')`${what} ${key} does not exist; create it or correct the name` },
  };
}

function isBackendKind({ group = '', kind = 'Service' }: BackendRef): boolean {
  return (
    (group === workloadGroup && kind === 'Workload') ||
    (group === gatewayGroup && kind === 'Upstream') ||
    (group === '' && kind === 'Service')
  );
}
