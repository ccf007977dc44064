import type { ObjectKey } from '@dizuo/api';
import type pg from 'pg';
import type { Row } from './row-codec.ts';

interface Waiting {
  kind: string;
  key: ObjectKey;
  resolve(row: Row | undefined): void;
  reject(error: unknown): void;
}

/** Reads of one scope. */
interface Queue {
  waiting: Waiting[];
  /** Statements on their way. */
  sent: number;
  scheduled: boolean;
}

/** Most reads in one statement: more would make the first wait for the last. */
const batchSize = 64;
/** Most statements of a scope on their way at once: what arrives meanwhile is asked together. */
const mostSent = 2;

/**
 * Single reads, those that arrive in one turn of the event loop or while others are on their way in one statement: half of what a read
 * costs is sending and receiving. What several ask for is read once. A read sees everything that was committed before it was asked for.
 * Reads of different scopes never share a statement.
 */
export class ReadBatcher {
  readonly #pool: pg.Pool;
  readonly #queues = new Map<string, Queue>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** The row as of now, as a reader of this scope sees it. Rows are shared: not to be changed. */
  read(scope: string, kind: string, key: ObjectKey): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      let queue = this.#queues.get(scope);
      if (!queue) {
        queue = { waiting: [], sent: 0, scheduled: false };
        this.#queues.set(scope, queue);
      }
      queue.waiting.push({ kind, key, resolve, reject });
      this.#schedule(scope, queue);
    });
  }

  #schedule(scope: string, queue: Queue): void {
    if (queue.scheduled || queue.sent >= mostSent || queue.waiting.length === 0) return;
    queue.scheduled = true;
    setImmediate(() => {
      queue.scheduled = false;
      void this.#send(scope, queue, queue.waiting.splice(0, batchSize));
      this.#schedule(scope, queue);
    });
  }

  async #send(scope: string, queue: Queue, reads: Waiting[]): Promise<void> {
    queue.sent += 1;
    try {
      const rows = await this.#rows(scope, reads);
      for (const [i, { resolve }] of reads.entries()) resolve(rows[i]);
    } catch (error) {
      for (const { reject } of reads) reject(error);
    }
    queue.sent -= 1;
    if (queue.sent === 0 && queue.waiting.length === 0) this.#queues.delete(scope);
    else this.#schedule(scope, queue);
  }

  async #rows(scope: string, reads: readonly Waiting[]): Promise<(Row | undefined)[]> {
    const places = new Map<string, number>();
    const asked: Waiting[] = [];
    const placeOf = reads.map((read) => {
      const id = `${read.kind} ${read.key.namespace ?? ''}/${read.key.name}`;
      const place = places.get(id) ?? asked.push(read) - 1;
      places.set(id, place);
      return place;
    });
    const rows = await this.#ask(scope, asked);
    return placeOf.map((place) => rows[place]);
  }

  async #ask(scope: string, reads: readonly Waiting[]): Promise<(Row | undefined)[]> {
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
