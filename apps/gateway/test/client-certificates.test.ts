import { connect as connectHttp2 } from 'node:http2';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { DataPlaneListener } from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from './backends.ts';
import { selfSigned } from './certificate.ts';
import { freePort, until } from './platform.ts';
import { type Standing, standing } from './standing.ts';

/** Mutual TLS from the handshake to the Consumer that a certificate stands for. Each client certificate is its own authority. */

const [server, shop, other, stranger] = await Promise.all(
  ['web.example', 'shop.example', 'other.example', 'stranger.example'].map((name) => selfSigned(name)),
);
let gateway: Standing;
let backend: Backend;
let port: number;

type Mode = NonNullable<DataPlaneListener['clientCertificates']>['mode'];

const configure = (mode: Mode, authorities: string) =>
  gateway.serve(
    {
      '/app': {
        ports: [backend.port],
        rule: {
          access: {
            require: 'signed-in',
            audience: 'a',
            anonymousPaths: [],
            consumerNamespace: 't',
            authentication: { session: false, mutualTls: true },
          },
        },
      },
    },
    {
      listeners: [{ name: 'web', port, protocol: 'HTTPS', certificates: [0], clientCertificates: { mode, caCertificates: authorities } }],
      certificates: [{ id: 't/web', hosts: ['web.example'], chain: server?.cert ?? '', privateKey: server?.key ?? '' }],
      consumers: [{ id: 't/shop', department: 'bureau', certificates: [{ dnsName: 'shop.example' }] }],
    },
  );

beforeAll(async () => {
  backend = await startBackend((_request, response) => void response.end('ok'));
  port = await freePort();
  gateway = await standing();
});

afterAll(async () => {
  await gateway?.close();
  await backend?.close();
});

/** The status of one answer over HTTP/1.1, with a session to take up again where one came; or what broke. */
function get(options: ConnectionOptions): Promise<{ status: number | string; session?: Buffer; isReused: boolean }> {
  return new Promise((resolve) => {
    let text = '';
    let session: Buffer | undefined;
    const socket = connectTls({ host: '127.0.0.1', port, servername: 'web.example', rejectUnauthorized: false, ...options }, () =>
      socket.write('GET /app HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n\r\n'),
    );
    const done = (status: number | string) => resolve({ status, ...(session ? { session } : {}), isReused: socket.isSessionReused() });
    socket.on('session', (given) => {
      session = given;
    });
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('end', () => done(text === '' ? 'ended' : Number(text.split(' ')[1])));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    socket.on('close', () => done('closed'));
  });
}

function get2(options: ConnectionOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { servername: 'web.example', rejectUnauthorized: false, ...options });
    session.on('error', reject);
    const stream = session.request({ ':path': '/app', ':authority': 'web.example' });
    stream.on('response', (headers) => {
      resolve(Number(headers[':status']));
      session.close();
    });
    stream.on('error', reject);
    stream.resume();
  });
}

describe('a listener that lets only valid certificates in', () => {
  beforeAll(async () => {
    await configure('AllowValidOnly', `${shop?.cert}\n${other?.cert}`);
    await until('the port is open', async () => (await get({ ...shop })).status !== 'ECONNREFUSED');
  });

  it('knows the program that a certificate stands for, over HTTP/1.1 and HTTP/2', async () => {
    expect(await get({ ...shop })).toMatchObject({ status: 200 });
    expect(await get2({ ...shop })).toBe(200);
    expect(gateway.log.findLast((entry) => entry.path === '/app')).toMatchObject({ caller: 't/shop' });
  });

  it('ends the handshake without one, and with one of an unknown authority', async () => {
    for (const options of [{}, { ...stranger }]) expect((await get(options)).status).toEqual(expect.any(String));
  });

  it('refuses a valid certificate that stands for nobody', async () => {
    expect(await get({ ...other })).toMatchObject({ status: 401 });
  });
});

describe('a listener that lets others in too', () => {
  beforeAll(() => configure('AllowInsecureFallback', shop?.cert ?? ''));

  it('asks for another proof without a valid certificate', async () => {
    for (const options of [{}, { ...stranger }]) expect(await get(options)).toMatchObject({ status: 401 });
    expect(await get({ ...shop })).toMatchObject({ status: 200 });
  });

  it('takes a session up again with its certificate, until the authorities change', async () => {
    const first = await get({ ...shop });
    const again = await get({ ...shop, session: first.session });
    expect(again).toMatchObject({ status: 200, isReused: true });
    await configure('AllowInsecureFallback', other?.cert ?? '');
    expect(await get({ ...shop, session: again.session ?? first.session })).toMatchObject({ status: 401, isReused: false });
  });
});
