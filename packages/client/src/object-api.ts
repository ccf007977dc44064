import type { Kind, KubeList, KubeObject, ObjectKey, ObjectOf, WatchEvent } from '@dizuo/api';
import type { Status } from './api-status.ts';
import { jsonLines } from './json-lines.ts';
import { collectionPath, objectPath } from './kind-path.ts';
import type { Query, RequestOptions, Transport } from './transport.ts';

export interface Selection {
  /** Absent: all namespaces, or a cluster-scoped kind. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ListOptions extends Selection {
  limit?: number;
  continue?: string;
  /** Words, each of which must stand somewhere in the object; with `limit`, without `continue`. */
  search?: string;
  /** Path to sort by, such as `spec.displayName`; `-` before it: downwards. */
  sortBy?: string;
  /** Rows to leave out. `remainingItemCount` then counts those that follow. */
  offset?: number;
  signal?: AbortSignal;
}

export interface WatchOptions extends Selection {
  resourceVersion: string;
  timeoutSeconds?: number;
  /** Called once the server has accepted the watch. */
  onOpen?(): void;
  signal?: AbortSignal;
}

export interface WriteOptions {
  /** Everything is checked and nothing is stored. */
  dryRun?: boolean;
  /** Unknown fields are errors. */
  strict?: boolean;
  subresource?: string;
  signal?: AbortSignal;
}

export interface DeleteOptions {
  /** Delete only this very object. */
  uid?: string;
  resourceVersion?: string;
  /** Everything is checked and nothing is deleted. */
  dryRun?: boolean;
}

export type PatchType = 'merge' | 'json';
const patchMediaTypes = { merge: 'application/merge-patch+json', json: 'application/json-patch+json' } as const;

/** What a writer gives: the server fills apiVersion, kind and the rest of the metadata. */
export type NewObject<T extends KubeObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata' | 'status'> & {
  metadata: Partial<KubeObject['metadata']>;
};

/** Objects of one kind over HTTP. Every failure is an `ApiError`; nothing is retried. */
export interface ObjectApi<T extends KubeObject> {
  get(key: ObjectKey, signal?: AbortSignal): Promise<T>;
  list(options?: ListOptions): Promise<KubeList<T>>;
  create(object: NewObject<T>, options?: WriteOptions): Promise<T>;
  /** Replaces the object; with the `resourceVersion` it carries, a change in between is a 409. */
  update(object: T, options?: WriteOptions): Promise<T>;
  patch(key: ObjectKey, patch: unknown, options?: WriteOptions & { type?: PatchType }): Promise<T>;
  /** Answers once the deletion is accepted; finalizers may keep the object for a while. */
  delete(key: ObjectKey, options?: DeleteOptions): Promise<T | Status>;
  /** Events after `resourceVersion`, until the server ends the watch, which it does now and then. ERROR events are passed on. */
  watch(options: WatchOptions): AsyncGenerator<WatchEvent<T>>;
}

export function objectApi<K extends Kind>(transport: Transport, kind: K): ObjectApi<ObjectOf<K> & KubeObject> {
  type T = ObjectOf<K> & KubeObject;
  const type = { apiVersion: kind.apiVersion, kind: kind.kind };

  return {
    get: (key, signal) => transport.json<T>('GET', objectPath(kind, key), signalled(signal)),
    list: ({ signal, namespace, ...query } = {}) =>
      transport.json<KubeList<T>>('GET', collectionPath(kind, namespace), { query, ...signalled(signal) }),
    create: (object, options = {}) =>
      transport.json<T>('POST', collectionPath(kind, object.metadata.namespace), { body: { ...type, ...object }, ...writing(options) }),
    update: (object, options = {}) =>
      transport.json<T>('PUT', objectPath(kind, object.metadata, options.subresource), {
        body: { ...object, ...type },
        ...writing(options),
      }),
    patch: (key, patch, { type: patchType = 'merge', ...options } = {}) =>
      transport.json<T>('PATCH', objectPath(kind, key, options.subresource), {
        body: patch,
        contentType: patchMediaTypes[patchType],
        ...writing(options),
      }),
    delete: (key, { uid, resourceVersion, dryRun } = {}) =>
      transport.json<T | Status>('DELETE', objectPath(kind, key), {
        body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid, resourceVersion }, ...(dryRun ? { dryRun: ['All'] } : {}) },
      }),
    async *watch({ signal, namespace, onOpen, ...query }) {
      const response = await transport.open('GET', collectionPath(kind, namespace), {
        query: { ...query, watch: 1, allowWatchBookmarks: true },
        ...signalled(signal),
      });
      onOpen?.();
      if (response.body) yield* jsonLines<WatchEvent<T>>(response.body);
    },
  };
}

function writing({ dryRun, strict = true, signal }: WriteOptions): RequestOptions {
  const query: Query = { dryRun: dryRun ? 'All' : undefined, fieldValidation: strict ? 'Strict' : undefined };
  return { query, ...signalled(signal) };
}

const signalled = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
