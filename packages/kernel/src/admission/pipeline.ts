import { alreadyExists, conflict, type KubeObject, type ObjectKey } from '@dizuo/api';
import type { AccessRequest, Authorizer } from '../access/authorizer.ts';
import type { AdmissionContext } from '../module/module.ts';
import { applyPatch, type Patch } from '../patch/apply-patch.ts';
import { cloneJson } from '../patch/json-value.ts';
import type { ListPage, ListQuery, Reader, Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { commitPrepared } from './commit.ts';
import { Door } from './door.ts';
import type { KindRegistry, ServedKind } from './kind-registry.ts';
import { NamespaceCheck } from './namespace-check.ts';
import { type DeleteRequest, prepareDelete } from './prepare-delete.ts';
import { mustNameVersion, type Prepared, type WriteOptions } from './prepared.ts';
import { redact } from './redaction.ts';
import { recordFailure, recordSecretRead } from './refusal-record.ts';
import { retryWrite } from './retry-write.ts';
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
    return this.#recorded(caller, served, asked, key, () =>
      retryWrite(never, async () => {
        const old = await this.door.fetch(caller, served.kind, key, asked);
        mustNameVersion(served.kind, input);
        const own = served.admission.accompany ? cloneJson(input) : input;
        return this.#warned(options, async (warned) => {
          const prepared = await prepareUpdate(this.#preparation, caller, served, 'update', old, own, warned);
          return this.#commitOne(caller, prepared, options.dryRun);
        });
      }),
    );
  }

  /** Applies a patch to the latest version; again on conflict unless the patch names a version. */
  patch(caller: Caller, served: ServedKind, key: ObjectKey, patch: Patch, options: WriteOptions = {}): Promise<KubeObject> {
    const asked = { verb: 'patch', subresource: options.subresource };
    return this.#recorded(caller, served, asked, key, () =>
      retryWrite(namesVersion(patch) ? never : conflict.is, async () => {
        const old = await this.door.fetch(caller, served.kind, key, asked);
        const shown = toVersion(options.version ?? served.stored, old);
        const input = applyPatch(shown, patch, served.kind.id === 'secrets');
        return this.#warned(options, async (warned) => {
          const prepared = await prepareUpdate(this.#preparation, caller, served, 'patch', old, ownMetadata(input, shown), warned);
          return this.#commitOne(caller, prepared, options.dryRun);
        });
      }),
    );
  }

  delete(caller: Caller, served: ServedKind, key: ObjectKey, request: DeleteRequest = {}, dryRun = false): Promise<Removal> {
    return this.#recorded(caller, served, { verb: 'delete' }, key, () =>
      retryWrite(request.resourceVersion === undefined ? conflict.is : never, async () => {
        const old = await this.door.fetch(caller, served.kind, key, { verb: 'delete' });
        const prepared = await prepareDelete(this.#preparation.lookup, caller, served, old, request);
        const object = await this.#commitOne(caller, prepared, dryRun);
        return { object, removed: prepared.item?.op === 'delete' };
      }),
    );
  }

  /** Several writes in one commit, or none. Later writes to the same object build on earlier ones. */
  async transaction(caller: Caller, operations: readonly Operation[]): Promise<KubeObject[]> {
    const statements = operations.filter((operation) => operation.op === 'statement');
    return retryWrite(never, async () => {
      const pending = new Map<string, Prepared>();
      for (const operation of operations) if (operation.op !== 'statement') await this.#collect(caller, operation, pending);
      return commitPrepared(this.#preparation, caller, [...pending.values()], statements);
    });
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
    mustNameVersion(served.kind, object);
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

  #create(caller: Caller, served: ServedKind, input: KubeObject, options: WriteOptions): Promise<KubeObject> {
    const { namespace, generateName, name } = input.metadata;
    const generated = !name && generateName !== undefined;
    const mayRepeat = generated || served.admission.accompany !== undefined;
    return retryWrite(generated ? alreadyExists.is : never, () =>
      this.#warned(options, async (warned) => {
        const prepared = await prepareCreate(this.#preparation, caller, served, mayRepeat ? cloneJson(input) : input, warned);
        if (namespace && this.#namespaces && !caller.trusted) await this.#namespaces.mustAccept(namespace, Date.now());
        if (options.dryRun) await this.#mustBeFree(served, prepared.object);
        return this.#commitOne(caller, prepared, options.dryRun);
      }),
    );
  }

  async #mustBeFree(served: ServedKind, object: KubeObject): Promise<void> {
    const { name, namespace } = object.metadata;
    if (await this.#store.get(served.kind, { name, namespace }, 'system')) throw alreadyExists({ kind: served.kind.kind, name, namespace });
  }

  async #commitOne(caller: Caller, prepared: Prepared, dryRun?: boolean): Promise<KubeObject> {
    if (!prepared.item) return prepared.object;
    const [written] = await commitPrepared(this.#preparation, caller, [prepared], [], dryRun);
    return written ?? prepared.object;
  }

  /** Only the warnings of the attempt that succeeds are for the caller. */
  async #warned<T>(options: WriteOptions, attempt: (options: WriteOptions) => Promise<T>): Promise<T> {
    const warnings: string[] = [];
    const result = await attempt({ ...options, warnings });
    options.warnings?.push(...warnings);
    return result;
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

const never = () => false;

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
