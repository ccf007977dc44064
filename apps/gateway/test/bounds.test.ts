import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { until } from './platform.ts';
import { type Standing, standing } from './standing.ts';

/** What one client, one tenant and slowness may take of the gateway. */

let gateway: Standing;
let backend: Backend;
/** Requests that the backend saw end before they were whole, or whose answers nobody took to the end. */
let given = 0;
const held = new Set<() => void>();

beforeAll(async () => {
  backend = await startBackend((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) given += 1;
    });
    if (request.url?.endsWith('/large')) return void response.end(Buffer.alloc(64 * 1024 * 1024));
    if (request.url?.endsWith('/held')) return void held.add(() => response.end('released'));
    request.resume().on('end', () => response.end('ok'));
  });
  gateway = await standing({
    waits: { headMs: 400, bodyMs: 400, idleMs: 400, readerMs: 400, leastBodyBytesPerSecond: 100_000 },
    limits: { connectionsPerAddress: 6, requestsPerTenant: 2 },
  });
  await gateway.serve({
    '/app': { ports: [backend.port], rule: { id: 'one/app/0' } },
    '/other': { ports: [backend.port], rule: { id: 'two/app/0' } },
  });
});

afterAll(async () => {
  await gateway?.close();
  await backend?.close();
});

interface Talk {
  socket: Socket;
  text: () => string;
  /** Resolves when the gateway has ended the connection. */
  ended: Promise<void>;
}

function talk(first: string): Promise<Talk> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(gateway.port, '127.0.0.1', () => {
      socket.write(first, 'latin1');
      resolve({ socket, text: () => text, ended });
    });
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', () => {});
    const ended = new Promise<void>((done) => socket.on('close', () => done()));
  });
}

/** Sends a byte now and then, until the connection ends. */
function trickle({ socket, ended }: Talk): Promise<void> {
  const timer = setInterval(() => socket.write('a'), 50);
  return ended.then(() => clearInterval(timer));
}

describe('slowness', () => {
  it('of a head ends the connection, however it trickles', async () => {
    const before = backend.seen.length;
    await trickle(await talk('GET /app HTTP/1.1\r\nHost: a.example\r\nX: '));
    expect(backend.seen.length).toBe(before);
  });

  it('of a body that stops ends it, and the backend does not take it for whole', async () => {
    const before = given;
    const client = await talk('POST /app HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100\r\n\r\nabc');
    await client.ended;
    expect(client.text()).toBe('');
    await until('the backend is told', () => given === before + 1);
  });

  it('of a body that trickles ends it too', async () => {
    const before = given;
    await trickle(await talk('POST /app HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100000\r\n\r\nabc'));
    await until('the backend is told', () => given === before + 1);
  });

  it('of a reader ends the answer, and the backend is let go', async () => {
    const before = given;
    const client = await talk('GET /app/large HTTP/1.1\r\nHost: a.example\r\n\r\n');
    client.socket.pause();
    await until('the backend is let go', () => given === before + 1);
    client.socket.resume();
    await client.ended;
  });

  it('of a connection without a request ends it', async () => {
    const client = await talk('');
    await client.ended;
    expect(client.text()).toBe('');
  });
});

describe('bounds', () => {
  it('of connections of one address: more are told to come back', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => talk('')));
    const refused = await talk('');
    await refused.ended;
    expect(refused.text()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nRetry-After: 5\r\n/);
    for (const { socket } of all) socket.destroy();
    await until('there is room again', async () => (await ask(gateway.port, '/app')).status === 200);
  });

  it('of requests of one tenant: others are served', async () => {
    const under = [ask(gateway.port, '/app/held'), ask(gateway.port, '/app/held')];
    await until('both are under way', () => held.size === 2);
    expect(await ask(gateway.port, '/app')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect((await ask(gateway.port, '/other')).status).toBe(200);
    for (const release of held) release();
    held.clear();
    expect((await Promise.all(under)).map(({ body }) => body)).toEqual(['released', 'released']);
    expect((await ask(gateway.port, '/app')).status).toBe(200);
  });

  it('of memory: requests are turned away before the process suffers', async () => {
    const small = await standing({ limits: { memoryMiB: 1 } });
    await small.serve({ '/app': { ports: [backend.port] } });
    await until('it sheds', async () => (await ask(small.port, '/app')).status === 503);
    const all = await Promise.all(Array.from({ length: 20 }, () => ask(small.port, '/app')));
    expect(all.some(({ status, headers }) => status === 503 && headers['retry-after'] === '5')).toBe(true);
    await small.close();
  });
});
