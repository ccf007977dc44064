import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';

/** Tokens that tie a form to the person it was shown to, so that no other site can send it for them. */
export interface CsrfTokens {
  issue(user: string): string;
  accepts(user: string, token: unknown): boolean;
}

/** All replicas share one key: the form may come back to another than it came from. */
export async function csrfTokens(pool: pg.Pool): Promise<CsrfTokens> {
  await pool.query(`insert into shared_key values ('csrf', $1) on conflict do nothing`, [randomBytes(32)]);
  const { rows } = await pool.query<{ value: Buffer }>(`select value from shared_key where name = 'csrf'`);
  const key = rows[0]?.value ?? Buffer.alloc(0);
  const sign = (nonce: string, user: string) => createHmac('sha256', key).update(`${nonce}|${user}`).digest();
  return {
    issue(user) {
      const nonce = randomBytes(12).toString('base64url');
      return `${nonce}.${sign(nonce, user).toString('base64url')}`;
    },
    accepts(user, token) {
      if (typeof token !== 'string') return false;
      const [nonce = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(nonce, user);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
