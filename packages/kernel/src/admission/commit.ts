import { AppError, conflict, type KubeObject, keyOf, notFound, quotaExceeded, say } from '@dizuo/api';
import type { Companion, QuotaExceededDetails } from '../module/module.ts';
import { cloneJson } from '../patch/json-value.ts';
import type { WriteItem } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { mustNameVersion, type Prepared } from './prepared.ts';
import { Overtaken } from './retry-write.ts';
import { type Preparation, prepareUpdate } from './write-preparation.ts';

/**
 * Writes what was prepared, with its companions, in one commit. Gives the objects as written, in order; those that do not change as they
 * are. A dry run prepares the companions and stops there. Throws `Overtaken` where a companion met a newer state.
 */
export async function commitPrepared(
  on: Preparation,
  caller: Caller,
  prepared: readonly Prepared[],
  statements: readonly WriteItem[],
  dryRun = false,
): Promise<KubeObject[]> {
  const changes = prepared.filter((p) => p.item);
  const companions = new Companions(on, caller, changes);
  for (const change of changes) await companions.collect(change);
  const writes = [...changes, ...companions.updates];
  const items = [
    ...writes.map((p) => p.item as WriteItem),
    ...writes.flatMap((p) => p.with),
    ...companions.statements,
    ...(statements as WriteItem[]),
  ];
  if (dryRun || items.length === 0) return prepared.map((p) => p.object);
  const results = await companions.watchOver(() =>
    on.store
      .write({
        items,
        lease: caller.lease,
        ...(caller.trusted ? {} : { scope: [...new Set(writes.map((p) => p.object.metadata.namespace ?? ''))] }),
        audit: writes.flatMap((p) => (p.audit ? [p.audit] : [])),
      })
      .catch(async (error: unknown) => {
        throw (quotaExceeded.is(error) && (await inOwnWords(on, error.details, changes))) || error;
      }),
  );
  const byWrite = new Map(changes.map((change, i) => [change, results[i]]));
  return prepared.map((p) => byWrite.get(p) ?? p.object);
}

/** What the kind of the first write that knows better says about the limit. */
async function inOwnWords(on: Preparation, exceeded: QuotaExceededDetails, changes: readonly Prepared[]): Promise<AppError | undefined> {
  for (const { kind, object, context } of changes) {
    const told = await on.kinds.of(kind).admission.overQuota?.(exceeded, object as never, context as never);
    if (told) return told;
  }
  return undefined;
}

/** What admission adds to a commit. */
class Companions {
  readonly updates: Prepared[] = [];
  readonly statements: WriteItem[] = [];
  readonly #on: Preparation;
  readonly #caller: Caller;
  readonly #taken: Set<string>;
  readonly #names = new Set<string>();

  constructor(on: Preparation, caller: Caller, changes: readonly Prepared[]) {
    this.#on = on;
    this.#caller = caller;
    this.#taken = new Set(changes.map(({ kind, object }) => `${kind.id} ${nameIn(object.metadata)}`));
  }

  async collect({ kind, object, context }: Prepared): Promise<void> {
    const { accompany } = this.#on.kinds.of(kind).admission;
    if (!accompany) return;
    for (const companion of await accompany(object as never, context as never)) {
      if (companion.op === 'statement') this.statements.push(companion);
      else await this.#update(companion);
    }
  }

  /** Runs a step in which a companion may meet a newer state. */
  async watchOver<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      throw this.#isOvertaken(error) ? new Overtaken(error) : error;
    }
  }

  async #update({ kind, object, subresource, as }: Extract<Companion, { op: 'update' }>): Promise<void> {
    const { door, kinds } = this.#on;
    const caller = as === 'platform' ? { ...this.#caller, trusted: true } : this.#caller;
    const served = kinds.of(kind);
    const key = keyOf(object);
    const id = `${kind.id} ${nameIn(key)}`;
    if (this.#taken.has(id)) {
      throw conflict({
        kind: kind.kind,
        ...key,
        why: say('WrittenTwice')`it would be written twice in one commit; make these writes one after the other`,
      });
    }
    this.#taken.add(id);
    this.#names.add(`${kind.kind} ${nameIn(key)}`);
    await this.watchOver(async () => {
      const old = await door.fetch(caller, kind, key, { verb: 'update', subresource });
      mustNameVersion(kind, object);
      const options = { subresource, companion: true } as const;
      const prepared = await prepareUpdate(this.#on, caller, served, 'update', old, cloneJson(object), options);
      if (prepared.item) this.updates.push(prepared);
    });
  }

  #isOvertaken(error: unknown): error is AppError {
    if (!(error instanceof AppError) || !(conflict.is(error) || notFound.is(error))) return false;
    const { kind, name, namespace } = error.details as { kind: string; name: string; namespace?: string };
    return this.#names.has(`${kind} ${nameIn({ name, namespace })}`);
  }
}

function nameIn({ namespace, name }: { namespace?: string; name: string }): string {
  return `${namespace ?? ''}/${name}`;
}
