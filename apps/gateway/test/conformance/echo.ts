import { createServer as createHttp1, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import {
  Server as GrpcServer,
  type Metadata,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { WebSocketServer } from 'ws';

/** What a backend got, as it tells it in its answer. */
export interface Echoed {
  backend: string;
  method: string;
  path: string;
  host: string;
  protocol: string;
  headers: Record<string, string>;
}

/** A real server that answers with what it got. */
export interface Echo {
  name: string;
  port: number;
  /** Everything that came, whoever answered it. */
  seen: Echoed[];
  close(): Promise<void>;
}

/** Fields of its answer are asked for by the field `x-answer-with`: JSON of names and values. */
const answerField = 'x-answer-with';

/** HTTP/1.1 and WebSocket. */
export async function startEcho(name: string): Promise<Echo> {
  const handler = echoHandler(name);
  const server = createHttp1(handler.serve);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
  return {
    name,
    port: await listen(server),
    seen: handler.seen,
    close() {
      sockets.close();
      return closed(server);
    },
  };
}

/** HTTP/2 by prior knowledge alone. */
export async function startHttp2Echo(name: string): Promise<Echo> {
  const handler = echoHandler(name);
  const server = createHttp2();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('request', (request, response) => handler.serve(request as never, response as never));
  return {
    name,
    port: await listen(server),
    seen: handler.seen,
    close() {
      for (const session of sessions) session.destroy();
      return closed(server);
    },
  };
}

const bytes = (value: Buffer) => value;
const method = (path: string) => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
});
/** Three methods that do the same. */
export const echoService: ServiceDefinition = {
  one: method('/district.test.v1.Echo/One'),
  two: method('/district.test.v1.Echo/Two'),
  three: method('/district.test.v1.Echo/Three'),
};

export async function startGrpcEcho(name: string): Promise<Echo> {
  const seen: Echoed[] = [];
  const server = new GrpcServer();
  const answer = (call: { metadata: Metadata; getPath(): string; getHost(): string }, done: (error: null, value: Buffer) => void) => {
    const headers: Record<string, string> = {};
    for (const key of Object.keys(call.metadata.getMap())) headers[key] = call.metadata.get(key).join(',');
    const echoed = { backend: name, method: 'POST', path: call.getPath(), host: call.getHost(), protocol: 'gRPC', headers };
    seen.push(echoed);
    done(null, Buffer.from(JSON.stringify(echoed)));
  };
  server.addService(echoService, { one: answer, two: answer, three: answer } as unknown as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  return { name, port, seen, close: async () => server.forceShutdown() };
}

function echoHandler(name: string) {
  const seen: Echoed[] = [];
  const failures = new Map<string, number>();
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method: verb = '', url = '/', httpVersion } = request;
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries(request.headers)) if (!key.startsWith(':')) headers[key] = String(value);
    const host = String(request.headers[':authority'] ?? request.headers.host);
    const echoed = { backend: name, method: verb, path: url, host, protocol: `HTTP/${httpVersion}`, headers };
    seen.push(echoed);
    request.resume();
    await new Promise((resolve) => request.once('end', resolve));
    const query = new URL(url, 'http://backend').searchParams;
    if (query.has('delayMs')) await pause(Number(query.get('delayMs')));
    if (await fails(request, response, query, failures)) return;
    for (const [field, value] of Object.entries(JSON.parse(headers[answerField] ?? '{}'))) response.setHeader(field, value as string);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(echoed));
  }
  return { seen, serve: (request: IncomingMessage, response: ServerResponse) => void serve(request, response) };
}

/**
 * The first `failures` requests of a `try` fail, after `failAfterMs`: with the status `failWith`, or by a reset of the connection. True
 * where this one did.
 */
async function fails(request: IncomingMessage, response: ServerResponse, query: URLSearchParams, known: Map<string, number>) {
  const id = query.get('try');
  if (id === null) return false;
  const before = known.get(id) ?? 0;
  known.set(id, before + 1);
  if (before >= Number(query.get('failures'))) return false;
  if (query.has('failAfterMs')) await pause(Number(query.get('failAfterMs')));
  const status = query.get('failWith');
  if (status === null) request.socket.resetAndDestroy();
  else response.writeHead(Number(status)).end(JSON.stringify({}));
  return true;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function listen(server: Server | Http2Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function closed(server: Server | Http2Server): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
