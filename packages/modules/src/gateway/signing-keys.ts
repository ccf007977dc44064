import type { DataPlaneConfiguration, PublicKeyJwk } from '@dizuo/api';
import type { MasterKey } from '@dizuo/kernel';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type pg from 'pg';

/** Key that visitor tokens are signed with (by the server) and the one for identity tokens (by data planes). */
export interface SigningKeys {
  visitor: { keyId: string; algorithm: string; privateKey: CryptoKey; publicJwk: PublicKeyJwk };
  identity: DataPlaneConfiguration['identityKey'] & { publicJwk: PublicKeyJwk };
}

/** Visitor tokens are checked on many requests: EdDSA is short. Identity tokens are for any application's library: ES256 is known to all. */
const algorithms = { visitor: 'EdDSA', identity: 'ES256' } as const;
type Purpose = keyof typeof algorithms;

interface KeyRow {
  key_id: string;
  algorithm: string;
  public_jwk: PublicKeyJwk;
  sealed: string;
}

/** Reads the keys and makes those that are missing. Servers that start together end with the same keys. */
export async function loadSigningKeys(pool: pg.Pool, masterKey: MasterKey): Promise<SigningKeys> {
  const visitor = await loadKey(pool, masterKey, 'visitor');
  const identity = await loadKey(pool, masterKey, 'identity');
  const privateKey = (await importJWK(visitor.privateJwk as JWK, visitor.row.algorithm)) as CryptoKey;
  return {
    visitor: { keyId: visitor.row.key_id, algorithm: visitor.row.algorithm, privateKey, publicJwk: visitor.row.public_jwk },
    identity: {
      keyId: identity.row.key_id,
      algorithm: identity.row.algorithm,
      privateKey: identity.privateJwk,
      publicJwk: identity.row.public_jwk,
    },
  };
}

async function loadKey(pool: pg.Pool, masterKey: MasterKey, purpose: Purpose): Promise<{ row: KeyRow; privateJwk: PublicKeyJwk }> {
  const row = (await readKey(pool, purpose)) ?? (await makeKey(pool, masterKey, purpose));
  return { row, privateJwk: JSON.parse(masterKey.unwrap(row.sealed).toString()) };
}

async function readKey(pool: pg.Pool, purpose: Purpose): Promise<KeyRow | undefined> {
  const { rows } = await pool.query<KeyRow>(
    'select key_id, algorithm, public_jwk, sealed from dizuo.gateway_key where purpose = $1 order by created_at desc, key_id limit 1',
    [purpose],
  );
  return rows[0];
}

async function makeKey(pool: pg.Pool, masterKey: MasterKey, purpose: Purpose): Promise<KeyRow> {
  const algorithm = algorithms[purpose];
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const keyId = `${purpose}-${Date.now().toString(36)}`;
  const marks = { kid: keyId, alg: algorithm, use: 'sig' };
  const publicJwk = { ...(await exportJWK(pair.publicKey)), ...marks };
  const sealed = masterKey.wrap(Buffer.from(JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...marks })));
  await pool.query(
    `with alone as (select pg_advisory_xact_lock(hashtext('dizuo gateway key ' || $2)))
     insert into dizuo.gateway_key (key_id, purpose, algorithm, public_jwk, sealed)
     select $1, $2, $3, $4, $5 from alone where not exists (select 1 from dizuo.gateway_key where purpose = $2)`,
    [keyId, purpose, algorithm, JSON.stringify(publicJwk), sealed],
  );
  const row = await readKey(pool, purpose);
  if (!row) throw new Error(`the ${purpose} key was not stored`);
  return row;
}
