import { AppError, alreadyExists, badRequest, conflict, type KubeObject, type ObjectKey } from '@dizuo/api';
import type { AccessRequest, Authorizer } from '../access/authorizer.ts';
import type { AdmissionContext } from '../module/module.ts';
import { applyPatch, type Patch } from '../patch/apply-patch.ts';
import { cloneJson } from '../patch/json-value.ts';
import type { ListPage, ListQuery, Reader, Store, WriteItem } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { Door } from './door.ts';
import { generateName } from './generate-name.ts';
import type { KindRegistry, ServedKind } from './kind-registry.ts';
import { NamespaceCheck } from './namespace-check.ts';
import { type DeleteRequest, prepareDelete } from './prepare-delete.ts';
import type { Prepared, WriteOptions } from './prepared.ts';
import { redact } from './redaction.ts';
import { recordFailure, recordSecretRead } from './refusal-record.ts';
import { toVersion } from './version-conversion.ts';
import { type Preparation, prepareCreate, prepareUpdate } from './write-preparation.ts';

export interface PipelineOptions {
  store: Store;
  kinds: KindRegistry;
  authorizer: Authorizer;
}

export interface Removal {
  object: KubeObject;
  /** False: the object waits for its finalizers. */
  removed: boolean;
}

/** One write of a transaction, in the stored version. */
export type Operation =
  | { op: 'create'; served: ServedKind; object: KubeObject }
  | { op: 'update'; served: ServedKind; object: KubeObject; subresource?: 'status' }
  | { op: 'statement'; name: string; values: unknown[] };

/** Attempts of a patch or deletion that names no version, and of a generated name. */
const mostAttempts = 5;

/**
 * What every call goes through, from inside and outside alike: conversion, metadata rules, defaults, schema, admission, authorization,
 * quota, audit, commit. Objects come and go in their stored version, bodies in `options.version`; objects given to it become its own.
 */
export class Pipeline {
  readonly kinds: KindRegistry;
  readonly door: Door;
  readonly #store: Store;
  readonly #preparation: Preparation;
  readonly #namespaces: NamespaceCheck | undefined;

  constructor({ store, kinds, authorizer }: PipelineOptions) {
    this.kinds = kinds;
    this.door = new Door(authorizer, store);
    this.#store = store;
    const lookup = ((kind, key) => store.get(kind, key, 'system')) as AdmissionContext['lookup'];
    this.#preparation = { store, kinds, door: this.door, lookup };
    const namespace = kinds.byId('namespaces');
    this.#namespaces = namespace && new NamespaceCheck(namespace.kind, store);
  }

  /** Throws `notFound` or `forbidden`. Reads of confidential kinds are audited before they are answered. */
  async get(caller: Caller, served: ServedKind, key: ObjectKey, asked: { verb?: string; subresource?: string } = {}): Promise<KubeObject> {
    const request = { verb: asked.verb ?? 'get', subresource: asked.subresource };
    const object = await this.#recorded(caller, served, request, key, () => this.door.fetch(caller, served.kind, key, request));
    if (served.kind.confidential && !caller.trusted) await recordSecretRead(this.#store, caller, served.kind, object);
    return object;
  }

  /** One page. Objects of confidential kinds come without their data, but for the platform itself. */
  async list(caller: Caller, served: ServedKind, query: ListQuery): Promise<ListPage> {
    const reader = await this.reader(caller, served, 'list', query);
    const page = await this.#store.list(served.kind, query, reader);
    return served.kind.confidential && !caller.trusted ? { ...page, items: page.items.map(redact) } : page;
  }

  /** What of a list or watch the caller may see. */
  reader(caller: Caller, served: ServedKind, verb: 'list' | 'watch' | 'deletecollection', query: ListQuery): Promise<Reader> {
    const name = query.fields?.find((f) => f.path === 'metadata.name' && f.op === '=')?.value;
    return this.#recorded(caller, served, { verb }, { namespace: query.namespace, name: name ?? '' }, () =>
      this.door.listReader(caller, served.kind, verb, query.namespace, name),
    );
  }

  create(caller: Caller, served: ServedKind, input: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    return this.#recorded(caller, served, { verb: 'create' }, input.metadata, () => this.#create(caller, served, input, options));
  }

  /** Needs metadata.resourceVersion. Throws `conflict` where it is stale. */
  update(caller: Caller, served: ServedKind, key: ObjectKey, input: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    const asked = { verb: 'update', subresource: options.subresource };
    return this.#recorded(caller, served, asked, key, async () => {
      const old = await this.door.fetch(caller, served.kind, key, asked);
      mustNameVersion(served, key, input);
      const prepared = await prepareUpdate(this.#preparation, caller, served, 'update', old, input, options);
      return this.#commitOne(caller, prepared, options.dryRun);
    });
  }

  /** Applies a patch to the latest version; again on conflict unless the patch names a version. */
  patch(caller: Caller, served: ServedKind, key: ObjectKey, patch: Patch, options: WriteOptions = {}): Promise<KubeObject> {
    const asked = { verb: 'patch', subresource: options.subresource };
    return this.#recorded(caller, served, asked, key, () =>
      retryOnConflict(namesVersion(patch), async () => {
        const old = await this.door.fetch(caller, served.kind, key, asked);
        const shown = toVersion(options.version ?? served.stored, old);
        const input = applyPatch(shown, patch, served.kind.id === 'secrets');
        const warnings: string[] = [];
        const prepared = await prepareUpdate(this.#preparation, caller, served, 'patch', old, ownMetadata(input, shown), {
          ...options,
          warnings,
        });
        const result = await this.#commitOne(caller, prepared, options.dryRun);
        options.warnings?.push(...warnings);
        return result;
      }),
    );
  }

  delete(caller: Caller, served: ServedKind, key: ObjectKey, request: DeleteRequest = {}, dryRun = false): Promise<Removal> {
    return this.#recorded(caller, served, { verb: 'delete' }, key, () =>
      retryOnConflict(request.resourceVersion !== undefined, async () => {
        const old = await this.door.fetch(caller, served.kind, key, { verb: 'delete' });
        const prepared = await prepareDelete(this.#preparation.lookup, caller, served, old, request);
        const object = await this.#commitOne(caller, prepared, dryRun);
        return { object, removed: prepared.item?.op === 'delete' };
      }),
    );
  }

  /** Several writes in one commit, or none. Later writes to the same object build on earlier ones. */
  async transaction(caller: Caller, operations: readonly Operation[]): Promise<KubeObject[]> {
    const pending = new Map<string, Prepared>();
    const statements: WriteItem[] = [];
    for (const operation of operations) {
      if (operation.op === 'statement') statements.push(operation);
      else await this.#collect(caller, operation, pending);
    }
    return this.#commit(caller, [...pending.values()], statements);
  }

  async #collect(caller: Caller, operation: Exclude<Operation, { op: 'statement' }>, pending: Map<string, Prepared>): Promise<void> {
    const { served, object } = operation;
    if (operation.op === 'create') {
      const prepared = await prepareCreate(this.#preparation, caller, served, cloneJson(object), {});
      pending.set(`${served.kind.id}/${prepared.object.metadata.namespace}/${prepared.object.metadata.name}`, prepared);
      return;
    }
    const key = { name: object.metadata.name, namespace: object.metadata.namespace };
    const id = `${served.kind.id}/${key.namespace}/${key.name}`;
    const before = pending.get(id);
    const asked = { verb: 'update', subresource: operation.subresource };
    const old = await this.door.fetch(caller, served.kind, key, asked);
    mustNameVersion(served, key, object);
    const { subresource } = operation;
    const prepared = await prepareUpdate(
      this.#preparation,
      caller,
      served,
      'update',
      old,
      cloneJson(object),
      { subresource },
      before?.object,
    );
    if (prepared.item || !before) pending.set(id, prepared);
  }

  async #create(caller: Caller, served: ServedKind, input: KubeObject, options: WriteOptions): Promise<KubeObject> {
    const { namespace, generateName: prefix, name } = input.metadata;
    const prepared = await prepareCreate(this.#preparation, caller, served, input, options);
    if (namespace && this.#namespaces && !caller.trusted) await this.#namespaces.mustAccept(namespace, Date.now());
    for (let attempt = 1; ; attempt++) {
      try {
        if (options.dryRun) await this.#mustBeFree(served, prepared.object);
        return await this.#commitOne(caller, prepared, options.dryRun);
      } catch (error) {
        if (name || !prefix || !alreadyExists.is(error) || attempt === mostAttempts) throw error;
        prepared.object.metadata.name = generateName(prefix);
        if (prepared.audit) prepared.audit.name = prepared.object.metadata.name;
      }
    }
  }

  async #mustBeFree(served: ServedKind, object: KubeObject): Promise<void> {
    const { name, namespace } = object.metadata;
    if (await this.#store.get(served.kind, { name, namespace }, 'system')) throw alreadyExists({ kind: served.kind.kind, name, namespace });
  }

  async #commitOne(caller: Caller, prepared: Prepared, dryRun = false): Promise<KubeObject> {
    if (dryRun || !prepared.item) return prepared.object;
    const [written] = await this.#commit(caller, [prepared], []);
    return written ?? prepared.object;
  }

  async #commit(caller: Caller, prepared: readonly Prepared[], statements: readonly WriteItem[]): Promise<KubeObject[]> {
    const writes = prepared.filter((p) => p.item);
    const items = [...writes.map((p) => p.item as WriteItem), ...writes.flatMap((p) => p.with), ...statements];
    if (items.length === 0) return prepared.map((p) => p.object);
    const results = await this.#store.write({
      items,
      lease: caller.lease,
      ...(caller.trusted ? {} : { scope: [...new Set(writes.map((p) => p.object.metadata.namespace ?? ''))] }),
      audit: writes.flatMap((p) => (p.audit ? [p.audit] : [])),
    });
    const byWrite = new Map(writes.map((write, i) => [write, results[i]]));
    return prepared.map((p) => byWrite.get(p) ?? p.object);
  }

  async #recorded<T>(
    caller: Caller,
    served: ServedKind,
    asked: { verb: string; subresource?: string },
    key: ObjectKey,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!caller.trusted) await recordFailure(this.#store, caller, served.kind, asked, key, error);
      throw error;
    }
  }

  /** Asks the authorizer one more question about this caller, and records a refusal. */
  async require(caller: Caller, asked: Omit<AccessRequest, 'principal'>): Promise<void> {
    try {
      await this.door.require(caller, asked);
    } catch (error) {
      await recordFailure(
        this.#store,
        caller,
        { id: asked.resource },
        asked,
        { namespace: asked.namespace, name: asked.name ?? '' },
        error,
      );
      throw error;
    }
  }
}

function mustNameVersion(served: ServedKind, key: ObjectKey, input: KubeObject): void {
  if (input.metadata.resourceVersion) return;
  throw badRequest({
    why: `metadata.resourceVersion must be set to replace ${served.kind.kind} "${key.name}": read the object, change it and send it back, or send a patch`,
  });
}

function namesVersion(patch: Patch): boolean {
  const body = patch.body as { metadata?: { resourceVersion?: unknown } } | unknown[];
  if (Array.isArray(body)) return body.some((operation) => (operation as { path?: string }).path === '/metadata/resourceVersion');
  return body?.metadata?.resourceVersion != null;
}

/** A patch that does not speak of the version means the one it was applied to. */
function ownMetadata(input: KubeObject, shown: KubeObject): KubeObject {
  if (input.metadata === shown.metadata) return { ...input, metadata: cloneJson(input.metadata) };
  return input;
}

async function retryOnConflict<T>(named: boolean, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (named || attempt === mostAttempts || !(error instanceof AppError) || !conflict.is(error)) throw error;
    }
  }
}
