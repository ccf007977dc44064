import type pg from 'pg';
import { randomToken, tokenHash } from './random-token.ts';

/** A browser's session. `publicId` names it in the audit; it opens nothing. */
export interface Session {
  publicId: string;
  user: string;
  appointment?: { department: string; position: string };
}

export interface NewSession {
  user: string;
  providerSession?: string;
  address: string;
  agent: string;
}

const hours = 3_600_000;
/** A working day; unused for two hours it ends. */
const longestMs = 12 * hours;
const idleMs = 2 * hours;
/** How long an answer is believed: another server's sign-out takes effect here no later. */
const believedMs = 2_000;
const seenEveryMs = 60_000;
const mostCached = 20_000;

/** Sessions of people who signed in, in the database, so that any server knows them and any can end them. */
export class Sessions {
  readonly #pool: pg.Pool;
  readonly #cache = new Map<string, { session: Session | undefined; until: number; seenAt: number }>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Returns the secret that the browser keeps. */
  async open(session: NewSession): Promise<string> {
    const token = randomToken();
    await this.#pool.query(
      `insert into dizuo.session (id_hash, public_id, user_name, provider_session, address, agent, expires_at)
       values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 ms')`,
      [
        tokenHash(token),
        randomToken().slice(0, 16),
        session.user,
        session.providerSession ?? null,
        session.address,
        session.agent.slice(0, 300),
        longestMs,
      ],
    );
    return token;
  }

  /** The session that a browser's secret opens, if it is alive. */
  async find(token: string): Promise<Session | undefined> {
    const id = tokenHash(token);
    const cached = this.#cache.get(id);
    const now = Date.now();
    if (cached && cached.until > now) return cached.session;
    const touch = !cached || now - cached.seenAt > seenEveryMs;
    const { rows } = await this.#pool.query({
      name: touch ? 'touch_session' : 'find_session',
      text: touch ? touchSql : findSql,
      values: [id, idleMs],
    });
    const session = rows[0] && readSession(rows[0]);
    if (this.#cache.size > mostCached) this.#cache.clear();
    this.#cache.set(id, { session, until: now + believedMs, seenAt: touch ? now : (cached?.seenAt ?? now) });
    return session;
  }

  /** Whether the session with this public name is alive. */
  async alive(publicId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query({
      name: 'session_alive',
      text: `select 1 from dizuo.session where public_id = $1 and ended_at is null and expires_at > now()`,
      values: [publicId],
    });
    return rowCount === 1;
  }

  async chooseAppointment(token: string, appointment: { department: string; position: string }): Promise<void> {
    await this.#pool.query('update dizuo.session set department = $2, position = $3 where id_hash = $1', [
      tokenHash(token),
      appointment.department,
      appointment.position,
    ]);
    this.#cache.delete(tokenHash(token));
  }

  /** Ends one session. Returns the provider session that it came from. */
  async end(token: string): Promise<string | undefined> {
    const { rows } = await this.#pool.query(
      'update dizuo.session set ended_at = now() where id_hash = $1 and ended_at is null returning provider_session',
      [tokenHash(token)],
    );
    this.#cache.delete(tokenHash(token));
    return rows[0]?.provider_session ?? undefined;
  }

  /** Ends every session of a person, everywhere; but not the one whose secret is given. */
  async endAll(user: string, except?: string): Promise<void> {
    await this.#pool.query(
      'update dizuo.session set ended_at = now() where user_name = $1 and ended_at is null and id_hash is distinct from $2',
      [user, except ? tokenHash(except) : null],
    );
    this.#cache.clear();
  }

  /** Public names of sessions that ended since a time. */
  async endedSince(at: Date): Promise<string[]> {
    const { rows } = await this.#pool.query('select public_id from dizuo.session where ended_at > $1', [at]);
    return rows.map((row) => row.public_id as string);
  }

  /** Forgets sessions that ended or ran out a day ago. */
  async prune(): Promise<void> {
    await this.#pool.query(`delete from dizuo.session where coalesce(ended_at, expires_at) < now() - interval '1 day'`);
  }
}

const alive = `ended_at is null and expires_at > now() and seen_at > now() - $2 * interval '1 ms'`;
const findSql = `select public_id, user_name, department, position from dizuo.session where id_hash = $1 and ${alive}`;
const touchSql = `update dizuo.session set seen_at = now() where id_hash = $1 and ${alive} returning public_id, user_name, department, position`;

function readSession(row: { public_id: string; user_name: string; department: string | null; position: string | null }): Session {
  const { department, position } = row;
  return { publicId: row.public_id, user: row.user_name, ...(department && position ? { appointment: { department, position } } : {}) };
}
