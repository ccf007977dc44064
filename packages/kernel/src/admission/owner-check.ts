import { type FieldError, type KubeObject, type ObjectMeta, say } from '@dizuo/api';
import type { Store } from '../store/store.ts';
import type { KindRegistry } from './kind-registry.ts';

/**
 * Every owner must exist, under its uid, in the dependent's own namespace or cluster-scoped. A uid cannot be guessed, so the answer
 * tells nothing about objects that the writer does not know.
 */
export async function ownerErrors(kinds: KindRegistry, store: Store, object: KubeObject, old?: ObjectMeta): Promise<FieldError[]> {
  const owners = object.metadata.ownerReferences;
  if (!owners || owners === old?.ownerReferences) return [];
  const errors: FieldError[] = [];
  for (const [i, owner] of owners.entries()) {
    if (old?.ownerReferences?.some((before) => before.uid === owner.uid)) continue;
    const field = `metadata.ownerReferences[${i}]`;
    const served = kinds.find(owner.apiVersion, owner.kind);
    if (!served) {
      errors.push({
        field,
        reason: 'FieldValueNotFound',
        message: say('OwnerKindUnknown')`there is no kind ${owner.kind} in ${owner.apiVersion}; check both`,
      });
      continue;
    }
    const namespaced = served.kind.scope === 'Namespaced';
    const namespace = namespaced ? object.metadata.namespace : undefined;
    const found = namespaced && !namespace ? undefined : await store.get(served.kind, { name: owner.name, namespace }, 'system');
    if (found?.metadata.uid === owner.uid) continue;
    const message = say(
      'OwnerNotFound',
    )`${owner.kind} "${owner.name}" with uid ${owner.uid} does not exist${namespaced ? ' in this namespace' : ''}; an owner must exist before what it owns`;
    errors.push({ field, reason: 'FieldValueNotFound', message });
  }
  return errors;
}
