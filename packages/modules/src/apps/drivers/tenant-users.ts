import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { noUserFree } from '../apps.errors.ts';

const firstUid = 20_000;
const lastUid = 59_999;

/** The user id of each tenant's processes: given once, kept for good, never shared. */
export class TenantUsers {
  readonly #pool: pg.Pool;
  readonly #known = new Map<string, number>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Throws `noUserFree`. */
  async uid(namespace: string): Promise<number> {
    const known = this.#known.get(namespace) ?? (await this.#read(namespace)) ?? (await this.#allocate(namespace));
    this.#known.set(namespace, known);
    return known;
  }

  async #read(namespace: string): Promise<number | undefined> {
    const { rows } = await this.#pool.query('select uid from dizuo.app_tenant_user where namespace = $1', [namespace]);
    return rows[0]?.uid as number | undefined;
  }

  async #allocate(namespace: string): Promise<number> {
    const { rows } = await this.#pool.query('select uid from dizuo.app_tenant_user');
    const taken = new Set([...rows.map((row) => row.uid as number), ...systemUids()]);
    for (let uid = firstUid; uid <= lastUid; uid += 1) {
      if (taken.has(uid)) continue;
      // Another server may have been quicker, with this tenant or with this number.
      await this.#pool.query('insert into dizuo.app_tenant_user values ($1, $2) on conflict do nothing', [namespace, uid]);
      const given = await this.#read(namespace);
      if (given !== undefined) return given;
    }
    throw noUserFree({ from: firstUid, to: lastUid });
  }
}

/** Users of this machine that stand in the range already. */
function systemUids(): number[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => Number(line.split(':')[2]))
    .filter(Number.isInteger);
}
