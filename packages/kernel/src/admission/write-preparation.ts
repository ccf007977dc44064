import {
  badRequest,
  type FieldError,
  invalid,
  type Kind,
  type KubeObject,
  methodNotAllowed,
  type ObjectKey,
  say,
  tooLarge,
} from '@dizuo/api';
import type { AdmissionContext } from '../module/module.ts';
import { equalJson, estimateJsonSize } from '../patch/json-value.ts';
import type { Store, WriteItem } from '../store/store.ts';
import { auditDiff } from './audit-diff.ts';
import type { Caller } from './caller.ts';
import type { Door } from './door.ts';
import type { KindRegistry, ServedKind, VersionPlan } from './kind-registry.ts';
import { limitsEnding, limitsOf } from './limits.ts';
import { changesSpec, metadataForCreate, metadataForUpdate } from './metadata-changes.ts';
import { metadataErrors } from './metadata-rules.ts';
import { metadataShapeErrors, tidyMetadata } from './metadata-shape.ts';
import { ownerErrors } from './owner-check.ts';
import { auditOf, type Prepared, type WriteOptions } from './prepared.ts';
import { redactionErrors, withoutLastApplied } from './redaction.ts';
import { rememberedLookup } from './remembered-lookup.ts';
import { toStored, unknownIn } from './version-conversion.ts';

/** Largest object. Kubernetes API server, "limit on the request size". */
export const largestObject = 3 * 1024 * 1024;

export interface Preparation {
  store: Store;
  kinds: KindRegistry;
  door: Door;
  lookup: AdmissionContext['lookup'];
}

/** Takes a new object through everything but the commit. `input` becomes the pipeline's own. */
export async function prepareCreate(
  on: Preparation,
  caller: Caller,
  served: ServedKind,
  input: KubeObject,
  options: WriteOptions,
): Promise<Prepared> {
  const { kind } = served;
  refuseReadOnly(kind, caller);
  const version = options.version ?? served.stored;
  const now = new Date();
  if (kind.hasStatus && !caller.trusted) delete input.status;
  const key = { name: input.metadata.name, namespace: input.metadata.namespace };
  const problems = readInput(version, input, options);
  if (problems.length > 0) {
    await on.door.allowWrite(caller, kind, key, create, undefined, undefined);
    throw invalid({ kind: kind.kind, ...named(key) }, { fields: problems });
  }
  const object = settle(served, version, input, undefined);
  object.metadata = metadataForCreate(object.metadata, now);
  const context: AdmissionContext = { principal: caller.principal, operation: 'create', now, lookup: rememberedLookup(on.lookup) };
  if (served.admission.default) await served.admission.default(object as never, context as never);
  const policies = await on.door.allowWrite(caller, kind, key, create, undefined, object);
  const errors = [
    ...metadataErrors(kind, object.metadata),
    ...storedErrors(served, version, object),
    ...(await ownerErrors(on.kinds, on.store, object)),
    ...((await served.admission.validate?.(object as never, context as never)) ?? []),
  ];
  if (errors.length > 0) throw invalid({ kind: kind.kind, ...named(object.metadata) }, { fields: errors });
  refuseTooLarge(object);
  return {
    kind,
    object,
    item: { op: 'create', kind, object, usage: kind.usage?.(object as never) ?? [] },
    with: limitsOf(kind, object),
    audit: auditOf(caller, { verb: 'create', kind, object, code: 201, policies, diff: auditDiff(kind, undefined, object) }),
    context,
  };
}

/** Takes a change through everything but the commit. The caller has passed the door for `old`; `input` becomes the pipeline's own. */
export async function prepareUpdate(
  on: Preparation,
  caller: Caller,
  served: ServedKind,
  verb: 'update' | 'patch',
  old: KubeObject,
  input: KubeObject,
  options: WriteOptions,
  pending: KubeObject = old,
): Promise<Prepared> {
  const { kind } = served;
  refuseReadOnly(kind, caller);
  const { subresource } = options;
  const version = options.version ?? served.stored;
  const now = new Date();
  if (kind.hasStatus && !subresource) delete input.status;
  const problems = readInput(version, input, options, unknownIn(version, old)).filter((e) => !subresource || isStatusField(e.field));
  const subject = { kind: kind.kind, name: old.metadata.name, namespace: old.metadata.namespace };
  if (metadataShapeErrors(input.metadata).length > 0) throw invalid(subject, { fields: problems });
  const given = settle(served, version, input, old);
  const metadata = metadataForUpdate(kind, old.metadata, given.metadata, problems);
  const next: KubeObject =
    subresource === 'status'
      ? { ...pending, status: given.status }
      : { ...given, metadata, ...(kind.hasStatus ? { status: pending.status } : {}) };
  const finishing = old.metadata.deletionTimestamp !== undefined && !subresource && !changesSpec(old, next);
  if (problems.length > 0 && !finishing) throw invalid(subject, { fields: problems });
  const context: AdmissionContext = {
    principal: caller.principal,
    operation: 'update',
    now,
    lookup: rememberedLookup(on.lookup),
    old: old as never,
    ...(subresource ? { subresource } : {}),
    ...(options.companion ? { companion: true } : {}),
  };
  if (served.admission.default && !finishing) await served.admission.default(next as never, context as never);
  if (changesSpec(pending, next)) next.metadata = { ...next.metadata, generation: (old.metadata.generation ?? 0) + 1 };
  const policies = await on.door.allowWrite(caller, kind, subject, { verb, subresource }, old, next);
  if (equalJson(pending, next)) return { kind, object: old, with: [], context };
  const errors = finishing ? [] : await changeErrors(on, served, version, old, next, context);
  errors.push(...metadataErrors(kind, next.metadata, old.metadata));
  if (errors.length > 0) throw invalid(subject, { fields: errors });
  refuseTooLarge(next);
  return {
    kind,
    object: next,
    item: updateItem(kind, old, next),
    with: isGone(next) ? limitsEnding(kind, old) : limitsOf(kind, next, old),
    audit: auditOf(caller, { verb, kind, subresource, object: next, code: 200, policies, diff: auditDiff(kind, old, next) }),
    context: isGone(next) ? { ...context, operation: 'delete' } : context,
  };
}

/** An object that waits for its deletion goes with its last finalizer. */
function updateItem(kind: Kind, old: KubeObject, next: KubeObject): WriteItem {
  const { uid = '', resourceVersion = '' } = old.metadata;
  if (isGone(next)) return { op: 'delete', kind, object: next, uid, resourceVersion };
  return { op: 'update', kind, object: next, usage: kind.usage?.(next as never) ?? [], uid, resourceVersion, before: old };
}

function isGone(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && !object.metadata.finalizers?.length;
}

async function changeErrors(
  on: Preparation,
  served: ServedKind,
  version: VersionPlan,
  old: KubeObject,
  next: KubeObject,
  context: AdmissionContext,
): Promise<FieldError[]> {
  return [
    ...storedErrors(served, version, next),
    ...(await ownerErrors(on.kinds, on.store, next, old.metadata)),
    ...((await served.admission.validate?.(next as never, context as never)) ?? []),
  ];
}

const create = { verb: 'create' };

/**
 * Brings what was sent into shape and says what is wrong with it, in the words of the version it was sent in. `kept`: fields unknown
 * here that the stored object has and keeps: whoever sends them back has done nothing wrong.
 */
function readInput(version: VersionPlan, input: KubeObject, options: WriteOptions, kept: readonly string[] = []): FieldError[] {
  const unknown = tidyMetadata(input.metadata);
  if (version.schema.complete(input)) unknown.push(...version.schema.prune(input).filter((path) => !kept.includes(path)));
  if (unknown.length > 0) tellUnknown(unknown, options);
  return [...metadataShapeErrors(input.metadata), ...version.schema.check(input)];
}

function tellUnknown(paths: string[], options: WriteOptions): void {
  if (options.fieldValidation === 'Ignore') return;
  const words = paths.map((path) => `unknown field "${path}"`);
  if (options.fieldValidation === 'Strict') {
    throw badRequest({
      why: say(
        'UnknownFields',
      )`strict decoding error: ${words.join(', ')}; correct the name or leave it out (kubectl explain shows the fields)`,
    });
  }
  options.warnings?.push(...words);
}

/** The stored form; what a conversion left open is completed. */
function settle(served: ServedKind, version: VersionPlan, input: KubeObject, old: KubeObject | undefined): KubeObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...body } = toStored(served, version, input, old);
  const object: KubeObject = { apiVersion: served.kind.apiVersion, kind: served.kind.kind, metadata, ...body };
  if (version.conversion) served.stored.schema.complete(object);
  if (!served.kind.confidential) return object;
  const errors = redactionErrors(object);
  if (errors.length > 0) throw invalid({ kind: served.kind.kind, ...named(metadata) }, { fields: errors });
  return withoutLastApplied(object);
}

/** What was checked in another version is checked again in the stored one. */
function storedErrors(served: ServedKind, version: VersionPlan, object: KubeObject): FieldError[] {
  return version.conversion ? served.stored.schema.check(object) : noErrors;
}
const noErrors: FieldError[] = [];

function refuseReadOnly(kind: Kind, caller: Caller): void {
  if (!kind.readOnly || caller.trusted) return;
  throw methodNotAllowed({ why: say('ReadOnlyKind')`${kind.plural} are read-only: they show other objects (${kind.description})` });
}

function refuseTooLarge(object: KubeObject): void {
  if (estimateJsonSize(object) < largestObject / 6) return;
  if (Buffer.byteLength(JSON.stringify(object)) > largestObject) throw tooLarge({ limit: largestObject });
}

function isStatusField(field: string): boolean {
  return field === 'status' || field.startsWith('status.') || field.startsWith('status[');
}

function named(key: Partial<ObjectKey>): ObjectKey {
  return { name: key.name ?? '', ...(key.namespace ? { namespace: key.namespace } : {}) };
}
