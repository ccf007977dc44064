import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, raw, startBackend } from './backends.ts';
import { selfSigned } from './certificate.ts';
import { freePort } from './platform.ts';
import { type Standing, standing } from './standing.ts';

const [first, second, renewed, started] = await Promise.all([
  selfSigned('one.example'),
  selfSigned('two.example', '*.two.example'),
  selfSigned('two.example', '*.two.example'),
  selfSigned('started.example'),
]);
let gateway: Standing;
let backend: Backend;
let port: number;

const configure = (of: { cert: string; key: string }) =>
  gateway.serve(
    { '/app': { ports: [backend.port] } },
    {
      listeners: [{ name: 'web', port, protocol: 'HTTPS', certificates: [0, 1] }],
      certificates: [
        { id: 'test/one', hosts: ['one.example'], chain: first.cert, privateKey: first.key },
        { id: 'test/two', hosts: ['*.two.example', 'two.example'], chain: of.cert, privateKey: of.key },
      ],
    },
  );

beforeAll(async () => {
  backend = await startBackend((request, response) =>
    response.end(`${request.headers['x-forwarded-for']} ${request.headers['x-forwarded-proto']} ${request.headers.forwarded}`),
  );
  port = await freePort();
  gateway = await standing({ port, tls: started });
  await configure(second);
});

afterAll(async () => {
  await gateway?.close();
  await backend?.close();
});

function handshake(options: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => resolve(socket));
    socket.once('error', reject);
  });
}

async function nameFor(servername?: string): Promise<string> {
  const socket = await handshake(servername ? { servername } : {});
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return String(CN);
}

const get = 'GET /app HTTP/1.1\r\nHost: one.example\r\nConnection: close\r\n\r\n';

function answer(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('end', () => resolve(text));
    socket.write(get);
  });
}

describe('certificates', () => {
  it.each([
    ['one.example', 'one.example'],
    ['two.example', 'two.example'],
    ['a.two.example', 'two.example'],
    ['a.b.two.example', 'one.example'],
    ['other.example', 'one.example'],
    [undefined, 'one.example'],
  ])('for %s: that of %s', async (asked, expected) => expect(await nameFor(asked)).toBe(expected));

  it('are refused as a whole where one cannot be used, and the old ones serve on', async () => {
    await expect(configure({ cert: second.cert, key: first.key })).rejects.toThrow(/key/);
    expect(await nameFor('two.example')).toBe('two.example');
  });

  it('change without a lost request, and connections that are there go on', async () => {
    const before = await handshake({ servername: 'two.example' });
    const serial = before.getPeerCertificate().serialNumber;
    await configure(renewed);
    const after = await handshake({ servername: 'two.example' });
    expect(after.getPeerCertificate().serialNumber).not.toBe(serial);
    expect(await answer(before)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    after.destroy();
  });
});

describe('TLS', () => {
  it.each([['TLSv1.3' as const], ['TLSv1.2' as const]])('%s is spoken, and its sessions are taken up again', async (version) => {
    const options = { servername: 'one.example', minVersion: version, maxVersion: version };
    const one = await handshake(options);
    expect(one.getProtocol()).toBe(version);
    const session = new Promise<Buffer>((resolve) => one.once('session', resolve));
    await answer(one);
    const again = await handshake({ ...options, session: version === 'TLSv1.2' ? one.getSession() : await session });
    expect(again.isSessionReused()).toBe(true);
    again.destroy();
  });

  it('1.1 is refused', async () => {
    await expect(handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow();
  });

  it('brings HTTP/2 by ALPN', async () => {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername: 'one.example' });
    const text = await new Promise<string>((resolve, reject) => {
      const stream = session.request({ ':path': '/app', ':authority': 'one.example' });
      let got = '';
      stream.setEncoding('utf8');
      stream.on('data', (part) => {
        got += part;
      });
      stream.on('end', () => resolve(got));
      stream.on('error', reject);
    });
    session.close();
    expect(text).toBe('127.0.0.1 https for=127.0.0.1;host="one.example";proto=https');
  });

  it('a connection that never begins is ended when the process is to go', async () => {
    const other = await standing({ tls: started });
    const silent = connect(other.port, '127.0.0.1');
    silent.on('error', () => {});
    const closed = new Promise((resolve) => silent.once('close', resolve));
    await new Promise((resolve) => silent.once('connect', resolve));
    await other.close();
    await closed;
  });
});

describe('the PROXY protocol', () => {
  let behind: Standing;
  beforeAll(async () => {
    behind = await standing({ proxies: ['127.0.0.0/8'] });
    await behind.serve({ '/app': { ports: [backend.port] } });
  });
  afterAll(() => behind?.close());

  it('tells who asks, over plain connections', async () => {
    expect(await raw(behind.port, `PROXY TCP4 203.0.113.9 127.0.0.1 5 6\r\n${get}`)).toMatch(/\r\n\r\n203\.0\.113\.9 http for=203/);
  });

  it('is demanded of those who have to send it', async () => {
    expect(await raw(behind.port, get)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('is not believed from anyone else', async () => {
    const plain = await standing();
    await plain.serve({ '/app': { ports: [backend.port] } });
    expect(await raw(plain.port, `PROXY TCP4 203.0.113.9 127.0.0.1 5 6\r\n${get}`)).toMatch(/^HTTP\/1\.1 400 /);
    await plain.close();
  });

  it('comes before TLS', async () => {
    const secure = await standing({ proxies: ['127.0.0.1'], tls: started });
    await secure.serve({ '/app': { ports: [backend.port] } });
    // A balancer that adds the header and passes the rest on.
    const balancer = createServer((client) => {
      const onward = connect(secure.port, '127.0.0.1');
      onward.write('PROXY TCP6 2001:db8::9 ::1 5 6\r\n');
      client.pipe(onward).pipe(client);
      for (const socket of [client, onward]) socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
    const socket = await handshake({ port: (balancer.address() as AddressInfo).port });
    expect(await answer(socket)).toMatch(/2001:db8::9 https for="\[2001:db8::9\]"/);
    balancer.close();
    await secure.close();
  });
});
