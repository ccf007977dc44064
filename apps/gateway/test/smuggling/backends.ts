import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Fields that concern one connection, or that hide another field: none may come along. */
const strangers = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
  'http2-settings',
  'expect',
  'content_length',
  'transfer_encoding',
];

/** The gateway ended the connection in the middle of a message. */
const cutShort = new Set<string | undefined>(['ECONNRESET', 'HPE_INVALID_EOF_STATE']);

export interface RecordingBackend {
  port: number;
  /** Whole messages as node:http (llhttp) read them: `METHOD target body`, then the names of fields that should not be there; or what it could not read. */
  arrived: string[];
  close(): Promise<void>;
}

/** A server that answers everything with 200 and remembers it. */
export async function recordingBackend(): Promise<RecordingBackend> {
  const arrived: string[] = [];
  const server = createHttpServer((request, response) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const found = strangers.filter((name) => request.headers[name] !== undefined && request.headers[name] !== 'keep-alive');
      arrived.push(`${request.method} ${request.url} ${body}${found.join(' ')}`);
      response.end('ok');
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!cutShort.has(error.code)) arrived.push(`malformed: ${error.code}`);
    socket.destroy();
  });
  return { port: await listen(server), arrived, close: () => close(server, () => server.closeAllConnections()) };
}

export interface LyingBackend {
  port: number;
  /** What it sends to the next request for `/app/lie`, one piece after the other; an empty piece ends the connection. */
  lie: readonly string[];
  /** Resolves when the connection that told the lie is closed. */
  closed(): Promise<void>;
  close(): Promise<void>;
}

/** Answers `/app/lie` with the bytes it was given, and everything else honestly: with its target. */
export async function lyingBackend(): Promise<LyingBackend> {
  const sockets = new Set<Socket>();
  let liar: Socket | undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (!text.endsWith('\r\n\r\n')) return;
      const target = text.split(' ')[1] ?? '';
      text = '';
      if (target === '/app/lie') {
        liar = socket;
        void tell(socket, own.lie);
      } else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${target.length}\r\n\r\n${target}`);
    });
  });
  const own: LyingBackend = {
    port: await listen(server),
    lie: [],
    closed: () => new Promise((resolve) => (!liar || liar.destroyed ? resolve() : liar.once('close', () => resolve()))),
    close: () =>
      close(server, () => {
        for (const socket of sockets) socket.destroy();
      }),
  };
  return own;
}

async function tell(socket: Socket, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    if (piece === '') socket.end();
    else await new Promise((resolve) => socket.write(piece, 'latin1', resolve));
    // So that the pieces come in reads of their own.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

function close(server: Server, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    end();
  });
}
