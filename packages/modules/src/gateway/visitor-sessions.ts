import { createHash, randomBytes } from 'node:crypto';
import { Department, type ObjectOf, User, type VisitorClaims, visitorTokenType } from '@dizuo/api';
import type { Principal, Store } from '@dizuo/kernel';
import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type pg from 'pg';
import { signInCodeRefused, visitorSessionEnded } from './gateway.errors.ts';
import type { SigningKeys } from './signing-keys.ts';
import { visitorClaims } from './visitor-claims.ts';

/** How long a visitor token proves a session without the server. */
const tokenSeconds = 15 * 60;
const codeSeconds = 60;
/** Longer than a token is valid: a server that starts late misses no end that matters. */
const endedWindowMs = 20 * 60_000;
/** How long after its end a token still names the session to refresh. */
const refreshSeconds = 12 * 3600;

export interface VisitorSessionsOptions {
  store: Store;
  pool: pg.Pool;
  issuer: string;
  keys(): SigningKeys;
  /** Whether a platform session is in force. */
  alive(credentialId: string): Promise<boolean>;
  /** Platform sessions that ended since a time. Without it, every session that has visitors is asked about. */
  endedSince?(at: Date): Promise<string[]>;
  now?: () => Date;
}

/** Sessions of visitors with the hosts of a gateway. Behind each stands one platform session, whose end ends it. */
export interface VisitorSessions {
  /** A one-time code for a signed-in person: 60 seconds, this host only. */
  issueCode(principal: Principal, host: string): Promise<string>;
  /** Code to visitor token, once. Throws `signInCodeRefused`, `visitorSessionEnded`. */
  exchange(code: string, host: string): Promise<string>;
  /** A visitor token, expired at most 12 hours ago, to a new one. Throws `visitorSessionEnded`. */
  refresh(token: string, host: string): Promise<string>;
  /** Ends the platform session's visitor sessions on every host. Answers with their sids. */
  revoke(credentialIds: readonly string[]): Promise<void>;
  /** Sids that were revoked and may still have tokens that look valid; first looks for platform sessions that ended elsewhere. */
  revoked(): Promise<string[]>;
}

export function createVisitorSessions(options: VisitorSessionsOptions): VisitorSessions {
  const { store, pool, keys } = options;
  const now = options.now ?? (() => new Date());

  async function token(sid: string, host: string): Promise<string> {
    const { rows } = await pool.query<VisitorRow>(
      `update dizuo.gateway_visitor set tokens_until = $2 where sid = $1 and revoked_at is null
       returning credential_id, user_name, department, position`,
      [sid, new Date(now().getTime() + tokenSeconds * 1000)],
    );
    const visitor = rows[0];
    if (!visitor || !(await options.alive(visitor.credential_id))) throw visitorSessionEnded({});
    const claims = await claimsOf(visitor);
    if (!claims) throw visitorSessionEnded({});
    const { privateKey, keyId, algorithm } = keys().visitor;
    const at = Math.floor(now().getTime() / 1000);
    return new SignJWT({ ...claims, sid })
      .setProtectedHeader({ alg: algorithm, kid: keyId, typ: visitorTokenType })
      .setIssuer(options.issuer)
      .setAudience(host)
      .setIssuedAt(at)
      .setExpirationTime(at + tokenSeconds)
      .sign(privateKey);
  }

  async function claimsOf(visitor: VisitorRow): Promise<VisitorClaims | undefined> {
    const user = (await store.get(User, { name: visitor.user_name }, 'system')) as ObjectOf<typeof User> | undefined;
    const { items } = await store.list(Department, {}, 'system');
    const active = visitor.department && visitor.position ? { department: visitor.department, position: visitor.position } : undefined;
    return user && visitorClaims(user, items as unknown as ObjectOf<typeof Department>[], active, now());
  }

  async function endedSessions(): Promise<string[]> {
    if (options.endedSince) return options.endedSince(new Date(now().getTime() - endedWindowMs));
    const { rows } = await pool.query<{ credential_id: string }>(
      'select distinct credential_id from dizuo.gateway_visitor where revoked_at is null and tokens_until > $1',
      [now()],
    );
    const ended: string[] = [];
    for (const { credential_id } of rows) if (!(await options.alive(credential_id))) ended.push(credential_id);
    return ended;
  }

  return {
    async issueCode(principal, host) {
      const credentialId = principal.credentialId ?? '';
      const active = principal.facts.activeAppointment;
      const sid = hash(`${credentialId} ${host}`).slice(0, 32);
      await pool.query(
        `insert into dizuo.gateway_visitor (sid, credential_id, user_name, department, position, tokens_until) values ($1, $2, $3, $4, $5, $6)
         on conflict (sid) do update set department = excluded.department, position = excluded.position`,
        [sid, credentialId, principal.name, active?.department, active?.position, now()],
      );
      const code = randomBytes(32).toString('base64url');
      await pool.query('insert into dizuo.gateway_code (code_hash, host, sid, expires_at) values ($1, $2, $3, $4)', [
        hash(code),
        host,
        sid,
        new Date(now().getTime() + codeSeconds * 1000),
      ]);
      return code;
    },
    async exchange(code, host) {
      const { rows } = await pool.query<{ host: string; sid: string; expires_at: Date }>(
        'delete from dizuo.gateway_code where code_hash = $1 returning host, sid, expires_at',
        [hash(code)],
      );
      const row = rows[0];
      if (!row || row.host !== host || row.expires_at.getTime() <= now().getTime()) throw signInCodeRefused({});
      return token(row.sid, host);
    },
    async refresh(given, host) {
      const key = await importJWK(keys().visitor.publicJwk as JWK, keys().visitor.algorithm);
      const verified = await jwtVerify(given, key, {
        issuer: options.issuer,
        audience: host,
        typ: visitorTokenType,
        algorithms: [keys().visitor.algorithm],
        clockTolerance: refreshSeconds,
        currentDate: now(),
      }).catch((cause) => {
        throw visitorSessionEnded({}, { cause });
      });
      return token(String(verified.payload.sid), host);
    },
    async revoke(credentialIds) {
      await pool.query('update dizuo.gateway_visitor set revoked_at = $2 where credential_id = any($1) and revoked_at is null', [
        credentialIds,
        now(),
      ]);
    },
    async revoked() {
      const ended = await endedSessions();
      if (ended.length > 0) await this.revoke(ended);
      await pool.query('delete from dizuo.gateway_code where expires_at < $1', [now()]);
      await pool.query(`delete from dizuo.gateway_visitor where tokens_until < $1::timestamptz - interval '13 hours'`, [now()]);
      const { rows } = await pool.query<{ sid: string }>(
        'select sid from dizuo.gateway_visitor where revoked_at is not null and tokens_until > $1 order by sid',
        [now()],
      );
      return rows.map((row) => row.sid);
    },
  };
}

interface VisitorRow {
  credential_id: string;
  user_name: string;
  department: string | null;
  position: string | null;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
