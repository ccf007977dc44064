import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

const directory = new URL('./migrations/', import.meta.url);
/** Any number; the same in every replica, so that those that start together wait for each other. */
const lockKey = 7_201_120_501;

/** Brings the database to this program's schema: each file once, in order, in one transaction. Throws where a file that ran has changed. */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect();
  const done: string[] = [];
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration');
    const before = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const name of readdirSync(directory)
      .filter((file) => file.endsWith('.sql'))
      .sort()) {
      const sql = readFileSync(new URL(name, directory), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      if (before.has(name) && before.get(name) !== checksum)
        throw new Error(`migration ${name} was changed after it ran; add a new one instead`);
      if (before.has(name)) continue;
      await client.query(sql);
      await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
      done.push(name);
    }
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
