import type pg from 'pg';
import { tokenHash } from './random-token.ts';

type Payload = Record<string, unknown> & { uid?: string; grantId?: string; accountId?: string; consumed?: number };

/** State of the OpenID provider in PostgreSQL. Identifiers are kept as hashes: a stolen table opens nothing. */
export function oidcStateAdapter(pool: pg.Pool) {
  return class OidcStateAdapter {
    readonly #model: string;

    constructor(model: string) {
      this.#model = model;
    }

    async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
      await pool.query(
        `insert into dizuo.oidc_state (model, id_hash, payload, uid, grant_id, account, expires_at)
         values ($1, $2, $3, $4, $5, $6, case when $7::int is null then null else now() + $7::int * interval '1 second' end)
         on conflict (model, id_hash) do update set payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id,
           account = excluded.account, expires_at = excluded.expires_at`,
        [
          this.#model,
          tokenHash(id),
          JSON.stringify(withoutId(payload)),
          hashed(payload.uid),
          hashed(payload.grantId),
          payload.accountId ?? null,
          expiresIn ?? null,
        ],
      );
    }

    find(id: string): Promise<Payload | undefined> {
      return this.#one('id_hash = $2', id, id);
    }

    findByUid(uid: string): Promise<Payload | undefined> {
      return this.#one('uid = $2', uid);
    }

    async findByUserCode(): Promise<undefined> {
      return undefined;
    }

    async consume(id: string): Promise<void> {
      await pool.query('update dizuo.oidc_state set consumed_at = now() where model = $1 and id_hash = $2', [this.#model, tokenHash(id)]);
    }

    async destroy(id: string): Promise<void> {
      await pool.query('delete from dizuo.oidc_state where model = $1 and id_hash = $2', [this.#model, tokenHash(id)]);
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      await pool.query('delete from dizuo.oidc_state where grant_id = $1', [tokenHash(grantId)]);
    }

    async #one(test: string, value: string, id?: string): Promise<Payload | undefined> {
      const { rows } = await pool.query(
        `select payload, extract(epoch from consumed_at)::int as consumed from dizuo.oidc_state
         where model = $1 and ${test} and (expires_at is null or expires_at > now())`,
        [this.#model, tokenHash(value)],
      );
      if (!rows[0]) return undefined;
      return { ...rows[0].payload, ...(id ? { jti: id } : {}), ...(rows[0].consumed ? { consumed: rows[0].consumed } : {}) };
    }
  };
}

/** Ends what a person has with the provider, so that the next sign-in asks for the password again. */
export async function endProviderSessions(pool: pg.Pool, user: string): Promise<void> {
  await pool.query(`delete from dizuo.oidc_state where account = $1`, [user]);
}

export async function pruneProviderState(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from dizuo.oidc_state where expires_at < now() - interval '1 hour'`);
}

function withoutId(payload: Payload): Payload {
  const { jti: _jti, ...rest } = payload;
  return rest;
}

function hashed(value: string | undefined): string | null {
  return value === undefined ? null : tokenHash(value);
}
