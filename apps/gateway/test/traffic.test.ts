import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, until } from './platform.ts';
import { type Standing, standing } from './standing.ts';

let gateway: Standing;
/** Three replicas of one backend, and who gets copies. */
const replicas: Backend[] = [];
let shadow: Backend;
let closedPort: number;
/** Statuses that the replicas answer with next, whichever is asked; then 200. */
let next: number[] = [];
const bodies: string[] = [];
const copied: { url: string; body: string; length: string | undefined }[] = [];

const bodyOf = (request: AsyncIterable<Buffer>) =>
  (async () => {
    let text = '';
    for await (const part of request) text += part;
    return text;
  })();

beforeAll(async () => {
  gateway = await standing();
  for (const name of ['a', 'b', 'c'])
    replicas.push(
      await startBackend((request, response) => {
        void bodyOf(request).then((body) => {
          bodies.push(body);
          response.writeHead(next.shift() ?? 200, { 'access-control-allow-origin': 'https://of-the-application' });
          response.end(name);
        });
      }),
    );
  shadow = await startBackend((request, response) => {
    void bodyOf(request).then((body) => {
      copied.push({ url: request.url ?? '', body, length: request.headers['content-length'] });
      response.writeHead(500).end('nobody reads this');
    });
  });
  closedPort = await freePort();
  const all = replicas.map(({ port }) => port);
  const retry = { codes: [503], attempts: 2, backoffMs: 5 };
  const mirrors = [{ backend: 'Workload/test/shadow', numerator: 1, denominator: 1 }];
  const cors = {
    origins: ['https://a.cn'],
    credentials: true,
    methods: ['PUT'],
    headers: [],
    exposeHeaders: ['x-total'],
    maxAgeSeconds: 60,
  };
  await gateway.serve(
    {
      '/session': { ports: all, rule: { persistence: { type: 'Cookie', name: 'replica', permanent: false } } },
      '/limited': { ports: all, rule: { persistence: { type: 'Cookie', name: 'old', permanent: true, absoluteTimeoutMs: 3_600_000 } } },
      '/header': { ports: all, rule: { persistence: { type: 'Header', name: 'x-replica', permanent: false } } },
      '/retry': { ports: all, rule: { retry } },
      '/policy': { ports: all },
      '/budget': { ports: all, rule: { retry: { ...retry, attempts: 5 } } },
      '/half-closed': { ports: [closedPort], rule: { retry } },
      '/shadow': { ports: [shadow.port] },
      '/mirror': { ports: all, rule: { mirrors, retry } },
      '/cors': { ports: all, rule: { cors } },
      '/cors-closed': { ports: [closedPort], rule: { cors } },
    },
    {
      backends: [
        ...['session', 'limited', 'header', 'retry', 'half-closed', 'shadow', 'mirror', 'cors', 'cors-closed'].map((path) => ({
          id: `Workload/test/${path}`,
        })),
        { id: 'Workload/test/policy', policy: { id: 'test/p', retry: { attempts: 1, budgetPercent: 20, minRetriesPerSecond: 10 } } },
        { id: 'Workload/test/budget', policy: { id: 'test/b', retry: { attempts: 1, budgetPercent: 0, minRetriesPerSecond: 0 } } },
      ],
    },
  );
});

afterAll(async () => {
  await gateway?.close();
  await Promise.all([...replicas, shadow].map((backend) => backend?.close()));
});

beforeEach(() => {
  next = [];
  bodies.length = 0;
  copied.length = 0;
});

const get = (path: string, headers: Record<string, string> = {}) => ask(gateway.port, path, { headers });
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String((answer.headers['set-cookie'] as string[] | undefined)?.[0] ?? '');

describe('a session', () => {
  it('stays with its replica by cookie, and is told only once', async () => {
    const first = await get('/session');
    expect(cookieOf(first)).toMatch(/^replica=[\w-]{16}\.\w+; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(first).split(';')[0] as string;
    for (let i = 0; i < 12; i += 1) {
      const again = await get('/session', { cookie: `other=1; ${cookie}` });
      expect(again.body).toBe(first.body);
      expect(again.headers).not.toHaveProperty('set-cookie');
    }
  });

  it('stays by header too', async () => {
    const first = await get('/header');
    const mark = String(first.headers['x-replica']);
    for (let i = 0; i < 6; i += 1) expect((await get('/header', { 'X-Replica': mark })).body).toBe(first.body);
  });

  it('begins anew where the replica is not there, the mark is made up, or its time is over', async () => {
    expect(cookieOf(await get('/session', { cookie: 'replica=AAAAAAAAAAAAAAAA.zzz' }))).toContain('replica=');
    const first = cookieOf(await get('/limited'));
    expect(first).toContain('; Max-Age=3600');
    const [mark] = (first.split(';')[0] as string).replace('old=', '').split('.');
    const past = Math.floor(Date.now() / 1000 - 4000).toString(36);
    expect(cookieOf(await get('/limited', { cookie: `old=${mark}.${past}` }))).toContain('old=');
    const lately = Math.floor(Date.now() / 1000 - 100).toString(36);
    expect((await get('/limited', { cookie: `old=${mark}.${lately}` })).headers).not.toHaveProperty('set-cookie');
  });
});

describe('a request that is tried again', () => {
  it('brings its body again, whatever its method, where the route says so', async () => {
    next = [503, 503];
    const answer = await ask(gateway.port, '/retry', { method: 'POST', body: 'permit=1' });
    expect(answer.status).toBe(200);
    expect(bodies).toEqual(['permit=1', 'permit=1', 'permit=1']);
  });

  it('is not where its body is too long to keep', async () => {
    next = [503];
    expect((await ask(gateway.port, '/retry', { method: 'PUT', body: 'x'.repeat(300_000) })).status).toBe(503);
    expect(bodies.length).toBe(1);
  });

  it('goes to other replicas first', async () => {
    next = [503, 503];
    const before = replicas.map(({ seen }) => seen.length);
    await get('/retry');
    expect(replicas.map(({ seen }, i) => seen.length - (before[i] ?? 0))).toEqual([1, 1, 1]);
  });

  it('is not where the budget is used up', async () => {
    next = [503];
    expect((await get('/budget')).status).toBe(503);
  });

  it('is not for a status that is not named, nor by a policy for one that may be named by routes alone', async () => {
    next = [500];
    expect((await get('/retry')).status).toBe(500);
    next = [503];
    expect((await get('/policy')).status).toBe(503);
  });

  it('ends as unavailable where no connection stands', async () => {
    expect((await get('/half-closed')).status).toBe(503);
  });
});

describe('a copy', () => {
  it('has the body, follows no retry, and changes nothing for the client', async () => {
    next = [503];
    const id = randomUUID();
    const answer = await ask(gateway.port, `/mirror?${id}`, { method: 'POST', body: 'copy me' });
    expect(answer.status).toBe(200);
    await until('the copy', () => copied.length > 0);
    await ask(gateway.port, '/mirror?last');
    await until('the next copy', () => copied.some(({ url }) => url.endsWith('last')));
    expect(copied).toEqual([
      { url: `/mirror?${id}`, body: 'copy me', length: '7' },
      { url: '/mirror?last', body: '', length: undefined },
    ]);
  });

  it('is not made where the gateway adds to a head what makes it too long; the request goes on', async () => {
    const headers = Object.fromEntries(Array.from({ length: 124 }, (_, i) => [`x-${i}`, '1']));
    expect((await ask(gateway.port, '/mirror?many', { headers })).status).toBe(200);
    await ask(gateway.port, '/mirror?after-many');
    await until('the copy of the next one', () => copied.some(({ url }) => url.endsWith('after-many')));
    expect(copied.some(({ url }) => url.endsWith('?many'))).toBe(false);
  });

  it('is not made of a body that is too long', async () => {
    expect((await ask(gateway.port, '/mirror?long', { method: 'POST', body: 'x'.repeat(300_000) })).status).toBe(200);
    await ask(gateway.port, '/mirror?after');
    await until('the copy of the next one', () => copied.some(({ url }) => url.endsWith('after')));
    expect(copied.some(({ url }) => url.endsWith('long'))).toBe(false);
  });
});

it('a call of gRPC hears of a problem by its status', async () => {
  const headers = { 'content-type': 'application/grpc' };
  const told = { 'content-type': 'application/grpc', 'grpc-status': '12', 'grpc-message': expect.stringContaining('No%20application') };
  expect(await ask(gateway.port, '/nowhere', { method: 'POST', headers })).toMatchObject({ status: 200, headers: told, body: '' });
  const unavailable = await ask(gateway.port, '/half-closed', { method: 'POST', headers });
  expect(unavailable).toMatchObject({ status: 200, headers: { 'grpc-status': '14' } });
});

describe('another origin', () => {
  it('hears the rule, not the application, also where the gateway itself answers', async () => {
    const allowed = { 'access-control-allow-origin': 'https://a.cn', 'access-control-expose-headers': 'x-total', vary: 'Origin' };
    expect(await get('/cors', { origin: 'https://a.cn' })).toMatchObject({ status: 200, headers: allowed });
    expect(await get('/cors-closed', { origin: 'https://a.cn' })).toMatchObject({ status: 502, headers: allowed });
    expect((await get('/cors', { origin: 'https://b.cn' })).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is answered beforehand without the application', async () => {
    const headers = { origin: 'https://a.cn', 'access-control-request-method': 'PUT' };
    const answer = await ask(gateway.port, '/cors', { method: 'OPTIONS', headers });
    expect(answer).toMatchObject({ status: 204, headers: { 'access-control-allow-methods': 'PUT', 'access-control-max-age': '60' } });
    expect(bodies).toEqual([]);
  });
});
