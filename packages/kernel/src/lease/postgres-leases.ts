import type pg from 'pg';
import type { Leases } from './lease.ts';

/** No answer is waited for longer than the lease lasts, and never less than this. */
const shortestWaitMs = 1_000;

/** Leases as rows of the state database, on its clock. What is not answered within the lease's time fails, and its connection is given up. */
export function postgresLeases(pool: pg.Pool): Leases {
  return {
    async acquire(name, holder, ttlMs) {
      const { rows } = await pool.query(within(ttlMs, 'select dizuo.acquire_lease($1, $2, $3) as epoch', [name, holder, ttlMs]));
      return rows[0].epoch === null ? undefined : Number(rows[0].epoch);
    },
    async renew(held, holder, ttlMs) {
      const values = [held.map((lease) => lease.name), held.map((lease) => lease.epoch), holder, ttlMs];
      const { rows } = await pool.query(within(ttlMs, 'select dizuo.renew_leases($1, $2, $3, $4) as name', values));
      return new Set(rows.map((row) => row.name as string));
    },
    async release(name, holder, epoch) {
      await pool.query('select dizuo.release_lease($1, $2, $3)', [name, holder, epoch]);
    },
  };
}

/** The type declarations of pg know `query_timeout` of connections only, but it is read from queries as well. */
function within(ttlMs: number, text: string, values: unknown[]): pg.QueryConfig & { query_timeout: number } {
  return { text, values, query_timeout: Math.max(ttlMs, shortestWaitMs) };
}
