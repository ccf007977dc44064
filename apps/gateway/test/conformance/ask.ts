import { request as requestHttp1 } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestHttps } from 'node:https';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Echoed } from './echo.ts';

export interface Ask {
  port: number;
  method: string;
  host: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** TLS, with this name and this certificate. */
  tls?: ConnectionOptions;
  http2?: boolean;
}

export interface Told {
  status: number;
  headers: Record<string, string>;
  /** What a backend told; absent where the gateway itself answered. */
  echoed?: Echoed;
}

/** One request on a connection of its own. */
export async function ask(request: Ask): Promise<Told> {
  const { status, headers, body } = request.http2 ? await overHttp2(request) : await overHttp1(request);
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined && !name.startsWith(':')) plain[name] = String(value);
  const echoed = parsed(body);
  return { status, headers: plain, ...(echoed?.backend ? { echoed } : {}) };
}

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const place = '127.0.0.1';

function overHttp1({ port, method, host, path, headers, body, tls }: Ask): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const send = tls ? requestHttps : requestHttp1;
    const sent = send(
      {
        host: place,
        port,
        method,
        path,
        headers: { host, ...headers },
        agent: false,
        ...(tls ? { ...tls, rejectUnauthorized: false } : {}),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function overHttp2({ port, method, host, path, headers, body, tls }: Ask): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`${tls ? 'https' : 'http'}://${place}:${port}`, {
      ...(tls ? { createConnection: () => secure(port, { ...tls, ALPNProtocols: ['h2'] }) } : {}),
    });
    session.once('error', reject);
    const stream = session.request({ ':method': method, ':path': path, ':authority': host, ...headers }, { endStream: body === undefined });
    let text = '';
    let answer: Raw['headers'] = {};
    stream.setEncoding('utf8');
    stream.on('response', (fields) => {
      answer = fields as Raw['headers'];
    });
    stream.on('data', (part) => {
      text += part;
    });
    stream.on('end', () => {
      session.close();
      resolve({ status: Number(answer[':status']), headers: answer, body: text });
    });
    stream.on('error', reject);
    if (body !== undefined) stream.end(body);
  });
}

function secure(port: number, options: ConnectionOptions) {
  return connectTls({ host: place, port, rejectUnauthorized: false, ...options });
}

function parsed(text: string): Echoed | undefined {
  try {
    return JSON.parse(text) as Echoed;
  } catch {
    return undefined;
  }
}
