import { createServer, type IncomingMessage, request } from 'node:http';
import { Duplex } from 'node:stream';
import type { ReadMessage } from './our-reader.ts';

/** The parser of Node.js, llhttp, without a network: node:http takes any stream for a connection. */

const requests = new WeakMap<Duplex, (() => ReadMessage)[]>();
const server = createServer({ maxHeaderSize: 256 * 1024, insecureHTTPParser: false, requireHostHeader: false }, (message) => {
  requests.get(message.socket as unknown as Duplex)?.push(collect(message, `${message.method} ${message.url}`));
});
server.maxHeadersCount = 0;
server.on('clientError', () => {});

/** Requests as llhttp reads them, until it finds one malformed. */
export async function llhttpRequests(bytes: Buffer): Promise<ReadMessage[]> {
  const connection = silent();
  const found: (() => ReadMessage)[] = [];
  requests.set(connection, found);
  server.emit('connection', connection);
  connection.push(bytes);
  await settled();
  connection.destroy();
  return found.map((message) => message());
}

/** The answer to a GET as llhttp reads it; undefined where it finds it malformed before its head ends. */
export async function llhttpResponse(bytes: Buffer): Promise<ReadMessage | undefined> {
  const connection = silent();
  let found: (() => ReadMessage) | undefined;
  const asked = request({ createConnection: () => connection, maxHeaderSize: 256 * 1024, headers: { connection: 'close' } });
  asked.maxHeadersCount = 0;
  asked.on('response', (message) => {
    found = collect(message, String(message.statusCode));
  });
  asked.on('error', () => {});
  asked.on('upgrade', (message) => {
    found = collect(message, String(message.statusCode));
  });
  asked.end();
  await settled();
  connection.push(bytes);
  await settled();
  connection.destroy();
  return found?.();
}

function collect(message: IncomingMessage, first: string): () => ReadMessage {
  const { rawHeaders } = message;
  const fields = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []));
  let body = '';
  message.setEncoding('latin1');
  message.on('data', (part) => {
    body += part;
  });
  message.on('error', () => {});
  return () => ({ first, fields, body, isWhole: message.complete });
}

/** Takes what is written and says nothing. */
function silent(): Duplex {
  return new Duplex({ read() {}, write: (_bytes, _encoding, done) => done(), highWaterMark: 1024 * 1024 }).on('error', () => {});
}

/** All that streams do by themselves is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
