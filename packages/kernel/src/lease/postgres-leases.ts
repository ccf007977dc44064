import type pg from 'pg';
import type { Leases } from './lease.ts';

/** Leases as rows of the state database, on its clock. */
export function postgresLeases(pool: pg.Pool): Leases {
  return {
    async acquire(name, holder, ttlMs) {
      const { rows } = await pool.query('select dizuo.acquire_lease($1, $2, $3) as epoch', [name, holder, ttlMs]);
      return rows[0].epoch === null ? undefined : Number(rows[0].epoch);
    },
    async renew(held, holder, ttlMs) {
      const values = [held.map((lease) => lease.name), held.map((lease) => lease.epoch), holder, ttlMs];
      const { rows } = await pool.query({ name: 'renew_leases', text: 'select dizuo.renew_leases($1, $2, $3, $4) as name', values });
      return new Set(rows.map((row) => row.name as string));
    },
    async release(name, holder, epoch) {
      await pool.query('select dizuo.release_lease($1, $2, $3)', [name, holder, epoch]);
    },
  };
}
