import { generateKeyPairSync, sign } from 'node:crypto';
import type { DataPlaneConfiguration, DataPlaneRule, PublicKeyJwk } from '@dizuo/api';

const issuer = 'https://issuer.example';

/** A rule with everything a published application has: tokens checked, a limit for each consumer; and a token that passes. */
export function guardedRule(): { rule: Partial<DataPlaneRule>; more: Partial<DataPlaneConfiguration>; token: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const claims = { iss: issuer, aud: 'bench', sub: 'shop', exp: Math.floor(Date.now() / 1000) + 3600 };
  const said = `${encoded({ alg: 'ES256', kid: 'k' })}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(said), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' } as unknown as PublicKeyJwk;
  const jwt = { name: 'jwt', issuer, audiences: ['bench'], keys: [key], claims: [], consumerClaim: 'sub', clockSkewMs: 60_000 };
  return {
    token: `${said}.${signature.toString('base64url')}`,
    more: { consumers: [{ id: 'bench/shop', department: 'bureau' }] },
    rule: {
      access: {
        require: 'signed-in',
        audience: 'bench',
        anonymousPaths: [],
        consumerNamespace: 'bench',
        authentication: { session: false, jwt: [jwt] },
      },
      limits: [
        {
          id: 'bench/limit/all',
          name: 'all',
          requests: 1_000_000,
          periodMs: 1000,
          burst: 1_000_000,
          per: 'Consumer',
          responseHeaders: true,
        },
      ],
    },
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
