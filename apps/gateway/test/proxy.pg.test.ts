import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Gateway, HTTPRoute, systemNamespace, Upstream } from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SealedCopy } from '../src/control/sealed-copy.ts';
import type { DataPlane } from '../src/data-plane.ts';
import { ask, type Backend, raw, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, putWorkload, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

let platform: TestPlatform;
let plane: DataPlane;
let a: Backend;
let b: Backend;
let port: number;

const echo = (name: string) => (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => {
  if (request.url?.startsWith('/app/slow')) return void setTimeout(() => response.end(name), 400);
  if (request.url?.startsWith('/app/stream')) {
    response.write('first\n');
    return void setTimeout(() => response.end('second\n'), 200);
  }
  if (request.url?.startsWith('/app/upload')) {
    const hash = createHash('sha256');
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      hash.update(chunk);
    });
    return void request.on('end', () => response.end(`${length} ${hash.digest('hex')}`));
  }
  if (request.url?.startsWith('/app/big')) return void response.end(Buffer.alloc(5_000_000, 'x'));
  response.setHeader('set-cookie', ['dizuo_visitor=forged', 'own=1']);
  response.end(name);
};

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  plane = await platform.startGateway();
  a = await startBackend(echo('a'));
  b = await startBackend(echo('b'));
  await putWorkload(platform.client, 'permit', [{ port: a.port }, { port: b.port }]);
  await platform.client.create(HTTPRoute, {
    ...inTenant('permit'),
    spec: {
      parentRefs,
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/app' } }],
          backendRefs: [workloadRef('permit')],
          filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Set', value: 'yes' }] } }],
        },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/short' } }],
          backendRefs: [workloadRef('permit')],
          filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/app/slow' } } }],
          timeouts: { request: '100ms' },
        },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/moved' } }],
          filters: [
            { type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/app' }, statusCode: 301 } },
          ],
        },
        { matches: [{ path: { type: 'PathPrefix', value: '/missing' } }], backendRefs: [workloadRef('not-there')] },
      ],
    },
  });
  await until('the route is served', async () => (await ask(port, '/app')).status === 200);
});

afterAll(async () => {
  await platform?.close();
  await Promise.all([a?.close(), b?.close()]);
});

describe('a published workload', () => {
  it('is balanced over its replicas, on kept connections', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(port, '/app/x')));
    expect(new Set(answers.map((answer) => answer.body))).toEqual(new Set(['a', 'b']));
    const before = a.connections() + b.connections();
    for (let i = 0; i < 20; i += 1) expect((await ask(port, '/app/x')).status).toBe(200);
    expect(a.connections() + b.connections()).toBe(before);
  });

  it('receives what it should, and nothing that is the gateway’s own', async () => {
    a.seen.length = 0;
    b.seen.length = 0;
    await ask(port, '/app/headers?x=1', {
      headers: {
        'X-Dizuo-Identity': 'forged',
        X_Dizuo_Identity: 'forged',
        'X-Forwarded-For': '6.6.6.6',
        'X-Forwarded-Proto': 'https',
        Connection: 'close, X-Secret',
        'X-Secret': 'hop',
        'Proxy-Authorization': 'x',
        Cookie: 'dizuo_session=s; own=2; dizuo_visitor=v; _session=p; _session.sig=q',
        'X-Own': 'kept',
      },
    });
    const [seen] = [...a.seen, ...b.seen];
    expect(seen?.url).toBe('/app/headers?x=1');
    expect(seen?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${port}`,
      'x-own': 'kept',
      'x-set': 'yes',
      cookie: 'own=2',
    });
    expect(seen?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    for (const name of ['x-dizuo-identity', 'x_dizuo_identity', 'x-secret', 'proxy-authorization'])
      expect(seen?.headers).not.toHaveProperty(name);
  });

  it('cannot set the gateway’s cookies', async () => {
    expect((await ask(port, '/app')).headers['set-cookie']).toEqual(['own=1']);
  });

  it('streams answers as they come', async () => {
    const times: number[] = [];
    const started = Date.now();
    await new Promise<void>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path: '/app/stream', agent: false }, (response) => {
        response.on('data', () => times.push(Date.now() - started));
        response.on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
    expect(times.length).toBe(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(100);
  });

  it.each([
    ['with a length', false],
    ['in chunks', true],
  ])('takes an upload %s whole', async (_why, chunked) => {
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    const expected = `${body.length} ${createHash('sha256').update(body).digest('hex')}`;
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) };
      const sent = httpRequest({ host: '127.0.0.1', port, path: '/app/upload', method: 'POST', headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      });
      sent.on('error', reject);
      for (let at = 0; at < body.length; at += 100_000) sent.write(body.subarray(at, at + 100_000));
      sent.end();
    });
    expect(answer).toBe(expected);
  });

  it('passes a large answer to a slow reader at the reader’s pace, whole', async () => {
    const length = await new Promise<number>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path: '/app/big', agent: false }, (response) => {
        let got = 0;
        response.on('data', (chunk: Buffer) => {
          got += chunk.length;
          response.pause();
          setTimeout(() => response.resume(), 1);
        });
        response.on('end', () => resolve(got));
      })
        .on('error', reject)
        .end();
    });
    expect(length).toBe(5_000_000);
  });

  it('answers several requests that come at once on one connection, in order', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    const text = await raw(port, one('/app/slow') + one('/moved') + one('/nothing'), 900);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1])).toEqual(['200', '301', '404']);
  });

  it('answers HTTP/1.0 without chunks', async () => {
    const text = await raw(port, `GET /app/stream HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`, 900);
    expect(text).toMatch(/\r\n\r\nfirst\nsecond\n$/);
    expect(text).not.toMatch(/transfer-encoding/i);
  });

  it('answers HEAD without a body and keeps the connection right', async () => {
    const text = await raw(port, `HEAD /app/x HTTP/1.1\r\nHost: h\r\n\r\nGET /moved HTTP/1.1\r\nHost: h\r\n\r\n`, 500);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1])).toEqual(['200', '301']);
  });

  it('says 100 Continue, then takes the body', async () => {
    const text = await raw(port, `POST /app/upload HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc`, 500);
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it('redirects', async () => {
    const answer = await ask(port, '/moved/x?q=1');
    expect([answer.status, answer.headers.location]).toEqual([301, `http://127.0.0.1:${port}/app?q=1`]);
  });

  it('ends at the route’s time limit with 504, in the language of people or programs', async () => {
    const page = await ask(port, '/short', { headers: { accept: 'text/html' } });
    expect([page.status, page.headers['content-type']]).toEqual([504, 'text/html; charset=utf-8']);
    expect(page.body).toContain('应用没有及时应答');
    const data = await ask(port, '/short');
    expect(JSON.parse(data.body)).toMatchObject({ status: 504, reason: 'timeout', requestId: data.headers['x-request-id'] });
  });

  it('answers 500 for a backend that does not exist, and says so on the route', async () => {
    expect((await ask(port, '/missing')).status).toBe(500);
    const route = await until('conditions', async () => {
      const found = await platform.client.get(HTTPRoute, { namespace: 'greening', name: 'permit' });
      return found?.status?.parents?.[0]?.conditions?.some((c) => c.type === 'Programmed' && c.status === 'True') && found;
    });
    const conditions = Object.fromEntries((route.status?.parents?.[0]?.conditions ?? []).map((c) => [c.type, `${c.status} ${c.reason}`]));
    expect(conditions).toEqual({ Accepted: 'True Accepted', ResolvedRefs: 'False BackendNotFound', Programmed: 'True Programmed' });
    const gateway = await platform.client.get(Gateway, { namespace: systemNamespace, name: 'default' });
    expect(gateway?.status?.listeners?.[0]).toMatchObject({ name: 'http', attachedRoutes: 1 });
  });

  it('passes WebSockets both ways', async () => {
    a.server.on('upgrade', upgrade);
    b.server.on('upgrade', upgrade);
    const text = await new Promise<string>((resolve) => {
      let got = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `GET /app/ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\nearly`,
        );
      });
      socket.on('data', (data) => {
        got += data.toString();
        if (got.endsWith('EARLY')) socket.write('later');
        if (got.endsWith('LATER')) socket.end();
      });
      socket.on('close', () => resolve(got));
    });
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(text).toMatch(/hello.*EARLY.*LATER$/s);
  });

  it('gets no traffic on a replica that is not ready', async () => {
    await putWorkload(platform.client, 'permit', [{ port: a.port, state: 'Unhealthy' }, { port: b.port }]);
    await until('only b', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(port, '/app')));
      return answers.every((answer) => answer.body === 'b');
    });
    a.seen.length = 0;
    await Promise.all(Array.from({ length: 30 }, () => ask(port, '/app')));
    expect(a.seen.length).toBe(0);
  });

  it('is tried at another replica where one refuses connections, also for requests with a body', async () => {
    const dead = await freePort();
    await putWorkload(platform.client, 'permit', [{ port: dead }, { port: b.port }]);
    const statuses = new Set<number>();
    await until('a second try', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(port, '/app/upload', { method: 'POST', body: 'abc' })));
      for (const { status } of answers) statuses.add(status);
      return platform.log.some((entry) => entry.retries === 1);
    });
    expect([...statuses]).toEqual([200]);
    await putWorkload(platform.client, 'permit', [{ port: dead }]);
    await until('502', async () => (await ask(port, '/app')).status === 502);
    await putWorkload(platform.client, 'permit', []);
    await until('503', async () => (await ask(port, '/app')).status === 503);
    await putWorkload(platform.client, 'permit', [{ port: a.port }, { port: b.port }]);
    await until('200', async () => (await ask(port, '/app')).status === 200);
  });
});

describe('smuggling', () => {
  const host = `Host: h`;
  const hidden = 'GET /app/hidden HTTP/1.1\r\nHost: h\r\n\r\n';
  it.each([
    ['CL.TE', `POST /app HTTP/1.1\r\n${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['two lengths', `POST /app HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    ['space before the colon', `POST /app HTTP/1.1\r\n${host}\r\nContent-Length : ${hidden.length}\r\n\r\n${hidden}`],
    ['obs-fold', `POST /app HTTP/1.1\r\n${host}\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\n${hidden}`],
    ['bare LF', `POST /app HTTP/1.1\n${host}\nContent-Length: 0\n\n${hidden}`],
    ['chunk extension', `POST /app/upload HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n0\r\n\r\n${hidden}`],
    ['bad chunk size', `POST /app/upload HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${hidden}`],
    ['h2c upgrade', `GET /nothing HTTP/1.1\r\n${host}\r\nConnection: close\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n${hidden}`],
  ])('%s reaches no backend', async (_why, bytes) => {
    a.seen.length = 0;
    b.seen.length = 0;
    const text = await raw(port, bytes);
    expect([...a.seen, ...b.seen].filter((seen) => seen.url === '/app/hidden')).toEqual([]);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].length).toBe(1);
    expect(text).toMatch(/^HTTP\/1\.1 4/);
  });

  it.each([
    ['both framings', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
    ['no status', 'nonsense\r\n\r\n'],
  ])('a backend that answers with %s gives 502', async (_why, answer) => {
    const { createServer } = await import('node:net');
    const liar = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.write(answer));
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const at = (liar.address() as { port: number }).port;
    await putWorkload(platform.client, 'liar', [{ port: at }]);
    const key = { namespace: 'greening', name: 'liar' };
    if (!(await platform.client.get(HTTPRoute, key))) {
      const rules = [{ matches: [{ path: { value: '/liar' } }], backendRefs: [workloadRef('liar')] }];
      await platform.client.create(HTTPRoute, { ...inTenant('liar'), spec: { parentRefs, rules } });
    }
    await until('502', async () => (await ask(port, '/liar')).status === 502);
    liar.close();
  });
});

describe('an upstream', () => {
  it('is published with its base path, checked for health, and left alone while it is ill', async () => {
    let well = true;
    const old = await startBackend((request, response) => {
      response.statusCode = request.url === '/old/health' && !well ? 503 : 200;
      response.end(`old ${request.url}`);
    });
    await platform.client.create(Upstream, {
      ...inTenant('old'),
      spec: {
        addresses: [{ host: '127.0.0.1', port: old.port }],
        basePath: '/old/',
        healthCheck: { path: '/health', intervalSeconds: 1, unhealthyThreshold: 1 },
      },
    });
    await platform.client.create(HTTPRoute, {
      ...inTenant('old'),
      spec: {
        parentRefs,
        hostnames: ['old.example'],
        rules: [{ backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name: 'old' }] }],
      },
    });
    await until('served', async () => (await ask(port, '/x', { host: 'old.example' })).body === 'old /old/x');
    expect((await ask(port, '/x', { host: 'other.example' })).status).toBe(404);
    well = false;
    await until('503', async () => (await ask(port, '/x', { host: 'old.example' })).status === 503);
    well = true;
    await until('back', async () => (await ask(port, '/x', { host: 'old.example' })).status === 200);
    await old.close();
  });
});

describe('the server away', () => {
  it('what was in force is served on, also by a data plane that starts then, and the copy on disk can be read by nobody else', async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const file = join(platform.directory, 'gateway-state.sealed');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'latin1')).not.toMatch(/permit|greening|kty/);
    expect(new SealedCopy(platform.directory, 'another credential').read()).toBeUndefined();
    await platform.stopServer();
    expect((await ask(port, '/app')).status).toBe(200);
    await plane.stop();
    const next = await platform.startGateway();
    expect(await next.ready).toMatch(/^\d+-\d+$/);
    expect((await ask(port, '/app')).status).toBe(200);
  });
});

describe('draining', () => {
  it('lets requests under way end and takes no new ones', async () => {
    const second = await platform.startGateway({ port: 0 });
    await second.ready;
    const slow = ask(second.port, '/app/slow');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = second.stop();
    await expect(ask(second.port, '/app')).rejects.toThrow();
    expect((await slow).status).toBe(200);
    await stopped;
  });
});

function upgrade(_request: unknown, socket: import('node:stream').Duplex, early: Buffer): void {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello');
  if (early.length > 0) socket.write(early.toString().toUpperCase());
  socket.on('data', (data: Buffer) => socket.write(data.toString().toUpperCase()));
  socket.on('end', () => socket.end());
  socket.on('error', () => {});
}
