import type { KubeObject } from '@dizuo/api';
import { type ApiError, errorOfEvent, isApiError, unreachable } from './api-status.ts';
import type { ObjectApi, Selection } from './object-api.ts';
import type { WatchSlot, WatchSlots } from './watch-slots.ts';

export interface InformerState<T> {
  /** In the order of the first list; later ones follow in the order in which they came, so that rows do not jump. */
  items: readonly T[];
  /** The first list has arrived. */
  loaded: boolean;
  /** There are more than were asked for: the copy is a beginning, and is not kept up to date. */
  partial?: boolean;
  /** Why the data may be old, or why there is none. Cleared by the next success. */
  error?: ApiError;
}

export interface InformerOptions extends Selection {
  /** Most objects that are copied; where there are more, the copy is `partial`. */
  most?: number;
  slots: WatchSlots;
  /** How long a watch keeps its slot while others wait, in milliseconds. */
  turn?: number;
}

export interface Informer<T> {
  state(): InformerState<T>;
  /** Called after each change of `state()`. Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Starts, or goes on after `stop` from the version it had reached. */
  start(): void;
  stop(): void;
}

const pageSize = 500;
const firstDelay = 500;
const longestDelay = 15_000;

/**
 * Keeps a copy of a selection of objects: lists, then watches; resumes after an interruption from the last version seen, with
 * back-off; lists again where that version is too old (410). Refusals (401, 403, 404) end it, as asking again changes nothing.
 */
export function createInformer<T extends KubeObject>(api: ObjectApi<T>, options: InformerOptions): Informer<T> {
  const { slots, turn = 1_000, most = Infinity, ...selection } = options;
  const listeners = new Set<() => void>();
  let items = new Map<string, T>();
  let state: InformerState<T> = { items: [], loaded: false };
  let version: string | undefined;
  let running: AbortController | undefined;
  let announced = false;

  function publish(change: Partial<InformerState<T>>) {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  /** Events that arrive together are shown together. */
  function publishItems() {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      publish({ items: [...items.values()], error: undefined });
    });
  }

  async function relist(signal: AbortSignal) {
    const found: T[] = [];
    let next: string | undefined;
    let partial = false;
    do {
      const page = await api.list({ ...selection, limit: Math.min(pageSize, most), ...(next ? { continue: next } : {}), signal });
      found.push(...page.items);
      version = page.metadata.resourceVersion;
      next = page.metadata.continue;
      partial = next !== undefined && found.length >= most;
    } while (next && !partial);
    items = inKnownOrder(items, found);
    publish({ items: [...items.values()], loaded: true, partial, error: undefined });
  }

  function apply(event: { type: string; object: T }) {
    if (event.type === 'ERROR') throw errorOfEvent(event.object);
    version = event.object.metadata.resourceVersion ?? version;
    if (event.type === 'BOOKMARK') return;
    const id = identity(event.object);
    if (event.type === 'DELETED') items.delete(id);
    else items.set(id, event.object);
    publishItems();
  }

  async function watchOnce(slot: WatchSlot, signal: AbortSignal) {
    const over = new AbortController();
    const began = Date.now();
    const clock = setInterval(() => {
      if (slot.wanted() && Date.now() - began >= turn) over.abort();
    }, turn / 4);
    const both = AbortSignal.any([signal, over.signal]);
    try {
      const onOpen = () => {
        if (state.error) publish({ error: undefined });
      };
      for await (const event of api.watch({ ...selection, resourceVersion: version ?? '', signal: both, onOpen })) apply(event);
    } catch (error) {
      if (!over.signal.aborted) throw error;
    } finally {
      clearInterval(clock);
    }
  }

  async function run(signal: AbortSignal) {
    let delay = firstDelay;
    while (!signal.aborted) {
      try {
        if (version === undefined || state.partial) await relist(signal);
        if (state.partial) return;
        const slot = await slots.acquire(signal);
        const began = Date.now();
        try {
          await watchOnce(slot, signal);
        } finally {
          slot.release();
        }
        // A server that ends watches at once is not asked in a tight loop.
        if (Date.now() - began < 100) await pause(firstDelay, signal);
        delay = firstDelay;
      } catch (error) {
        if (signal.aborted) return;
        const failure = isApiError(error) ? error : unreachable(error);
        if (failure.code === 410) {
          version = undefined;
          continue;
        }
        publish({ error: failure });
        if (isFinal(failure)) return;
        await pause(delay * (0.75 + Math.random() / 2), signal);
        delay = Math.min(delay * 2, longestDelay);
      }
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (running) return;
      running = new AbortController();
      void run(running.signal).catch(() => undefined);
    },
    stop() {
      running?.abort();
      running = undefined;
    },
  };
}

const identity = (object: KubeObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
const isFinal = (error: ApiError) => [401, 403, 404].includes(error.code);

function inKnownOrder<T extends KubeObject>(known: Map<string, T>, found: T[]): Map<string, T> {
  const fresh = new Map(found.map((object) => [identity(object), object]));
  const kept = [...known.keys()].filter((id) => fresh.has(id)).map((id) => [id, fresh.get(id) as T] as const);
  return new Map([...kept, ...fresh]);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
