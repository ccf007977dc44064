import type { KubeObject, ObjectKey } from '@dizuo/api';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { KindRegistry, ServedKind } from '../admission/kind-registry.ts';
import { foregroundFinalizer, orphanFinalizer } from '../admission/prepare-delete.ts';
import type { ObjectClient } from '../client/object-client.ts';
import type { Leadership, Term } from '../controller/leadership.ts';
import type { Store } from '../store/store.ts';

export interface GarbageCollectorOptions {
  store: Store;
  systemPool: pg.Pool;
  kinds: KindRegistry;
  leadership: Leadership;
  clientFor(name: string, lease: { name: string; epoch: number }): ObjectClient;
  log: Logger;
  /** Longest time between two sweeps when nothing wakes it. 30 s by default. */
  everyMs?: number;
}

interface Found extends ObjectKey {
  kind: string;
  uid: string;
}

const leaseName = 'garbage-collector';

/**
 * Deletes objects all of whose owners are gone, and finishes deletions in the foreground (dependents first) and with orphans
 * (dependents let go). Kubernetes, "Garbage collection". Level-triggered: what is garbage is asked of the index of owners; a deletion
 * only wakes it. One server at a time.
 */
export function runGarbageCollector(options: GarbageCollectorOptions): void {
  options.leadership.campaign(leaseName, (term) => collect(options, term));
}

async function collect(options: GarbageCollectorOptions, term: Term): Promise<void> {
  const sweep = new Sweep(options, options.clientFor(leaseName, { name: leaseName, epoch: term.epoch }));
  let wake = () => {};
  let woken = true;
  const following = options.kinds.all.map((served) =>
    followDeletions(options, served, term.signal, () => {
      woken = true;
      wake();
    }),
  );
  while (!term.signal.aborted) {
    woken = false;
    await sweep.run().catch((error) => options.log.warn({ err: error }, 'garbage could not be collected; trying again'));
    if (woken || term.signal.aborted) continue;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.everyMs ?? 30_000);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      term.signal.addEventListener('abort', wake, { once: true });
    });
  }
  await Promise.all(following);
}

async function followDeletions(
  { store, log }: GarbageCollectorOptions,
  served: ServedKind,
  signal: AbortSignal,
  wake: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const from = await store.latest();
      for await (const { type, object } of store.watch(served.kind, { reader: 'system', from, signal })) {
        if (type === 'DELETED' || object.metadata.deletionTimestamp) wake();
      }
    } catch (error) {
      if (signal.aborted) return;
      log.debug({ err: error, kind: served.kind.id }, 'watching for deletions starts again');
      await new Promise((resolve) => setTimeout(resolve, 500));
      wake();
    }
  }
}

/** Goes on until a round finds nothing to do: a deletion may make more garbage. */
class Sweep {
  readonly #options: GarbageCollectorOptions;
  readonly #client: ObjectClient;

  constructor(options: GarbageCollectorOptions, client: ObjectClient) {
    this.#options = options;
    this.#client = client;
  }

  async run(): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
      const removed = await this.#removeOrphans();
      const finished = await this.#finishDeletions();
      if (removed + finished === 0) return;
    }
  }

  async #removeOrphans(): Promise<number> {
    const { rows } = await this.#options.systemPool.query<Found>({ name: 'garbage', text: garbageSql });
    let removed = 0;
    for (const found of rows) {
      const served = this.#options.kinds.byId(found.kind);
      if (!served) continue;
      const object = await this.#options.store.get(served.kind, keyOf(found), 'system');
      if (!object || object.metadata.deletionTimestamp || object.metadata.uid !== found.uid) continue;
      removed += await this.#attempt(found, async () => {
        await this.#client.delete(served.kind, keyOf(found), { uid: found.uid, propagation: 'Background' });
        return 1;
      });
    }
    return removed;
  }

  /** What cannot be deleted yet keeps nothing else waiting; it is tried again at the next sweep. */
  async #attempt(found: Found, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.#options.log.warn({ err: error, kind: found.kind, namespace: found.namespace, name: found.name }, 'waits to be collected');
      return 0;
    }
  }

  async #finishDeletions(): Promise<number> {
    const { rows } = await this.#options.systemPool.query<Found>({ name: 'deletions', text: deletionsSql });
    let finished = 0;
    for (const found of rows) {
      const served = this.#options.kinds.byId(found.kind);
      const object = served && (await this.#options.store.get(served.kind, keyOf(found), 'system'));
      if (!served || !object) continue;
      finished += await this.#attempt(found, () => this.#finish(served, object));
    }
    return finished;
  }

  async #finish(served: ServedKind, object: KubeObject): Promise<number> {
    const { finalizers } = object.metadata;
    const dependents = finalizers?.includes(foregroundFinalizer) ? await this.#foreground(served, object) : 0;
    return dependents + (finalizers?.includes(orphanFinalizer) ? await this.#orphan(served, object) : 0);
  }

  async #foreground(served: ServedKind, owner: KubeObject): Promise<number> {
    const dependents = await this.#dependents(owner);
    if (dependents.length === 0) return this.#dropFinalizer(served, owner, foregroundFinalizer);
    let asked = 0;
    for (const { kind, object } of dependents) {
      if (object.metadata.deletionTimestamp || object.metadata.ownerReferences?.some((o) => o.uid !== owner.metadata.uid)) continue;
      await this.#client.delete(kind.kind, object.metadata, { uid: object.metadata.uid, propagation: 'Foreground' });
      asked += 1;
    }
    return asked;
  }

  async #orphan(served: ServedKind, owner: KubeObject): Promise<number> {
    for (const { kind, object } of await this.#dependents(owner)) {
      await this.#client.modify(kind.kind, object.metadata, (current) => ({
        ...current,
        metadata: {
          ...current.metadata,
          ownerReferences: current.metadata.ownerReferences?.filter((o: { uid: string }) => o.uid !== owner.metadata.uid),
        },
      }));
    }
    return this.#dropFinalizer(served, owner, orphanFinalizer);
  }

  async #dependents(owner: KubeObject): Promise<{ kind: ServedKind; object: KubeObject }[]> {
    const { kinds, store, systemPool } = this.#options;
    const values = [kinds.all.map(({ kind }) => kind.id), owner.metadata.uid];
    const { rows } = await systemPool.query<Found>({ name: 'dependents', text: dependentsSql, values });
    const found = await Promise.all(
      rows.map(async (row) => {
        const kind = kinds.byId(row.kind) as ServedKind;
        const object = await store.get(kind.kind, keyOf(row), 'system');
        return object ? [{ kind, object }] : [];
      }),
    );
    return found.flat();
  }

  async #dropFinalizer(served: ServedKind, object: KubeObject, finalizer: string): Promise<number> {
    await this.#client.modify(served.kind, object.metadata, (current) => ({
      ...current,
      metadata: { ...current.metadata, finalizers: current.metadata.finalizers?.filter((name: string) => name !== finalizer) },
    }));
    return 1;
  }
}

function keyOf({ namespace, name }: Found): ObjectKey {
  return namespace ? { namespace, name } : { name };
}

const garbageSql = `
  select i.kind, i.namespace, i.name, o.uid::text from dizuo.object_index i
  join dizuo.object o on o.kind = i.kind and o.namespace = i.namespace and o.name = i.name
  where i.key = 'o' group by i.kind, i.namespace, i.name, o.uid
  having bool_and(not exists (select 1 from dizuo.object owner where owner.uid = i.value::uuid)) limit 500`;
const deletionsSql = `select kind, namespace, name, value as uid from dizuo.object_index where key = 'd' limit 500`;
const dependentsSql = `select kind, namespace, name, '' as uid from dizuo.object_index where kind = any($1) and key = 'o' and value = $2`;
