import type { DataPlaneJwt } from '@dizuo/api';
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { JwtVerifier } from './jwt-verifier.ts';
import { KeySets } from './key-sets.ts';

const now = 1_800_000_000;
let key: CryptoKey;
let published: JSONWebKeySet;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  published = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] };
});

const config = (over: Partial<DataPlaneJwt> = {}): DataPlaneJwt => ({
  name: 'issuer',
  issuer: 'https://issuer.example',
  audiences: ['app'],
  keys: published.keys as never,
  claims: [],
  consumerClaim: 'sub',
  clockSkewMs: 30_000,
  ...over,
});
const noSets = new KeySets(() => Promise.reject(new Error('not asked')));

function token(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ iss: 'https://issuer.example', aud: 'app', sub: 'caller', exp: now + 60, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
    .sign(key);
}

describe('tokens of an issuer', () => {
  it('pass, and are known the next time until they end', async () => {
    const verifier = new JwtVerifier(config(), noSets);
    const good = await token();
    expect(verifier.known(good, now)).toBeUndefined();
    expect(await verifier.verify(good, now)).toMatchObject({ good: true, claims: { sub: 'caller' } });
    expect(verifier.known(good, now)).toMatchObject({ sub: 'caller' });
    expect(verifier.known(good, now + 91)).toBeUndefined();
  });

  it.each([
    ['another issuer', { iss: 'https://other.example' }],
    ['another audience', { aud: 'other' }],
    ['an end in the past', { exp: now - 31 }],
    ['a beginning in the future', { nbf: now + 31 }],
    ['no end', { exp: undefined }],
  ])('with %s do not', async (_why, claims) => {
    const verifier = new JwtVerifier(config(), noSets);
    expect(await verifier.verify(await token(claims), now)).toMatchObject({ good: false });
  });

  it('without a signature, by a secret, or by another key do not', async () => {
    const verifier = new JwtVerifier(config(), noSets);
    const [, payload] = (await token()).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const secret = await new SignJWT({ iss: 'https://issuer.example', aud: 'app', exp: now + 60 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(JSON.stringify(published.keys[0])));
    const other = await new SignJWT({ iss: 'https://issuer.example', aud: 'app', exp: now + 60 })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign((await generateKeyPair('ES256')).privateKey);
    for (const bad of [none, secret, other, 'x', `${'a'.repeat(20_000)}`])
      expect(await verifier.verify(bad, now)).toMatchObject({ good: false });
  });

  it('have to bear the claims that are asked for', async () => {
    const verifier = new JwtVerifier(config({ claims: [{ name: 'scope', values: ['read', 'write'] }] }), noSets);
    expect(await verifier.verify(await token({ scope: ['x', 'read'] }), now)).toMatchObject({ good: true });
    expect(await verifier.verify(await token({ scope: 'x' }), now)).toMatchObject({ good: false, why: expect.stringContaining('scope') });
    expect(await verifier.verify(await token(), now)).toMatchObject({ good: false });
  });
});

describe('published keys', () => {
  it('are read once for many, and again for a key that is not known, but not for each', async () => {
    let clock = 0;
    let reads = 0;
    const sets = new KeySets(
      async () => {
        reads += 1;
        return published;
      },
      () => clock,
    );
    const verifier = new JwtVerifier(config({ keys: undefined, jwksUri: 'https://issuer.example/keys' }), sets);
    const tokens = await Promise.all([1, 2, 3].map((n) => token({ n })));
    const answers = await Promise.all(tokens.map((t) => verifier.verify(t, now)));
    expect(answers.every(({ good }) => good)).toBe(true);
    expect(reads).toBe(1);
    const rotated = await token({}, { kid: 'two' });
    expect(await verifier.verify(rotated, now)).toMatchObject({ good: false });
    expect(reads, 'just read').toBe(1);
    clock += 31_000;
    expect(await verifier.verify(rotated, now)).toMatchObject({ good: false });
    await verifier.verify(rotated, now);
    expect(reads).toBe(2);
    published = { keys: [...published.keys, { ...published.keys[0], kid: 'two' } as never] };
    clock += 31_000;
    expect(await verifier.verify(rotated, now)).toMatchObject({ good: true });
  });

  it('that cannot be had refuse nobody for good, and the last ones hold for a day', async () => {
    let clock = 0;
    let isDown = true;
    const sets = new KeySets(
      async () => {
        if (isDown) throw new Error('down');
        return published;
      },
      () => clock,
    );
    const verifier = new JwtVerifier(config({ keys: undefined, jwksUri: 'https://issuer.example/keys' }), sets);
    expect(await verifier.verify(await token({ n: 1 }), now)).toMatchObject({ good: false, unavailable: true });
    isDown = false;
    clock += 6000;
    expect(await verifier.verify(await token({ n: 2 }), now)).toMatchObject({ good: true });
    isDown = true;
    clock += 60 * 60_000;
    expect(await verifier.verify(await token({ n: 3 }), now)).toMatchObject({ good: true });
    clock += 24 * 60 * 60_000;
    expect(await verifier.verify(await token({ n: 4 }), now)).toMatchObject({ good: false, unavailable: true });
  });
});
