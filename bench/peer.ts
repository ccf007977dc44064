import pg from 'pg';
import { quantile } from './report.ts';

export interface Rate {
  perSecond: number;
  p50: number;
  p99: number;
}

/** Plain prepared statements on the same PostgreSQL: what the same work costs without the platform. */
export class Peer {
  readonly #pool: pg.Pool;
  #next = 0;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** In a database of its own beside the platform's. */
  static async open(socketDirectory: string, clients: number): Promise<Peer> {
    const config = { host: socketDirectory, user: 'dizuo' };
    const admin = new pg.Client({ ...config, database: 'dizuo' });
    await admin.connect();
    await admin.query('drop database if exists bench');
    await admin.query('create database bench');
    await admin.end();
    const pool = new pg.Pool({ ...config, database: 'bench', max: Math.min(clients, 32) });
    pool.on('error', () => {});
    await pool.query('create table object (name text primary key, rv bigint not null, body text not null)');
    return new Peer(pool);
  }

  create(body: string, clients: number, ms: number): Promise<Rate> {
    return this.#load(clients, ms, async () => {
      this.#next += 1;
      await this.#pool.query({ name: 'create', text: 'insert into object values ($1, 1, $2)', values: [`o${this.#next}`, body] });
    });
  }

  get(clients: number, ms: number): Promise<Rate> {
    return this.#load(clients, ms, async () => {
      await this.#pool.query({ name: 'get', text: 'select rv, body from object where name = $1', values: [this.#any()] });
    });
  }

  /** Reads, changes and writes back where nobody else has written. */
  patch(clients: number, ms: number): Promise<Rate> {
    return this.#load(clients, ms, async () => {
      const name = this.#any();
      const { rows } = await this.#pool.query({ name: 'get', text: 'select rv, body from object where name = $1', values: [name] });
      const body = JSON.stringify({ ...JSON.parse(rows[0].body), changed: Math.random() });
      const text = 'update object set rv = rv + 1, body = $3 where name = $1 and rv = $2';
      await this.#pool.query({ name: 'update', text, values: [name, rows[0].rv, body] });
    });
  }

  /** Milliseconds for reading so many rows. */
  async list(count: number): Promise<number> {
    const startedAt = performance.now();
    const { rows } = await this.#pool.query({ name: 'list', text: 'select rv, body from object order by name limit $1', values: [count] });
    JSON.stringify(rows.map((row) => JSON.parse(row.body)));
    return performance.now() - startedAt;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #any(): string {
    return `o${1 + Math.floor(Math.random() * this.#next)}`;
  }

  async #load(clients: number, ms: number, work: () => Promise<void>): Promise<Rate> {
    const latencies: number[] = [];
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() - startedAt < ms) {
          const began = performance.now();
          await work();
          latencies.push(performance.now() - began);
        }
      }),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    return { perSecond: latencies.length / seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  }
}
