import { formatKey, type Kind, type KubeObject, type ObjectOf } from '@dizuo/api';
import { createInformer, type Informer, type Selection } from '@dizuo/client';
import { client, watchSlots } from './api-client.ts';

interface Shared {
  informer: Informer<KubeObject>;
  readers: number;
  ending?: ReturnType<typeof setTimeout>;
}

/** Kept this long after the last reader left, in milliseconds, so that going back shows the list at once. */
const grace = 20_000;
const shared = new Map<string, Shared>();
let visible = true;

/** Starts listening for whether the page is looked at: a hidden page gives up its streams and goes on where it was. */
export function followVisibility(): void {
  document.addEventListener('visibilitychange', () => {
    visible = document.visibilityState === 'visible';
    for (const { informer, readers } of shared.values()) {
      if (visible && readers > 0) informer.start();
      else informer.stop();
    }
  });
}

/** What is copied: a selection, and the most objects of it. */
export interface CopySelection extends Selection {
  most?: number;
}

export const selectionId = (kind: Kind, s: CopySelection) =>
  `${s.most ?? ''}|${kind.id}|${formatKey({ namespace: s.namespace, name: '' })}|${s.labelSelector ?? ''}|${s.fieldSelector ?? ''}`;

/** The live copy of a selection, one for all readers of the page. */
export function informerOf<K extends Kind>(kind: K, selection: CopySelection): Informer<ObjectOf<K> & KubeObject> {
  return entryOf(kind, selection).informer as unknown as Informer<ObjectOf<K> & KubeObject>;
}

/** Reads the selection until the returned function is called. */
export function readSelection(kind: Kind, selection: CopySelection, listener: () => void): () => void {
  const id = selectionId(kind, selection);
  const entry = entryOf(kind, selection);
  clearTimeout(entry.ending);
  entry.readers += 1;
  if (visible) entry.informer.start();
  const unsubscribe = entry.informer.subscribe(listener);
  return () => {
    unsubscribe();
    entry.readers -= 1;
    if (entry.readers > 0) return;
    entry.ending = setTimeout(() => {
      entry.informer.stop();
      if (shared.get(id) === entry) shared.delete(id);
    }, grace);
  };
}

/** Forgets a selection, so that the next reader asks afresh: after a refusal that may have ended. */
export function forgetSelection(kind: Kind, selection: CopySelection): void {
  const id = selectionId(kind, selection);
  shared.get(id)?.informer.stop();
  shared.delete(id);
}

function entryOf(kind: Kind, selection: CopySelection): Shared {
  const id = selectionId(kind, selection);
  const known = shared.get(id);
  if (known) return known;
  const informer = createInformer(client.objects(kind), { ...selection, slots: watchSlots }) as unknown as Informer<KubeObject>;
  const entry: Shared = { informer, readers: 0 };
  shared.set(id, entry);
  return entry;
}
