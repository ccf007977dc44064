import { AppError, formatKey, type Kind, type KubeObject, keyOf } from '@dizuo/api';
import type { Store } from '@dizuo/kernel';
import type { Logger } from 'pino';

export interface ObjectCache {
  all(kind: Kind): readonly KubeObject[];
  /** Resolves when every kind has been read once. */
  ready: Promise<void>;
  /** Calls back after each change. Returns a stop function. */
  onChange(listener: (kind: Kind, before: KubeObject | undefined, after: KubeObject | undefined) => void): () => void;
}

/** Keeps all objects of some kinds in memory, by watch. A broken watch is begun anew and what changed meanwhile is told then. */
export function openObjectCache(store: Store, kinds: readonly Kind[], signal: AbortSignal, log: Logger): ObjectCache {
  const objects = new Map(kinds.map((kind) => [kind.id, new Map<string, KubeObject>()]));
  const listeners = new Set<(kind: Kind, before: KubeObject | undefined, after: KubeObject | undefined) => void>();
  const tell = (kind: Kind, before: KubeObject | undefined, after: KubeObject | undefined) => {
    for (const listener of listeners) listener(kind, before, after);
  };

  async function follow(kind: Kind, present: Map<string, KubeObject>, onReady: () => void): Promise<void> {
    const left = new Set(present.keys());
    let reading = true;
    for await (const change of store.watch(kind, { reader: 'system', signal, bookmarks: true })) {
      if (change.type === 'BOOKMARK') {
        if (reading) for (const key of left) remove(key);
        reading = false;
        onReady();
        continue;
      }
      const key = formatKey(keyOf(change.object));
      left.delete(key);
      if (change.type === 'DELETED') remove(key);
      else {
        const before = present.get(key);
        present.set(key, change.object);
        if (before?.metadata.resourceVersion !== change.object.metadata.resourceVersion) tell(kind, before, change.object);
      }
    }
    function remove(key: string): void {
      const before = present.get(key);
      if (present.delete(key)) tell(kind, before, undefined);
    }
  }

  async function keep(kind: Kind, onReady: () => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow(kind, objects.get(kind.id) as Map<string, KubeObject>, onReady);
      } catch (error) {
        if (signal.aborted) return;
        const expired = error instanceof AppError && error.reason === 'Expired';
        if (!expired) log.warn({ err: error, kind: kind.id }, 'a watch broke; starting again');
        await new Promise((resolve) => setTimeout(resolve, expired ? 0 : 1000));
      }
    }
  }

  const ready = Promise.all(kinds.map((kind) => new Promise<void>((resolve) => void keep(kind, resolve))));
  return {
    all: (kind) => [...(objects.get(kind.id)?.values() ?? [])],
    ready: ready.then(() => undefined),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
