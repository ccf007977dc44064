import type { Kind, KubeObject, ObjectKey, ObjectOf } from '@dizuo/api';
import type { ApiError, Selection } from '@dizuo/client';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { type CopySelection, forgetSelection, informerOf, readSelection, selectionId } from './live-registry.ts';

export interface LiveList<T> {
  items: readonly T[];
  loaded: boolean;
  error: ApiError | undefined;
  /** Asks again from the beginning. */
  retry(): void;
  /** There are more than a browser should hold: `items` is a beginning, and pages are asked of the server. */
  paged?: PagedSource | undefined;
}

/** What the pages are of. */
export interface PagedSource {
  kind: Kind;
  selection: Selection;
}

export interface LiveSelection extends CopySelection {
  /** False: nothing is asked. */
  enabled?: boolean;
}

const nothing = { items: [], loaded: false, error: undefined };

/** Objects of a kind, kept up to date. Rows keep their place: what is new comes last, sorting is the reader's. */
export function useLiveList<K extends Kind>(kind: K, selection: LiveSelection = {}): LiveList<ObjectOf<K> & KubeObject> {
  const { enabled = true, ...wanted } = selection;
  const id = selectionId(kind, wanted);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `id` stands for the kind and the selection; `round` asks again
  const subscribe = useCallback(
    (listener: () => void) => (enabled ? readSelection(kind, wanted, listener) : () => undefined),
    [id, enabled, round],
  );
  const state = useSyncExternalStore(subscribe, () => (enabled ? informerOf(kind, wanted).state() : nothing));

  const retry = () => {
    forgetSelection(kind, wanted);
    setRound(round + 1);
  };
  const { most: _most, ...selected } = wanted;
  const paged = 'partial' in state && state.partial ? { kind, selection: selected } : undefined;
  return { items: state.items as readonly (ObjectOf<K> & KubeObject)[], loaded: state.loaded, error: state.error, retry, paged };
}

/** Most objects of a list page that are kept as a live copy; above it the server searches, sorts and pages. */
const mostListed = 1_000;

/** The objects of a list page: a live copy while they are few, else pages of the server's. For what is looked up or counted, `useLiveList`. */
export function useListing<K extends Kind>(kind: K, selection: Omit<LiveSelection, 'most'> = {}): LiveList<ObjectOf<K> & KubeObject> {
  return useLiveList(kind, { ...selection, most: mostListed });
}

export interface LiveObject<T> {
  object: T | undefined;
  loaded: boolean;
  error: ApiError | undefined;
  retry(): void;
}

/** One object, kept up to date; `loaded` without `object`: there is none (any more). */
export function useLiveObject<K extends Kind>(kind: K, key: ObjectKey, enabled = true): LiveObject<ObjectOf<K> & KubeObject> {
  const list = useLiveList(kind, { namespace: key.namespace, fieldSelector: `metadata.name=${key.name}`, enabled });
  return { object: list.items[0], loaded: list.loaded, error: list.error, retry: list.retry };
}
