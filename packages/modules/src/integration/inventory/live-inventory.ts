import { Department, InformationSystem, type Kind, Tenant } from '@dizuo/api';
import { type ObjectCache, openObjectCache, type RouteCall, type Store } from '@dizuo/kernel';
import type { Logger } from 'pino';
import { DepartmentTree } from './department-tree.ts';
import type { SystemObject } from './system-list.ts';

/** All systems and departments in the memory of this server, for answers that are made of many of them. */
export class LiveInventory {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #stop = new AbortController();
  #cache: ObjectCache | undefined;
  #tree: DepartmentTree | undefined;

  constructor({ store, log }: { store: Store; log: Logger }) {
    this.#store = store;
    this.#log = log;
  }

  /** Resolves when everything there is has been read. */
  async start(): Promise<void> {
    const cache = openObjectCache(this.#store, [InformationSystem, Department, Tenant], this.#stop.signal, this.#log);
    cache.onChange((kind: Kind) => {
      if (kind.id === Department.id) this.#tree = undefined;
    });
    this.#cache = cache;
    await cache.ready;
  }

  stop(): void {
    this.#stop.abort();
  }

  get tree(): DepartmentTree {
    this.#tree ??= new DepartmentTree(this.#opened.all(Department));
    return this.#tree;
  }

  /** Every system of every tenant: for what the platform itself looks for. */
  get systems(): readonly SystemObject[] {
    return this.#opened.all(InformationSystem);
  }

  tenant(name: string) {
    return this.#opened.get(Tenant, { name });
  }

  /** Systems that the caller may list, in one tenant or wherever it is. Throws `forbidden` where that is nothing. */
  async seenBy(call: RouteCall, namespace?: string): Promise<readonly SystemObject[]> {
    const asked = { verb: 'list', resource: InformationSystem.id, ...(namespace ? { namespace } : {}) };
    const { namespaces, anyOf } = await call.scope(asked);
    // Where a policy should ever decide by single objects, nothing is seen.
    if (anyOf) return [];
    const own = namespaces === '*' ? undefined : new Set(namespaces);
    return this.systems.filter(({ metadata }) => {
      const place = metadata.namespace ?? '';
      return (!namespace || place === namespace) && (!own || own.has(place));
    });
  }

  get #opened(): ObjectCache {
    if (!this.#cache) throw new Error('the inventory has not been started');
    return this.#cache;
  }
}
