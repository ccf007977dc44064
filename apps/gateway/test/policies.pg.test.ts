import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuthPolicy, BackendPolicy, CanaryPolicy, Consumer, HTTPRoute, type ObjectOf, RateLimitPolicy, Secret } from '@dizuo/api';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, putWorkload, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

type Rule = NonNullable<ObjectOf<typeof HTTPRoute>['spec']['rules']>[number];

let platform: TestPlatform;
let port: number;
let old: Backend;
let fresh: Backend;
let keys: Backend;
/** What the backends answer with now. */
const conduct = { status: 200 };

const answer = (name: string) => (_request: IncomingMessage, response: ServerResponse) => {
  response.statusCode = conduct.status;
  response.end(name);
};

const apiKey = randomBytes(24).toString('base64url');
const hmacSecret = randomBytes(32).toString('base64url');
const pair = await generateKeyPair('ES256');
const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] };

const base64 = (text: string) => Buffer.from(text).toString('base64');

function route(name: string, more: Partial<Rule> = {}) {
  const host = `${name}.localhost`;
  const rules = [{ backendRefs: [workloadRef('old')], ...more }];
  return platform.client.create(HTTPRoute, { ...inTenant(name), spec: { parentRefs, hostnames: [host], rules } });
}

const target = (name: string) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name });
const get = (name: string, headers: Record<string, string> = {}, path = '/x') => ask(port, path, { host: `${name}.localhost`, headers });
const becomes = (what: string, status: number, name: string, headers: Record<string, string> = {}) =>
  until(what, async () => (await get(name, headers)).status === status);

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  await platform.startGateway();
  old = await startBackend(answer('old'));
  fresh = await startBackend(answer('new'));
  keys = await startBackend((_request, response) => void response.end(JSON.stringify(jwks)));
  await putWorkload(platform.client, 'old', [{ port: old.port }]);
  await putWorkload(platform.client, 'new', [{ port: fresh.port }]);
  const { client } = platform;
  await client.create(Secret, { ...inTenant('shop'), type: 'Opaque', data: { key: base64(apiKey), secret: base64(hmacSecret) } } as never);
  await client.create(Consumer, {
    ...inTenant('shop'),
    spec: {
      departmentRef: 'bureau',
      credentials: [
        { name: 'key', type: 'ApiKey', apiKey: { secretRef: { name: 'shop', key: 'key' } } },
        { name: 'signature', type: 'Hmac', hmac: { keyId: 'shop-1', secretRef: { name: 'shop', key: 'secret' } } },
      ],
    },
  });
});

afterAll(async () => {
  await platform?.close();
  await Promise.all([old?.close(), fresh?.close(), keys?.close()]);
});

describe('programs', () => {
  beforeAll(async () => {
    const { client } = platform;
    await client.create(AuthPolicy, {
      ...inTenant('machine'),
      spec: { targetRefs: [target('machine')], authentication: { apiKey: { queryParam: 'key' }, hmac: {} } },
    });
    await route('machine');
    const issuer = { issuer: 'https://issuer.example', audiences: ['api'], claims: [{ name: 'scope', values: ['read'] }] };
    await client.create(AuthPolicy, {
      ...inTenant('token'),
      spec: {
        targetRefs: [target('token')],
        authentication: {
          jwt: [
            { name: 'inline', ...issuer, jwks },
            { name: 'published', ...issuer, audiences: ['other'], jwksUri: `http://127.0.0.1:${keys.port}/jwks` },
          ],
        },
      },
    });
    await route('token');
    await becomes('the policy is in force', 401, 'machine');
    await becomes('the policy is in force', 401, 'token');
  });

  it('pass by their API key, which goes no further', async () => {
    await becomes('the key is known', 200, 'machine', { 'x-api-key': apiKey });
    old.seen.length = 0;
    expect((await get('machine', {}, `/x?a=1&key=${apiKey}&b=2`)).status).toBe(200);
    expect((await get('machine', { 'X-API-Key': apiKey })).status).toBe(200);
    expect(old.seen.map(({ url }) => url)).toEqual(['/x?a=1&b=2', '/x']);
    expect(JSON.stringify(old.seen)).not.toContain(apiKey);
  });

  it('are turned away with a wrong one, and told how to prove themselves without', async () => {
    expect(await get('machine', { 'x-api-key': 'not-the-right-key-at-all' })).toMatchObject({ status: 401 });
    const without = await get('machine');
    expect(without).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.any(String) } });
    expect(JSON.parse(without.body)).toMatchObject({ reason: 'wrong-credentials', messageZh: expect.any(String) });
  });

  it('pass by a signature over the request, and over no other', async () => {
    const sign = (path: string, created = Math.floor(Date.now() / 1000)) => {
      const input = `("@method" "@authority" "@path" "@query");created=${created};keyid="shop-1"`;
      const base = `"@method": GET\n"@authority": machine.localhost\n"@path": ${path}\n"@query": ?\n"@signature-params": ${input}`;
      const bytes = createHmac('sha256', hmacSecret).update(base).digest('base64');
      return { 'signature-input': `s=${input}`, signature: `s=:${bytes}:` };
    };
    expect((await get('machine', sign('/x'))).status).toBe(200);
    expect((await get('machine', sign('/other'))).status).toBe(401);
    expect((await get('machine', sign('/x', Math.floor(Date.now() / 1000) - 3600))).status).toBe(401);
  });

  it('pass by a token with the right claims, checked by keys written down or published', async () => {
    const token = (claims: Record<string, unknown>) =>
      new SignJWT({ iss: 'https://issuer.example', aud: 'api', sub: 'robot', scope: 'read', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setExpirationTime('5m')
        .sign(pair.privateKey);
    const bearer = async (claims: Record<string, unknown> = {}) => ({ authorization: `Bearer ${await token(claims)}` });
    expect((await get('token', await bearer())).status).toBe(200);
    expect((await get('token', await bearer({ aud: 'other' }))).status).toBe(200);
    expect(keys.seen.length).toBe(1);
    expect((await get('token', await bearer({ scope: 'write' }))).status).toBe(401);
    expect((await get('token', await bearer({ aud: 'else' }))).status).toBe(401);
    expect((await get('token', { authorization: 'Bearer x.y.z' })).status).toBe(401);
  });
});

describe('limits', () => {
  it('let pass what they say, tell how much is left, and refuse the rest', async () => {
    await platform.client.create(RateLimitPolicy, {
      ...inTenant('limited'),
      spec: { targetRefs: [target('limited')], limits: [{ name: 'few', requests: 5, period: '10m', per: 'Client' }] },
    });
    await route('limited');
    await until('the limit is in force', async () => (await get('limited')).headers['ratelimit-policy'] !== undefined);
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await get('limited'));
    expect(answers[0]).toMatchObject({ status: 200, headers: { 'ratelimit-policy': '"few";q=5;w=600' } });
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(5);
  });
});

describe('a breaker', () => {
  it('opens for a backend that fails, spares it, and closes when it is well', async () => {
    await platform.client.create(BackendPolicy, {
      ...inTenant('old'),
      spec: {
        targetRefs: [{ group: 'apps.dizuo', kind: 'Workload', name: 'old' }],
        circuitBreaker: { errorPercent: 50, minimumRequests: 5, window: '10s', openFor: '500ms', halfOpenRequests: 2 },
      },
    });
    await route('breaking');
    await becomes('the route is served', 200, 'breaking');
    conduct.status = 500;
    await becomes('it opened', 503, 'breaking');
    old.seen.length = 0;
    expect((await get('breaking')).status).toBe(503);
    expect(old.seen.length, 'nothing reached the backend').toBe(0);
    conduct.status = 200;
    await becomes('it closed', 200, 'breaking');
    for (let i = 0; i < 5; i += 1) expect((await get('breaking')).status).toBe(200);
  });
});

describe('a canary', () => {
  it('takes its share, sticks to people by cookie, and those who ask for it always', async () => {
    await route('growing');
    await platform.client.create(CanaryPolicy, {
      ...inTenant('growing'),
      spec: {
        targetRefs: [target('growing')],
        stable: { group: 'apps.dizuo', kind: 'Workload', name: 'old' },
        canary: { group: 'apps.dizuo', kind: 'Workload', name: 'new' },
        sticky: { by: 'Cookie', name: 'visit' },
        always: { header: { name: 'X-Version', value: 'new' } },
        steps: [{ percent: 30 }],
      },
    });
    await until('the header leads to the new version', async () => (await get('growing', { 'x-version': 'new' })).body === 'new');
    const versionOf = async (visit: string) => (await get('growing', { cookie: `visit=${visit}` })).body;
    await until('it has its share', async () =>
      (await Promise.all(Array.from({ length: 30 }, (_, i) => versionOf(`w${i}`)))).includes('new'),
    );
    const versions = await Promise.all(Array.from({ length: 200 }, (_, i) => versionOf(`v${i}`)));
    const share = versions.filter((version) => version === 'new').length / versions.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.45);
    const again = await Promise.all(Array.from({ length: 200 }, (_, i) => versionOf(`v${i}`)));
    expect(again).toEqual(versions);
  });
});
