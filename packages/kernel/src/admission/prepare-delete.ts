import { conflict, type FieldError, invalid, type Kind, type KubeObject, methodNotAllowed, type ObjectMeta, say } from '@dizuo/api';
import { rfc3339 } from '../client/object-client.ts';
import type { AdmissionContext } from '../module/module.ts';
import { auditDiff } from './audit-diff.ts';
import type { Caller } from './caller.ts';
import type { ServedKind } from './kind-registry.ts';
import { limitsEnding } from './limits.ts';
import { auditOf, type Prepared } from './prepared.ts';
import { rememberedLookup } from './remembered-lookup.ts';

/** Kubernetes, "Garbage collection": finalizers that the garbage collector itself removes. */
export const foregroundFinalizer = 'foregroundDeletion';
export const orphanFinalizer = 'orphan';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteRequest {
  uid?: string;
  resourceVersion?: string;
  propagation?: Propagation;
}

/** What the deletion of `old` comes to: the row goes, or waits for its finalizers. The caller has passed the door. */
export async function prepareDelete(
  lookup: AdmissionContext['lookup'],
  caller: Caller,
  served: ServedKind,
  old: KubeObject,
  request: DeleteRequest,
): Promise<Prepared> {
  const { kind } = served;
  if (kind.readOnly && !caller.trusted)
    throw methodNotAllowed({ why: say('ReadOnlyKindDelete')`${kind.plural} are read-only: they show other objects` });
  checkPreconditions(kind, old.metadata, request);
  const now = new Date();
  const context: AdmissionContext = {
    principal: caller.principal,
    operation: 'delete',
    old: old as never,
    now,
    lookup: rememberedLookup(lookup),
  };
  const errors: FieldError[] = (await served.admission.validateDelete?.(old as never, context as never)) ?? [];
  if (errors.length > 0) throw invalid({ kind: kind.kind, name: old.metadata.name, namespace: old.metadata.namespace }, { fields: errors });
  const finalizers = finalizersFor(old.metadata.finalizers ?? [], request.propagation);
  const { uid = '', resourceVersion = '' } = old.metadata;
  const audit = (object: KubeObject) =>
    auditOf(caller, { verb: 'delete', kind, object, code: 200, policies: [], diff: auditDiff(kind, old, object) });
  if (finalizers.length === 0) {
    return {
      kind,
      object: old,
      item: { op: 'delete', kind, object: old, uid, resourceVersion },
      with: limitsEnding(kind, old),
      audit: audit(old),
      context,
    };
  }
  const metadata: ObjectMeta = {
    ...old.metadata,
    deletionTimestamp: old.metadata.deletionTimestamp ?? rfc3339(now),
    deletionGracePeriodSeconds: 0,
    finalizers,
  };
  const object: KubeObject = { ...old, metadata };
  const unchanged = old.metadata.deletionTimestamp !== undefined && finalizers.length === old.metadata.finalizers?.length;
  if (unchanged) return { kind, object: old, with: [], context };
  const usage = kind.usage?.(object as never) ?? [];
  return {
    kind,
    object,
    item: { op: 'update', kind, object, usage, uid, resourceVersion },
    with: [],
    audit: audit(object),
    context: { ...context, operation: 'update' },
  };
}

function checkPreconditions(kind: Kind, metadata: ObjectMeta, request: DeleteRequest): void {
  const subject = { kind: kind.kind, name: metadata.name, namespace: metadata.namespace };
  if (request.uid && request.uid !== metadata.uid) {
    throw conflict({
      ...subject,
      why: say('UidDiffers')`the object has uid ${metadata.uid}, not ${request.uid}: another of the same name took its place`,
    });
  }
  if (request.resourceVersion && request.resourceVersion !== metadata.resourceVersion) throw conflict(subject);
}

function finalizersFor(present: readonly string[], propagation: Propagation | undefined): string[] {
  const own = present.filter((finalizer) => finalizer !== foregroundFinalizer && finalizer !== orphanFinalizer);
  if (propagation === 'Foreground') return [...own, foregroundFinalizer];
  if (propagation === 'Orphan') return [...own, orphanFinalizer];
  return propagation === 'Background' ? own : [...present];
}
