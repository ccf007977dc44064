import type { Kind, KubeObject, ObjectOf } from '@dizuo/api';
import type { InformerState, Selection } from '@dizuo/client';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { informerOf, readSelection, selectionId } from './live-registry.ts';
import { holds, type Session } from './session.ts';
import type { LiveList } from './use-live.ts';

/** Where a person's objects of tenants are: everywhere for the operator, else in the tenants that they belong to. */
export function reach(session: Session): Selection[] {
  if (holds(session, 'operator')) return [{}];
  return session.tenants.map((tenant) => ({ namespace: tenant.name }));
}

/** Several selections of one kind as one list, kept up to date. Loaded when all are; a refused one counts as empty. */
export function useLiveLists<K extends Kind>(kind: K, selections: readonly Selection[]): Omit<LiveList<ObjectOf<K> & KubeObject>, 'retry'> {
  type T = ObjectOf<K> & KubeObject;
  const id = selections.map((selection) => selectionId(kind, selection)).join('\n');
  const merged = useRef<{ of: InformerState<T>[]; list: Omit<LiveList<T>, 'retry'> }>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `id` stands for the kind and the selections
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = selections.map((selection) => readSelection(kind, selection, listener));
      return () => {
        for (const end of ends) end();
      };
    },
    [id],
  );
  const snapshot = () => {
    const states = selections.map((selection) => informerOf(kind, selection).state() as InformerState<T>);
    const known = merged.current;
    if (known && known.of.length === states.length && known.of.every((state, index) => state === states[index])) return known.list;
    const list = {
      items: states.flatMap((state) => state.items),
      loaded: states.every((state) => state.loaded || state.error !== undefined),
      error: states.find((state) => state.error && state.error.code !== 403)?.error,
    };
    merged.current = { of: states, list };
    return list;
  };
  return useSyncExternalStore(subscribe, snapshot);
}
