import { badRequest, say } from '@dizuo/api';
import { hash, verify } from '@node-rs/argon2';
import type pg from 'pg';
import { accountLocked, wrongPassword } from './identity.errors.ts';

const failuresAllowed = 5;
const lockMinutes = 15;
const shortest = 10;

/** argon2id, OWASP's first recommendation: 19 MiB, two passes. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Passwords of people: argon2id hashes, a lock after five failures. */
export class Passwords {
  readonly #pool: pg.Pool;
  #decoy: Promise<string> | undefined;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Throws `wrongPassword` or `accountLocked`. An unknown name takes as long as a known one. The attempt is counted before it is
   * looked at, so that many at once are no more than five.
   */
  async check(user: string, password: string): Promise<{ mustChange: boolean }> {
    const { rows } = await this.#pool.query(countAttempt, [user, failuresAllowed, lockMinutes]);
    const row = rows[0] as { hash: string; must_change: boolean } | undefined;
    if (!row) await this.#refuseLocked(user);
    this.#decoy ??= hash('no such person', cost);
    const right = await verify(row?.hash ?? (await this.#decoy), password);
    if (!row || !right) throw wrongPassword({});
    await this.#pool.query('update dizuo.credential set failures = 0, locked_until = null where user_name = $1', [user]);
    return { mustChange: row.must_change };
  }

  /** Sets the password and lifts a lock. Throws `badRequest` where it is too weak. */
  async set(user: string, password: string, options: { mustChange: boolean }): Promise<void> {
    if (password.length < shortest || password.length > 200)
      throw badRequest({ why: say('PasswordLength')`a password has ${shortest} to 200 characters` });
    if (password.toLowerCase().includes(user.toLowerCase()))
      throw badRequest({ why: say('PasswordHasName')`a password must not contain the user name` });
    if (new Set(password).size < 5) throw badRequest({ why: say('PasswordTooPlain')`a password needs at least five different characters` });
    const passwordHash = await hash(password, cost);
    await this.#pool.query(
      `insert into dizuo.credential (user_name, password_hash, must_change) values ($1, $2, $3)
       on conflict (user_name) do update set password_hash = excluded.password_hash, must_change = excluded.must_change, failures = 0, locked_until = null, changed_at = now()`,
      [user, passwordHash, options.mustChange],
    );
  }

  async unlock(user: string): Promise<void> {
    await this.#pool.query('update dizuo.credential set failures = 0, locked_until = null where user_name = $1', [user]);
  }

  async mustChange(user: string): Promise<boolean> {
    const { rows } = await this.#pool.query('select must_change from dizuo.credential where user_name = $1', [user]);
    return rows[0]?.must_change ?? false;
  }

  async remove(user: string): Promise<void> {
    await this.#pool.query('delete from dizuo.credential where user_name = $1', [user]);
  }

  async #refuseLocked(user: string): Promise<void> {
    const { rows } = await this.#pool.query(
      `select ceil(extract(epoch from locked_until - now()) / 60)::int as minutes from dizuo.credential where user_name = $1 and locked_until > now()`,
      [user],
    );
    if (rows[0]) throw accountLocked({ minutes: rows[0].minutes });
  }
}

/** The count after this attempt; after a lock has run out it begins again. */
const counted = 'case when locked_until is null then failures + 1 else 1 end';
/** One attempt at a password, unless the account is locked. */
const countAttempt = `
  update dizuo.credential set failures = ${counted}, locked_until = case when ${counted} >= $2 then now() + $3 * interval '1 minute' end
  where user_name = $1 and (locked_until is null or locked_until <= now())
  returning password_hash as hash, must_change`;
