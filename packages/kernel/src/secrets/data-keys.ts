import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type MasterKey, open, seal } from './master-key.ts';

/** Encrypts and decrypts text under data keys that the database keeps wrapped by the master key (envelope encryption). */
export interface DataKeys {
  /** `dk1:<key id>:<sealed>`. */
  encrypt(plain: string, additional: string): string;
  decrypt(text: string, additional: string): string;
}

const prefix = 'dk1:';

/** Loads the data keys and makes the first. New text is encrypted under the newest. */
export async function loadDataKeys(pool: pg.Pool, master: MasterKey): Promise<DataKeys> {
  let rows = await readKeys(pool);
  if (rows.length === 0) {
    await pool.query('select dizuo.add_data_key($1, $2)', [randomBytes(6).toString('hex'), master.wrap(randomBytes(32))]);
    rows = await readKeys(pool);
  }
  const keys = new Map(rows.map((row) => [row.id, master.unwrap(row.wrapped)]));
  const newest = rows.at(-1)?.id ?? '';
  return {
    encrypt(plain, additional) {
      return `${prefix}${newest}:${seal(keys.get(newest) as Buffer, Buffer.from(plain), additional)}`;
    },
    decrypt(text, additional) {
      const [id = '', sealed = ''] = text.slice(prefix.length).split(':');
      const key = keys.get(id);
      if (!text.startsWith(prefix) || !key) throw new Error(`no data key "${id}"`);
      return open(key, sealed, additional).toString();
    },
  };
}

async function readKeys(pool: pg.Pool): Promise<{ id: string; wrapped: string }[]> {
  const { rows } = await pool.query('select id, wrapped from dizuo.data_key order by created_at, id');
  return rows;
}
