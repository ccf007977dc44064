import { createHash } from 'node:crypto';
import {
  type ClientHttp2Session,
  connect as connectHttp2,
  createServer as createHttp2Server,
  type Http2Server,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import {
  type Client,
  credentials,
  Metadata,
  makeGenericClientConstructor,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ask, type Backend, startBackend } from './backends.ts';
import { type Standing, standing } from './standing.ts';

let gateway: Standing;
let backend: Backend;
let sockets: WebSocketServer;
let h2c: Http2Server;
let grpc: Server;
let eventsEnded = 0;

const identity = (value: Buffer) => value;
const method = (path: string, requestStream: boolean, responseStream: boolean) => ({
  path,
  requestStream,
  responseStream,
  requestSerialize: identity,
  requestDeserialize: identity,
  responseSerialize: identity,
  responseDeserialize: identity,
});
const service: ServiceDefinition = {
  echo: method('/test.Echo/Echo', false, false),
  fail: method('/test.Echo/Fail', false, false),
  count: method('/test.Echo/Count', false, true),
  sum: method('/test.Echo/Sum', true, false),
  chat: method('/test.Echo/Chat', true, true),
};

beforeAll(async () => {
  gateway = await standing();
  backend = await startBackend((request, response) => {
    if (request.url === '/app/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let n = 0;
      const timer = setInterval(() => response.write(`data: ${n++}\n\n`), 20);
      response.on('close', () => {
        clearInterval(timer);
        eventsEnded += 1;
      });
      return;
    }
    const hash = createHash('sha256');
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      hash.update(part);
    });
    request.on('end', () => response.end(`${request.method} ${request.url} ${request.headers.host} ${length} ${hash.digest('hex')}`));
  });
  sockets = new WebSocketServer({ server: backend.server });
  sockets.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
  h2c = createHttp2Server((request, response) => {
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
    });
    request.on('end', () => response.end(`h2c ${request.method} ${request.url} ${request.authority} ${length}`));
  });
  await new Promise<void>((resolve) => h2c.listen(0, '127.0.0.1', resolve));
  grpc = new Server();
  grpc.addService(service, {
    echo: (call: { request: Buffer; metadata: Metadata }, done: (error: null, value: Buffer, trailer: Metadata) => void) => {
      const trailer = new Metadata();
      trailer.set('x-trailer', String(call.metadata.get('x-own')[0] ?? 'none'));
      done(null, call.request, trailer);
    },
    fail: (_call: unknown, done: (error: object) => void) => done({ code: status.FAILED_PRECONDITION, details: 'not yet' }),
    count: (call: { request: Buffer; write(value: Buffer): void; end(): void }) => {
      for (let i = 0; i < Number(call.request.toString()); i += 1) call.write(Buffer.from(String(i)));
      call.end();
    },
    sum: (call: AsyncIterable<Buffer>, done: (error: null, value: Buffer) => void) => {
      void (async () => {
        let sum = 0;
        for await (const part of call) sum += Number(part.toString());
        done(null, Buffer.from(String(sum)));
      })();
    },
    chat: (call: NodeJS.ReadWriteStream) => {
      call.on('data', (part: Buffer) => call.write(Buffer.from(part.toString().toUpperCase()) as never));
      call.on('end', () => call.end());
    },
  });
  const grpcPort = await new Promise<number>((resolve, reject) =>
    grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port))),
  );
  await gateway.serve(
    {
      '/app': { ports: [backend.port] },
      '/h2c': { ports: [(h2c.address() as AddressInfo).port] },
      '/test.Echo': { ports: [grpcPort], rule: { grpc: true } },
    },
    {
      backends: ['/app', '/h2c', '/test.Echo'].map((path) => ({
        id: `Workload/test${path}`,
        ...(path === '/h2c' ? { policy: { id: 'test/h2c', protocol: 'H2C' as const } } : {}),
      })),
    },
  );
});

afterAll(async () => {
  await gateway?.close();
  sockets?.close();
  h2c?.close();
  grpc?.forceShutdown();
  await backend?.close();
});

interface Http2Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

function ask2(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: Buffer): Promise<Http2Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':authority': 'a.example', ...headers }, { endStream: body === undefined });
    let text = '';
    let answer: Record<string, unknown> = {};
    stream.on('response', (given) => {
      answer = given;
    });
    stream.setEncoding('utf8');
    stream.on('data', (part) => {
      text += part;
    });
    stream.on('end', () => resolve({ status: Number(answer[':status']), headers: answer, body: text }));
    stream.on('error', reject);
    if (body) stream.end(body);
  });
}

describe('HTTP/2 by prior knowledge', () => {
  let session: ClientHttp2Session;
  beforeAll(() => {
    session = connectHttp2(`http://127.0.0.1:${gateway.port}`);
  });
  afterAll(() => session.close());

  it('becomes HTTP/1.1 at the backend', async () => {
    const answer = await ask2(session, { ':path': '/app/x?y=1', 'x-own': 'kept' });
    expect([answer.status, answer.body]).toEqual([200, expect.stringMatching(/^GET \/app\/x\?y=1 a\.example 0 /)]);
    expect(answer.headers['x-request-id']).toBeTruthy();
    expect(answer.headers).not.toHaveProperty('connection');
    expect(backend.seen.at(-1)?.headers).toMatchObject({ 'x-own': 'kept', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
  });

  it.each([
    ['with a length', { 'content-length': '3000000' }],
    ['without', {}],
  ])('carries uploads %s, many at once', async (_why, headers) => {
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    const digest = createHash('sha256').update(body).digest('hex');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => ask2(session, { ':path': '/app/up', ':method': 'POST', ...headers }, body)),
    );
    for (const answer of answers) expect(answer.body).toBe(`POST /app/up a.example ${body.length} ${digest}`);
  });

  it('answers what no route serves, and what is malformed', async () => {
    expect((await ask2(session, { ':path': '/nothing' })).status).toBe(404);
    expect((await ask2(session, { ':path': '/app', 'x-a': 'b', te: 'trailers', host: 'b.example' })).status).toBe(400);
  });

  it('ends when the client has ended its side and nothing is under way', async () => {
    const closed = new Promise<void>((resolve) => {
      const socket = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true }, () => {
        const settings = Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0);
        socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings]));
      });
      // The gateway's own settings have come: the session stands.
      socket.once('data', () => socket.end());
      socket.on('end', resolve);
    });
    await closed;
  });

  it('ends with GOAWAY after its last request when the process is to go', async () => {
    const other = await standing();
    await other.serve({ '/app': { ports: [backend.port] } });
    const client = connectHttp2(`http://127.0.0.1:${other.port}`);
    expect((await ask2(client, { ':path': '/app' })).status).toBe(200);
    const gone = new Promise((resolve) => client.once('close', resolve));
    await other.close();
    await gone;
  });
});

describe('a backend that speaks HTTP/2', () => {
  it('serves clients of HTTP/1.1', async () => {
    expect((await ask(gateway.port, '/h2c/x', { host: 'a.example' })).body).toBe('h2c GET /h2c/x a.example 0');
    expect((await ask(gateway.port, '/h2c/x', { host: 'a.example', method: 'POST', body: 'abc' })).body).toBe(
      'h2c POST /h2c/x a.example 3',
    );
  });
});

describe('gRPC', () => {
  let client: Client & Record<string, (...args: never[]) => never>;
  beforeAll(() => {
    const Echo = makeGenericClientConstructor(service, 'Echo');
    client = new Echo(`127.0.0.1:${gateway.port}`, credentials.createInsecure()) as unknown as typeof client;
  });
  afterAll(() => client.close());
  const unary = (name: string, request: string, metadata = new Metadata()) =>
    new Promise<{ value: string; trailer: string }>((resolve, reject) => {
      let trailer = '';
      const call = (
        client[name] as unknown as (...args: unknown[]) => { on(event: string, done: (s: { metadata: Metadata }) => void): void }
      ).call(client, Buffer.from(request), metadata, (error: Error | null, value: Buffer) =>
        error ? reject(error) : setImmediate(() => resolve({ value: value.toString(), trailer })),
      );
      call.on('status', ({ metadata: given }) => {
        trailer = String(given.get('x-trailer')[0] ?? '');
      });
    });
  const stream = (name: string, ...args: unknown[]) =>
    (client[name] as unknown as (...given: unknown[]) => NodeJS.ReadWriteStream & AsyncIterable<Buffer>).call(client, ...args);

  it('unary, with metadata there and back', async () => {
    const metadata = new Metadata();
    metadata.set('x-own', 'value');
    expect(await unary('echo', 'hello', metadata)).toEqual({ value: 'hello', trailer: 'value' });
  });
  it('errors by status', async () => {
    await expect(unary('fail', '')).rejects.toMatchObject({ code: status.FAILED_PRECONDITION, details: 'not yet' });
  });
  it('streams from the server', async () => {
    const got: string[] = [];
    for await (const part of stream('count', Buffer.from('500'))) got.push(part.toString());
    expect(got).toEqual(Array.from({ length: 500 }, (_, i) => String(i)));
  });
  it('streams from the client', async () => {
    const sum = await new Promise<string>((resolve, reject) => {
      const call = stream('sum', (error: Error | null, value: Buffer) => (error ? reject(error) : resolve(value.toString())));
      for (let i = 1; i <= 100; i += 1) call.write(Buffer.from(String(i)) as never);
      call.end();
    });
    expect(sum).toBe('5050');
  });
  it('streams both ways, each part as it comes', async () => {
    const call = stream('chat');
    const got: string[] = [];
    call.write(Buffer.from('a') as never);
    for await (const part of call) {
      got.push(part.toString());
      if (got.length === 3) call.end();
      else if (got.length < 3) call.write(Buffer.from('bcd'[got.length - 1] ?? '') as never);
    }
    expect(got).toEqual(['A', 'B', 'C']);
  });
});

describe('WebSocket', () => {
  const open = (port: number) =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/app/ws`);
      socket.once('open', () => resolve(socket));
      socket.once('error', reject);
    });
  const echo = (socket: WebSocket, text: string | Buffer) =>
    new Promise<string>((resolve) => {
      socket.once('message', (data) => resolve(data.toString()));
      socket.send(text);
    });

  it('carries messages small and large, and its end', async () => {
    const socket = await open(gateway.port);
    expect(await echo(socket, 'hello')).toBe('hello');
    const large = 'x'.repeat(2_000_000);
    expect(await echo(socket, large)).toBe(large);
    const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
    socket.close(4001);
    expect(await closed).toBe(4001);
  });

  it('goes on through a gateway that drains, until its limit', async () => {
    const other = await standing({ drainMs: 2500 });
    await other.serve({ '/app': { ports: [backend.port] } });
    const socket = await open(other.port);
    const stopped = other.plane.stop(0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await echo(socket, 'still here')).toBe('still here');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await stopped;
    await closed;
    await other.configuration.close();
  });
});

describe('server-sent events', () => {
  it('come one by one, and end at the backend when the client leaves', async () => {
    const before = eventsEnded;
    const text = await new Promise<string>((resolve) => {
      let got = '';
      const socket = connect(gateway.port, '127.0.0.1', () => socket.write('GET /app/events HTTP/1.1\r\nHost: h\r\n\r\n'));
      socket.on('data', (data) => {
        got += data;
        if (got.includes('data: 3')) socket.destroy();
      });
      socket.on('close', () => resolve(got));
    });
    expect(text.indexOf('data: 0')).toBeLessThan(text.indexOf('data: 3'));
    await expect.poll(() => eventsEnded).toBe(before + 1);
  });
});
