import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import type { RowCodec } from './row-codec.ts';
import type { WriteGroup } from './store.ts';
import { countsText, type EncodedGroup, encodeGroup, groupText } from './write-encoding.ts';
import { type Verdict, verdictError } from './write-verdict.ts';

/** Most groups in one commit. Measured: more gains nothing and lengthens the wait for the sequence row. */
const batchSize = 64;

interface Waiting extends EncodedGroup {
  group: WriteGroup;
  resolve(versions: string[]): void;
  reject(error: unknown): void;
}

/**
 * Group commit: one connection sends all waiting groups to the write function in one call. While a call runs, the next batch gathers,
 * and what becomes ready in the same turn of the event loop goes along.
 * Where a call fails as a whole, its groups are tried one by one, as groups, so that none suffers from another. Where the connection died in the
 * commit, every group of it is rejected: the caller has to look whether it was written.
 */
export class WriteBatcher {
  readonly #pool: pg.Pool;
  readonly #codec: RowCodec;
  readonly #waiting: Waiting[] = [];
  #running = false;

  constructor(pool: pg.Pool, codec: RowCodec) {
    this.#pool = pool;
    this.#codec = codec;
  }

  /** Versions of the items in order. Throws the first failing item's error. */
  write(group: WriteGroup): Promise<string[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ group, ...encodeGroup(this.#codec, group), resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await setImmediate();
      await this.#flush(this.#waiting.splice(0, batchSize));
    }
    this.#running = false;
  }

  async #flush(batch: Waiting[]): Promise<void> {
    try {
      const { rows } = await this.#pool.query<{ verdicts: string }>({
        name: 'write_rows',
        text: 'select dizuo.write_rows($1::json, $2::json) as verdicts',
        values: [`[${this.#texts(batch).join(',')}]`, countsText(batch)],
      });
      const verdicts = JSON.parse(rows[0]?.verdicts ?? '[]') as Verdict[];
      for (const [index, waiting] of batch.entries()) settle(waiting, verdicts[index] ?? {});
    } catch (error) {
      const again = error instanceof pg.DatabaseError && (batch.length > 1 || batch.some(isRow));
      if (again) for (const waiting of batch) await this.#flush([this.#asGroup(waiting)]);
      else for (const waiting of batch) waiting.reject(error);
    }
  }

  #asGroup({ key: _key, usage: _usage, ...waiting }: Waiting): Waiting {
    return { ...waiting, text: groupText(this.#codec, waiting.group) };
  }

  /** Rows of the same object would not see each other: all but the first are done after it, as groups. */
  #texts(batch: readonly Waiting[]): string[] {
    const taken = new Set<string>();
    return batch.map(({ group, text, key }) => {
      if (key === undefined) return text;
      if (taken.has(key)) return groupText(this.#codec, group);
      taken.add(key);
      return text;
    });
  }
}

function isRow({ key }: Waiting): boolean {
  return key !== undefined;
}

function settle(waiting: Waiting, verdict: Verdict): void {
  if (verdict.rvs) waiting.resolve(verdict.rvs.map(String));
  else waiting.reject(verdictError(waiting.group, verdict.error ?? { code: 'missing' }));
}
