import type { ObjectKey } from '@dizuo/api';
import type pg from 'pg';
import type { Row } from './row-codec.ts';

interface Waiting {
  kind: string;
  key: ObjectKey;
  resolve(row: Row | undefined): void;
  reject(error: unknown): void;
}

/** Most reads in one statement: more would make the first wait for the last. */
const batchSize = 64;

/**
 * Single reads, those that arrive in one turn of the event loop in one statement: half of what a read costs is sending and receiving.
 * A read sees everything that was committed before it was asked for. Reads of different scopes never share a statement.
 */
export class ReadBatcher {
  readonly #pool: pg.Pool;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** The row as of now, as a reader of this scope sees it. */
  read(scope: string, kind: string, key: ObjectKey): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) setImmediate(() => this.#flush());
      const same = this.#waiting.get(scope);
      const waiting = { kind, key, resolve, reject };
      if (same) same.push(waiting);
      else this.#waiting.set(scope, [waiting]);
    });
  }

  #flush(): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const [scope, reads] of all)
      for (let i = 0; i < reads.length; i += batchSize) void this.#send(scope, reads.slice(i, i + batchSize));
  }

  async #send(scope: string, reads: Waiting[]): Promise<void> {
    try {
      const rows = await this.#rows(scope, reads);
      for (const [i, { resolve }] of reads.entries()) resolve(rows[i]);
    } catch (error) {
      for (const { reject } of reads) reject(error);
    }
  }

  async #rows(scope: string, reads: readonly Waiting[]): Promise<(Row | undefined)[]> {
    const [first, another] = reads;
    if (first && !another) {
      const values = [scope, first.kind, first.key.namespace ?? '', first.key.name];
      return (await this.#pool.query<Row>({ name: 'read_object', text: 'select * from dizuo.read_object($1, $2, $3, $4)', values })).rows;
    }
    const { rows } = await this.#pool.query<Row & { place: string }>({
      name: 'read_objects',
      text: 'select * from dizuo.read_objects($1, $2, $3, $4)',
      values: [scope, reads.map((r) => r.kind), reads.map((r) => r.key.namespace ?? ''), reads.map((r) => r.key.name)],
    });
    const found: (Row | undefined)[] = [];
    for (const row of rows) found[Number(row.place) - 1] = row;
    return found;
  }
}
