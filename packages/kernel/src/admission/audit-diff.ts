import { annotations, type Kind, type KubeObject } from '@dizuo/api';
import type { JsonObject } from '../patch/json-value.ts';
import { mergePatchBetween } from '../patch/merge-patch.ts';

/** What a write changed, as a JSON merge patch from the old object to the new one. Undefined for confidential kinds. */
export function auditDiff(kind: Kind, old: KubeObject | undefined, next: KubeObject): unknown {
  if (kind.confidential) return undefined;
  return mergePatchBetween(old ? told(old) : {}, told(next));
}

/** Without what the audit row says in columns of its own, and without the copy that kubectl keeps. */
function told(object: KubeObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...body } = object;
  const { [annotations.lastApplied]: _lastApplied, ...kept } = metadata.annotations ?? {};
  const about: JsonObject = {
    labels: metadata.labels,
    annotations: isEmpty(kept) ? undefined : kept,
    ownerReferences: metadata.ownerReferences,
    finalizers: metadata.finalizers,
    deletionTimestamp: metadata.deletionTimestamp,
  };
  return { ...body, metadata: about };
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}
