import { createCipheriv, createHash } from 'node:crypto';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { selfSigned } from './certificate.ts';
import { freePort, until } from './platform.ts';
import { type Standing, standing } from './standing.ts';

/** Long bodies of many at once, to fast and slow readers: each gets its own bytes, all of them, in order. */

const most = 1_500_000;
const rounds = 2;
const tls = { connect: { rejectUnauthorized: false } };
const agents = {
  'HTTP/1.1': new Agent({ connections: 12 }),
  'HTTP/1.1 over TLS': new Agent({ connections: 12, allowH2: false, ...tls }),
  'HTTP/2': new Agent({ connections: 1, allowH2: true, ...tls }),
};
type Protocol = keyof typeof agents;

let gateway: Standing;
let backend: Backend;
let securePort: number;

/** Bytes that no other seed has. */
function bytesOf(seed: number, size: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(size));
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

beforeAll(async () => {
  backend = await startBackend((asked, response) => {
    if (asked.method === 'POST') return void asked.pipe(response);
    if (asked.url === '/app/endless') return void Readable.from(endless()).pipe(response);
    const { searchParams } = new URL(asked.url ?? '', 'http://backend');
    const body = bytesOf(Number(searchParams.get('seed')), Number(searchParams.get('size')));
    if (searchParams.get('framing') === 'length') response.setHeader('Content-Length', body.length);
    if (searchParams.get('framing') === 'close') response.setHeader('Connection', 'close');
    Readable.from(pieces(body, 300_000)).pipe(response);
  });
  backend.server.keepAliveTimeout = 60_000;
  const { cert: chain, key: privateKey } = await selfSigned('one.example');
  const port = await freePort();
  securePort = await freePort();
  gateway = await standing({ port });
  await gateway.serve(
    { '/app': { ports: [backend.port] } },
    {
      listeners: [
        { name: 'http', port, protocol: 'HTTP' },
        { name: 'https', port: securePort, protocol: 'HTTPS', certificates: [0] },
      ],
      certificates: [{ id: 'test/one', hosts: ['one.example'], chain, privateKey }],
    },
  );
  await until('the backend is reached', async () => (await ask(port, '/app?seed=1&size=1')).status === 200);
});

function* pieces(body: Buffer, size: number): Iterable<Buffer> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

let taken = 0;

/** Says how much of it was taken. */
function* endless(): Iterable<Buffer> {
  const piece = Buffer.alloc(50_000);
  for (taken = 0; ; taken += piece.length) yield piece;
}

/** Digest of the answer. A slow reader takes a piece now and then. */
async function fetched(protocol: Protocol, path: string, body: Buffer | undefined, isSlow: boolean): Promise<string> {
  const origin = protocol === 'HTTP/1.1' ? `http://127.0.0.1:${gateway.port}` : `https://127.0.0.1:${securePort}`;
  const answer = await request(`${origin}${path}`, {
    dispatcher: agents[protocol],
    method: body ? 'POST' : 'GET',
    ...(body ? { body: Readable.from(pieces(body, isSlow ? 20_000 : 200_000)) } : {}),
  });
  const hash = createHash('sha256');
  for await (const bytes of answer.body) {
    hash.update(bytes);
    if (isSlow && Math.random() < 0.2) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return `${answer.statusCode} ${hash.digest('hex')}`;
}

it.each([
  ['HTTP/1.1', 24],
  ['HTTP/1.1 over TLS', 24],
  ['HTTP/2', 120],
] as const)('%s, %i at once', { timeout: 120_000 }, async (protocol, visitors) => {
  const visits = Array.from({ length: visitors }, async (_, visitor) => {
    for (let round = 0; round < rounds; round += 1) {
      const seed = visitor * rounds + round;
      const size = seed % 5 === 0 ? seed * 1000 : most - seed;
      const bytes = bytesOf(seed, size);
      const isSlow = visitor % 3 === 0;
      const isUpload = seed % 4 === 0;
      const framing = ['length', 'chunked', 'close'][seed % 3];
      const path = isUpload ? '/app' : `/app?seed=${seed}&size=${size}&framing=${framing}`;
      const got = await fetched(protocol, path, isUpload ? bytes : undefined, isSlow);
      expect(`${path} ${got}`).toBe(`${path} 200 ${digestOf(bytes)}`);
    }
  });
  await Promise.all(visits);
});

describe('a client that does not read holds up what is sent to it in chunks', () => {
  /** Opens a request whose answer is not read; what it answers with closes it. */
  const clients: Record<string, () => () => void> = {
    'HTTP/2': () => {
      const session = connectHttp2(`https://127.0.0.1:${securePort}`, { rejectUnauthorized: false });
      session.request({ ':path': '/app/endless' });
      return () => session.destroy();
    },
    'HTTP/1.0': () => {
      const socket = connect(gateway.port, '127.0.0.1', () => socket.write('GET /app/endless HTTP/1.0\r\nHost: one.example\r\n\r\n'));
      return () => socket.destroy();
    },
    'HTTP/1.1': () => {
      const socket = connect(gateway.port, '127.0.0.1', () => socket.write('GET /app/endless HTTP/1.1\r\nHost: one.example\r\n\r\n'));
      return () => socket.destroy();
    },
  };

  it.each(Object.keys(clients))('%s', async (client) => {
    taken = 0;
    const close = clients[client]?.();
    let before = -1;
    await until('nothing more is taken', async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const isSame = taken > 0 && taken === before;
      before = taken;
      return isSame || taken > 200e6;
    });
    close?.();
    // What sockets on the way hold.
    expect(taken).toBeLessThan(50e6);
  });
});

afterAll(async () => {
  await Promise.all(Object.values(agents).map((agent) => agent.destroy()));
  await gateway?.close();
  await backend?.close();
});
