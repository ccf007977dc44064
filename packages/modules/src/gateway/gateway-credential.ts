import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { defaultGatewayName, systemNamespace } from '@dizuo/api';
import type { Authenticator, Principal } from '@dizuo/kernel';
import type pg from 'pg';
import { gatewayCredentialRefused } from './gateway.errors.ts';

/** `dzg_<id>_<secret>`; the database knows the id and a hash of the secret. */
const form = /^dzg_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const cacheMs = 5000;

/** Credentials of Gateways that the server itself runs no data plane for. */
export interface GatewayCredentials {
  /** A new one for the Gateway `namespace/name`, in the place of all before. The answer is the only copy. */
  issue(gateway: string): Promise<string>;
  /** Ends those of Gateways that are not among these. */
  retain(gateways: readonly string[]): Promise<void>;
}

const issued = 'issued';

export function gatewayCredentials(pool: pg.Pool): GatewayCredentials {
  return {
    async issue(gateway) {
      await pool.query('delete from dizuo.gateway_credential where purpose = $1 and gateway = $2', [issued, gateway]);
      return createGatewayCredential(pool, gateway, issued);
    },
    async retain(gateways) {
      await pool.query('delete from dizuo.gateway_credential where purpose = $1 and gateway <> all($2)', [issued, gateways]);
    },
  };
}

async function createGatewayCredential(pool: pg.Pool, gateway: string, purpose: string): Promise<string> {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  await pool.query('insert into dizuo.gateway_credential (id, gateway, purpose, token_hash) values ($1, $2, $3, $4)', [
    id,
    gateway,
    purpose,
    hash(secret),
  ]);
  return `dzg_${id}_${secret}`;
}

/**
 * The credential of the data plane that runs beside the server. `existing` is what the file held: it is kept while the database knows
 * it, otherwise a new one takes the place of all former local ones. The caller writes the answer to a file of mode 0600.
 */
export async function localGatewayCredential(pool: pg.Pool, existing?: string): Promise<string> {
  if (existing !== undefined && (await findGateway(pool, existing.trim()))) return existing.trim();
  await pool.query(`delete from dizuo.gateway_credential where purpose = 'local'`);
  return createGatewayCredential(pool, `${systemNamespace}/${defaultGatewayName}`, 'local');
}

/** Recognises data planes by bearer token. The Gateway that it serves is the principal's name after `system:gateway:`. */
export function gatewayAuthenticator(pool: pg.Pool): Authenticator {
  const known = new Map<string, { principal: Principal; until: number }>();
  return {
    name: 'gateway',
    async authenticate(request) {
      const token = request.headers.authorization?.match(/^Bearer (dzg_\S+)$/i)?.[1];
      if (!token) return undefined;
      const key = hash(token);
      const cached = known.get(key);
      if (cached && cached.until > Date.now()) return cached.principal;
      known.delete(key);
      const found = await findGateway(pool, token);
      if (!found) throw gatewayCredentialRefused({});
      const principal = gatewayPrincipal(found.gateway, found.id);
      known.set(key, { principal, until: Date.now() + cacheMs });
      return principal;
    },
  };
}

const principalPrefix = 'system:gateway:';

/** `namespace/name` of the Gateway that a data plane serves, or undefined for any other principal. */
export function gatewayOf(principal: Principal): string | undefined {
  return principal.type === 'gateway' ? principal.name.slice(principalPrefix.length) : undefined;
}

function gatewayPrincipal(gateway: string, id: string): Principal {
  return {
    type: 'gateway',
    name: `${principalPrefix}${gateway}`,
    uid: id,
    groups: ['system:gateways'],
    facts: { departments: [], roles: {}, hash: 'gateway' },
    credentialId: id,
  };
}

async function findGateway(pool: pg.Pool, token: string): Promise<{ id: string; gateway: string } | undefined> {
  const [, id, secret] = form.exec(token) ?? [];
  if (!id || !secret) return undefined;
  const { rows } = await pool.query<{ gateway: string; token_hash: string }>(
    'select gateway, token_hash from dizuo.gateway_credential where id = $1',
    [id],
  );
  const row = rows[0];
  if (!row || !timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hash(secret)))) return undefined;
  return { id, gateway: row.gateway };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
