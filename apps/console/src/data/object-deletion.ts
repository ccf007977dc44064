import { type Kind, type KubeObject, keyOf } from '@dizuo/api';
import { client } from './api-client.ts';

/** Deleting this very object: for real, and as a trial that says what stands in the way. */
export function objectDeletion(kind: Kind, object: KubeObject): { run(): Promise<unknown>; check(): Promise<unknown> } {
  const key = keyOf(object);
  const { uid } = object.metadata;
  const precondition = uid ? { uid } : {};
  return {
    run: () => client.objects(kind).delete(key, precondition),
    check: () => client.objects(kind).delete(key, { ...precondition, dryRun: true }),
  };
}
