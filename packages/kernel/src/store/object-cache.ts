import { AppError, formatKey, type Kind, type KubeObject, keyOf, type ObjectKey, type ObjectOf } from '@dizuo/api';
import type { Logger } from 'pino';
import type { Store } from './store.ts';

export type ObjectListener = (kind: Kind, before: KubeObject | undefined, after: KubeObject | undefined) => void;

/**
 * A live copy of all objects of some kinds in the memory of this server, for what would read thousands of objects at a time. It is behind
 * the newest commit by the time that a change takes to arrive (milliseconds), so it proposes and shows; what must hold is decided in a
 * commit. It sees all tenants: whoever answers a caller from it filters by what the caller may see. Objects are shared: not to be changed.
 */
export interface ObjectCache {
  /** All objects of the kind, in no particular order. The same array until something of the kind changes. */
  all<K extends Kind>(kind: K): readonly ObjectOf<K>[];
  get<K extends Kind>(kind: K, key: ObjectKey): ObjectOf<K> | undefined;
  /** Resolves when every kind has been read once. */
  ready: Promise<void>;
  /** Calls back after each change, in commit order within a kind. Returns a stop function. */
  onChange(listener: ObjectListener): () => void;
}

/** Follows the kinds until the signal. A broken watch is begun anew, and what changed meanwhile is told then. */
export function openObjectCache(store: Store, kinds: readonly Kind[], signal: AbortSignal, log: Logger): ObjectCache {
  const copies = new Map(kinds.map((kind) => [kind.id, new Copy(kind)]));
  const listeners = new Set<ObjectListener>();
  const tell: ObjectListener = (kind, before, after) => {
    for (const listener of listeners) listener(kind, before, after);
  };

  async function keep(copy: Copy, onReady: () => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow(store, copy, signal, tell, onReady);
      } catch (error) {
        if (signal.aborted) return;
        const expired = error instanceof AppError && error.reason === 'Expired';
        if (!expired) log.warn({ err: error, kind: copy.kind.id }, 'a watch broke; starting again');
        await new Promise((resolve) => setTimeout(resolve, expired ? 0 : 1000));
      }
    }
  }

  const of = (kind: Kind): Copy => {
    const copy = copies.get(kind.id);
    if (!copy) throw new Error(`kind ${kind.id} is not in this cache`);
    return copy;
  };
  const ready = Promise.all([...copies.values()].map((copy) => new Promise<void>((resolve) => void keep(copy, resolve))));
  return {
    all: (kind) => of(kind).all() as never,
    get: (kind, key) => of(kind).objects.get(formatKey(key)) as never,
    ready: ready.then(() => undefined),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The present objects of one kind. */
class Copy {
  readonly kind: Kind;
  readonly objects = new Map<string, KubeObject>();
  #list: readonly KubeObject[] | undefined;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  all(): readonly KubeObject[] {
    this.#list ??= [...this.objects.values()];
    return this.#list;
  }

  set(key: string, object: KubeObject | undefined): KubeObject | undefined {
    const before = this.objects.get(key);
    this.#list = undefined;
    if (object) this.objects.set(key, object);
    else this.objects.delete(key);
    return before;
  }
}

async function follow(store: Store, copy: Copy, signal: AbortSignal, tell: ObjectListener, onReady: () => void): Promise<void> {
  const { kind } = copy;
  /** What was there before this reading and has not come again. */
  const left = new Set(copy.objects.keys());
  let reading = true;
  const remove = (key: string) => {
    const before = copy.set(key, undefined);
    if (before) tell(kind, before, undefined);
  };
  for await (const change of store.watch(kind, { reader: 'system', signal, bookmarks: true })) {
    if (change.type === 'BOOKMARK') {
      if (reading) for (const key of left) remove(key);
      reading = false;
      onReady();
      continue;
    }
    const key = formatKey(keyOf(change.object));
    left.delete(key);
    if (change.type === 'DELETED') {
      remove(key);
      continue;
    }
    const before = copy.set(key, change.object);
    if (before?.metadata.resourceVersion !== change.object.metadata.resourceVersion) tell(kind, before, change.object);
  }
}
