import { randomBytes } from 'node:crypto';
import {
  AuthPolicy,
  Consumer,
  Gateway,
  type GatewayReport,
  gatewayClassName,
  gatewayPaths,
  HTTPRoute,
  RateLimitPolicy,
  type RecentRequest,
  type RecentRequestsAnswer,
  Secret,
  tenantTrafficPath,
  Upstream,
  User,
  visitorCookie,
} from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, startPlatform, type TestPlatform, until } from './platform.ts';

let platform: TestPlatform;
let port: number;
let backend: Backend;
const apiKey = randomBytes(24).toString('base64url');
/** Stands in requests where no log may have it. */
const secret = `secret-${randomBytes(9).toString('hex')}`;
const tenants = ['greening', 't-market'] as const;
const gatewayRequests = '/apis/gateway.networking.k8s.io/v1/namespaces/dizuo-system/gateways/default/requests';
const tenantRequests = (namespace: string) => `/apis/gateway.dizuo/v1alpha1/namespaces/${namespace}/requests`;
const routeRequests = (namespace: string, name: string) =>
  `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes/${name}/requests`;

async function requests(path: string): Promise<RecentRequestsAnswer['requests']> {
  const answer = await ask(Number(new URL(platform.url).port), path, { headers: { authorization: `Bearer ${platform.administrator}` } });
  expect(answer.status, answer.body).toBe(200);
  return (JSON.parse(answer.body) as RecentRequestsAnswer).requests;
}
const one = (id: string, path = gatewayRequests) => until(id, async () => (await requests(`${path}?id=${id}`))[0]);

async function visit(host: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; id: string }> {
  const answer = await ask(port, path, { host, headers });
  return { status: answer.status, id: String(answer.headers['x-request-id']) };
}

function reportOf(credential: string, body: GatewayReport) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${credential}` };
  return ask(Number(new URL(platform.url).port), gatewayPaths.report, { method: 'POST', headers, body: JSON.stringify(body) });
}

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  backend = await startBackend((request, response) => {
    response.statusCode = request.url?.startsWith('/broken') ? 500 : 200;
    response.end('here');
  });
  const { client } = platform;
  for (const namespace of tenants) {
    const host = namespace === 'greening' ? 'green.cn' : 'market.cn';
    await client.create(Upstream, { ...inTenant('app', namespace), spec: { addresses: [{ host: '127.0.0.1', port: backend.port }] } });
    const backendRefs = [{ group: 'gateway.dizuo', kind: 'Upstream', name: 'app' }];
    const matches = [{ headers: [{ name: 'X-Version', value: '2' }], queryParams: [{ name: 'preview', value: 'yes' }] }];
    await client.create(HTTPRoute, {
      ...inTenant('app', namespace),
      spec: { parentRefs, hostnames: [host], rules: [{ backendRefs }, { matches, backendRefs }] },
    });
  }
  const target = (name: string) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name });
  const publish = (name: string) =>
    client.create(HTTPRoute, {
      ...inTenant(name),
      spec: {
        parentRefs,
        hostnames: [`${name}.green.cn`],
        rules: [{ backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name: 'app' }] }],
      },
    });
  await client.create(Secret, { ...inTenant('key'), type: 'Opaque', data: { key: Buffer.from(apiKey).toString('base64') } } as never);
  await client.create(Consumer, {
    ...inTenant('program'),
    spec: { credentials: [{ name: 'key', type: 'ApiKey', apiKey: { secretRef: { name: 'key', key: 'key' } } }] },
  });
  await client.create(AuthPolicy, {
    ...inTenant('limited'),
    spec: { targetRefs: [target('limited')], authentication: { apiKey: { queryParam: 'key' } } },
  });
  await client.create(RateLimitPolicy, {
    ...inTenant('limited'),
    spec: { targetRefs: [target('limited')], limits: [{ name: 'few', requests: 2, period: '10m', per: 'Consumer' }] },
  });
  await publish('limited');
  await client.create(User, { metadata: { name: 'guest' }, spec: { displayName: '访客', category: 'citizen' } });
  await client.create(AuthPolicy, { ...inTenant('closed'), spec: { targetRefs: [target('closed')], allowed: { categories: ['staff'] } } });
  await publish('closed');
  await platform.startGateway({ reportMs: 500 });
  for (const host of ['green.cn', 'market.cn']) await until(`${host} is served`, async () => (await visit(host, '/')).status === 200);
  await until('closed is closed', async () => (await visit('closed.green.cn', '/')).status === 401);
  await until('limited is closed', async () => (await visit('limited.green.cn', '/')).status === 401);
});

afterAll(async () => {
  await platform?.close();
  await backend?.close();
});

describe('a recent request', () => {
  it('is told with what an explanation asks for, masked', async () => {
    const headers = { authorization: `Bearer ${secret}`, cookie: `s=${secret}`, 'x-version': '2', 'x-other': secret };
    const path = `/people/310101199003071234/%E5%BC%A0%E4%B8%89?preview=yes&token=${secret}&phone=13800138000`;
    const { id } = await visit('green.cn', path, headers);
    const told = await one(id);
    expect(told).toEqual({
      id,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      gateway: 'dizuo-system/default',
      method: 'GET',
      host: 'green.cn',
      path: '/people/310***************/*',
      query: 'preview=yes',
      headers: { 'x-version': '2' },
      port,
      status: 200,
      ms: expect.any(Number),
      client: '127.0.0.*',
      rule: 'greening/app/1',
      backend: 'Upstream/greening/app',
      endpoint: expect.any(String),
    });
    const everything = JSON.stringify(await requests(gatewayRequests));
    for (const never of [secret, '13800138000', '310101199003071234']) expect(everything).not.toContain(never);
  });

  it('of a program bears its name, but no key, also where a limit refused it', async () => {
    const refused = await until('limited', async () => {
      const { status, id } = await visit('limited.green.cn', `/x?key=${apiKey}`);
      return status === 429 && id;
    });
    const told = await one(refused, tenantRequests('greening'));
    expect(told).toMatchObject({
      status: 429,
      problem: 'too-many-requests',
      limit: 'greening/limited/few',
      who: { consumer: 'greening/program' },
      rule: 'greening/limited/0',
    });
    expect(told).not.toHaveProperty('backend');
    const outcome = async (name: string) => (await requests(`${tenantRequests('greening')}?outcome=${name}`)).map(({ status }) => status);
    expect(new Set(await outcome('limited'))).toEqual(new Set([429]));
    expect((await outcome('failed')).every((status) => status >= 400)).toBe(true);
    expect(await outcome('failed')).toContain(401);
    expect(JSON.stringify(await requests(tenantRequests('greening')))).not.toContain(apiKey);
  });

  it('of a person who was refused says who it was', async () => {
    platform.sessions.add('guest.1');
    const cookie = `${visitorCookie}=${await platform.oldToken('guest.1', 'closed.green.cn', 0)}`;
    const { status, id } = await visit('closed.green.cn', '/', { cookie });
    expect(status).toBe(403);
    expect(await one(id)).toMatchObject({ who: { user: 'guest', category: 'citizen', departments: [], positions: [] } });
  });

  it('that failed stays when many others pass', async () => {
    const { status, id } = await visit('green.cn', '/broken');
    expect(status).toBe(500);
    for (let i = 0; i < 300; i += 1) await visit('green.cn', `/many/${i}`);
    const last = await visit('market.cn', '/last');
    await one(id);
    await one(last.id);
    expect((await requests(`${routeRequests('greening', 'app')}?outcome=failed`)).map((request) => request.id)).toContain(id);
  });
});

describe('of another tenant', () => {
  it('no request is told, whatever is asked for', async () => {
    const { id } = await visit('market.cn', '/theirs');
    await one(id);
    const { id: nowhere } = await visit('nowhere.cn', '/');
    await one(nowhere);
    for (const path of [
      tenantRequests('greening'),
      `${tenantRequests('greening')}?route=t-market/app`,
      `${tenantRequests('greening')}?id=${id}`,
      `${tenantRequests('greening')}?id=${nowhere}`,
      `${routeRequests('greening', 'app')}?route=t-market/app`,
      `${routeRequests('greening', 'app')}?id=${id}`,
    ]) {
      const told = await requests(path);
      expect(told.filter(({ rule }) => !rule?.startsWith('greening/'))).toEqual([]);
    }
    expect((await requests(`${tenantRequests('t-market')}?id=${id}`)).length).toBe(1);
    expect((await requests(`${gatewayRequests}?route=t-market/app`)).every(({ rule }) => rule?.startsWith('t-market/app/'))).toBe(true);
  });

  it('no data plane tells in the name of its routes', async () => {
    const { client } = platform;
    await client.create(Gateway, {
      ...inTenant('own'),
      spec: { gatewayClassName, listeners: [{ name: 'http', port: await freePort(), protocol: 'HTTP' }] },
    });
    const credential = await until('its credential', async () => {
      const kept = await client.get(Secret, { namespace: 'greening', name: 'own-data-plane' });
      return kept?.data?.credential && Buffer.from(kept.data.credential, 'base64').toString();
    });
    const request = (id: string, rule?: string): RecentRequest => ({
      id,
      at: new Date(Date.now() + 3_600_000).toISOString(),
      method: 'GET',
      host: 'market.cn',
      path: '/forged',
      status: 500,
      ms: 1,
      client: '',
      ...(rule ? { rule } : {}),
    });
    const many = 777_001;
    const counts = { requests: many, errors: many };
    const [rule, theirs] = ['t-market/app/0', 'Upstream/t-market/app'];
    const report: GatewayReport = {
      instance: 'forger',
      sequence: 1,
      spanMs: 10_000,
      traffic: [{ rule, backend: theirs, ...counts, latency: [] }],
      callers: [{ by: 'consumer', name: 't-market/app', ...counts }],
      limited: [{ limit: 't-market/app/all', whom: 'forged-3', requests: many }],
      calls: [{ rule, consumer: 't-market/app', requests: many }],
      breakers: [{ backend: theirs, state: 'open' }],
      leftOut: [{ backend: theirs, endpoint: 'forged-4', why: 'ejected' }],
    };
    const sent = { ...report, requests: [request('forged-1', 't-market/app/0'), request('forged-2')] };
    expect((await reportOf(credential, sent)).status).toBe(200);
    expect(await requests(`${tenantRequests('t-market')}?id=forged-1`)).toEqual([]);
    const own = await requests('/apis/gateway.networking.k8s.io/v1/namespaces/greening/gateways/own/requests');
    expect(own.map(({ id }) => id)).toEqual(['forged-2']);
    expect((await requests(gatewayRequests)).some(({ id }) => id.startsWith('forged'))).toBe(false);
    const figures = await ask(Number(new URL(platform.url).port), tenantTrafficPath('t-market'), {
      headers: { authorization: `Bearer ${platform.administrator}` },
    });
    expect(figures.status).toBe(200);
    expect(JSON.parse(figures.body)).toMatchObject({ breakers: [], leftOut: [] });
    expect(figures.body).not.toMatch(/777001|forged/);
    expect((await platform.pool.query(`select from dizuo.gateway_activity where requests = ${many}`)).rowCount).toBe(0);
  });
});

it('a report with what no log may hold, or too much of it, is not taken', async () => {
  const request = { id: 'x', at: new Date().toISOString(), method: 'GET', host: 'a', path: '/', status: 200, ms: 1, client: '' };
  const report = { instance: 'odd', sequence: 1, spanMs: 1, traffic: [] };
  const statusOf = async (requests: unknown[]) =>
    (await reportOf(platform.credential, { ...report, requests: requests as RecentRequest[] })).status;
  expect(await statusOf([{ ...request, path: 'x'.repeat(2000) }])).toBe(400);
  expect(await statusOf([{ ...request, at: 'yesterday' }])).toBe(400);
  expect(await statusOf([{ ...request, cookie: secret }])).toBe(200);
  expect((await requests(`${gatewayRequests}?id=x`))[0]).not.toHaveProperty('cookie');
});
