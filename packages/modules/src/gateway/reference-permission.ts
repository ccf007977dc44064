import type { ObjectOf, ReferenceGrant } from '@dizuo/api';

export interface Reference {
  from: { group: string; kind: string; namespace: string };
  to: { group: string; kind: string; namespace: string; name: string };
}

/** True within one namespace, or where a ReferenceGrant beside the referent permits it. Gateway API, ReferenceGrant. Pure. */
export function isPermitted({ from, to }: Reference, grants: readonly ObjectOf<typeof ReferenceGrant>[]): boolean {
  if (from.namespace === to.namespace) return true;
  return grants.some(
    (grant) =>
      grant.metadata.namespace === to.namespace &&
      grant.spec.from.some((f) => f.group === from.group && f.kind === from.kind && f.namespace === from.namespace) &&
      grant.spec.to.some((t) => t.group === to.group && t.kind === to.kind && (t.name === undefined || t.name === to.name)),
  );
}
