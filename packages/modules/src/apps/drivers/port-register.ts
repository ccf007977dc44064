import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type pg from 'pg';
import { noPortFree } from '../apps.errors.ts';
import type { InstanceKey } from '../workload-driver.ts';

export interface PortRange {
  from: number;
  to: number;
}

/** Which replica listens where on this machine. */
export class PortRegister {
  readonly #pool: pg.Pool;
  readonly #range: PortRange;
  readonly #host: string;

  constructor(pool: pg.Pool, range: PortRange, host: string) {
    this.#pool = pool;
    this.#range = range;
    this.#host = host;
  }

  /** The port of a replica that does not run: the one that it had where that is free, else another. Throws `noPortFree`. */
  async reserve(key: InstanceKey): Promise<number> {
    const had = await this.#read(key);
    if (had !== undefined && (await isFree(this.#host, had))) return had;
    if (had !== undefined) await this.release(key);
    const { from, to } = this.#range;
    const count = to - from + 1;
    const { rows } = await this.#pool.query('select port from dizuo.app_port');
    const taken = new Set(rows.map((row) => row.port as number));
    // Starting at a number of its own, so that a port is not at once another replica's.
    const first = createHash('sha256').update(`${key.namespace}/${key.instance}`).digest().readUInt32BE() % count;
    for (let step = 0; step < count; step += 1) {
      const port = from + ((first + step) % count);
      if (taken.has(port) || !(await isFree(this.#host, port))) continue;
      const text = 'insert into dizuo.app_port values ($1, $2, $3, $4) on conflict do nothing';
      const { rowCount } = await this.#pool.query(text, [port, key.namespace, key.workload, key.instance]);
      if (rowCount) return port;
      const other = await this.#read(key);
      if (other !== undefined) return other;
    }
    throw noPortFree(this.#range);
  }

  async release({ namespace, workload, instance }: InstanceKey): Promise<void> {
    await this.#pool.query('delete from dizuo.app_port where namespace = $1 and workload = $2 and instance = $3', [
      namespace,
      workload,
      instance,
    ]);
  }

  async releaseAll(namespace: string, workload: string): Promise<void> {
    await this.#pool.query('delete from dizuo.app_port where namespace = $1 and workload = $2', [namespace, workload]);
  }

  async #read({ namespace, workload, instance }: InstanceKey): Promise<number | undefined> {
    const text = 'select port from dizuo.app_port where namespace = $1 and workload = $2 and instance = $3';
    const { rows } = await this.#pool.query(text, [namespace, workload, instance]);
    return rows[0]?.port as number | undefined;
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
