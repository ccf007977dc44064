import type pg from 'pg';
import { randomToken, tokenHash } from './random-token.ts';

/** Begins every bearer token of the platform. */
export const tokenPrefix = 'dz_';
const tokenDays = 30;
const believedMs = 2_000;
const mostCached = 20_000;

/** Bearer tokens for programs that act as a person: kubectl and the like. */
export class AccessTokens {
  readonly #pool: pg.Pool;
  readonly #cache = new Map<string, { found: { user: string; publicId: string } | undefined; until: number }>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async issue(user: string): Promise<{ token: string; expiresAt: Date }> {
    const token = randomToken(tokenPrefix);
    const expiresAt = new Date(Date.now() + tokenDays * 86_400_000);
    await this.#pool.query('insert into dizuo.access_token (token_hash, public_id, user_name, expires_at) values ($1, $2, $3, $4)', [
      tokenHash(token),
      randomToken().slice(0, 16),
      user,
      expiresAt,
    ]);
    return { token, expiresAt };
  }

  async find(token: string): Promise<{ user: string; publicId: string } | undefined> {
    const id = tokenHash(token);
    const cached = this.#cache.get(id);
    if (cached && cached.until > Date.now()) return cached.found;
    const { rows } = await this.#pool.query({
      name: 'find_token',
      text: `select user_name as user, public_id as "publicId" from dizuo.access_token where token_hash = $1 and revoked_at is null and expires_at > now()`,
      values: [id],
    });
    if (this.#cache.size > mostCached) this.#cache.clear();
    this.#cache.set(id, { found: rows[0], until: Date.now() + believedMs });
    return rows[0];
  }

  async revokeAll(user: string): Promise<void> {
    await this.#pool.query('update dizuo.access_token set revoked_at = now() where user_name = $1 and revoked_at is null', [user]);
    this.#cache.clear();
  }

  async prune(): Promise<void> {
    await this.#pool.query(`delete from dizuo.access_token where coalesce(revoked_at, expires_at) < now() - interval '30 days'`);
  }
}
