import { type FieldError, GRPCRoute, HTTPRoute, say, systemNamespace } from '@dizuo/api';
import type { Store } from '@dizuo/kernel';
import type { RouteObject } from './backend-reference.ts';
import { HostClaims } from './host-claims.ts';
import { claimsOf } from './route-claims.ts';

/** What of the route another namespace has published already. */
export async function claimErrors(store: Store, route: RouteObject): Promise<FieldError[]> {
  const namespace = route.metadata.namespace ?? '';
  if (namespace === systemNamespace) return [];
  const claims = new HostClaims();
  const lists = await Promise.all([HTTPRoute, GRPCRoute].map((kind) => store.list(kind, {}, 'system')));
  for (const other of lists.flatMap(({ items }) => items) as unknown as RouteObject[]) {
    if (other.metadata.namespace === namespace || other.metadata.namespace === systemNamespace) continue;
    if (isRefused(other)) continue;
    for (const claim of claimsByParent(other)) claims.add(claim, other.metadata.namespace ?? '');
  }
  const taken = claimsByParent(route).find((claim) => claims.conflict(claim, namespace) !== undefined);
  if (!taken) return [];
  const field = route.spec.hostnames?.includes(taken.host) ? `spec.hostnames[${route.spec.hostnames.indexOf(taken.host)}]` : 'spec.rules';
  const where = `${taken.host || 'every host'}${taken.path}`;
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
