import type { MasterKey } from '@dizuo/kernel';
import type pg from 'pg';

/** A value made once by whichever server comes first, sealed under the master key. */
export async function sealedSecret<T>(pool: pg.Pool, masterKey: MasterKey, name: string, make: () => T | Promise<T>): Promise<T> {
  const found = await read<T>(pool, masterKey, name);
  if (found !== undefined) return found;
  const sealed = masterKey.wrap(Buffer.from(JSON.stringify(await make())));
  await pool.query('insert into dizuo.identity_secret (name, sealed) values ($1, $2) on conflict do nothing', [name, sealed]);
  return (await read<T>(pool, masterKey, name)) as T;
}

async function read<T>(pool: pg.Pool, masterKey: MasterKey, name: string): Promise<T | undefined> {
  const { rows } = await pool.query('select sealed from dizuo.identity_secret where name = $1', [name]);
  return rows[0] ? (JSON.parse(masterKey.unwrap(rows[0].sealed).toString()) as T) : undefined;
}
