import type { X509Certificate } from 'node:crypto';
import { constants, type IncomingHttpHeaders, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { HeadError, limits } from '../http/message-head.ts';
import { Exchange, type ExchangeServices } from './exchange.ts';
import { readHttp2Head } from './http2-head.ts';
import { Http2Stream } from './http2-stream.ts';

const mostStreams = 128;
const windowBytes = 256 * 1024;
/** So that each stream may wait with a full window, and with what its client has not taken: with less, node:http2 cuts streams off. */
const sessionMiB = (mostStreams * (windowBytes + 128 * 1024)) / (1024 * 1024);

export interface Http2Client {
  address: string;
  isSecure: boolean;
  /** Of the listener. */
  port: number;
  certificate?: X509Certificate | undefined;
  /** That the client named in the handshake. */
  serverName?: string | undefined;
}

/** Clients' connections of HTTP/2. */
export class Http2Sessions {
  readonly #services: ExchangeServices;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #streams = new Set<Http2Stream>();

  constructor(services: ExchangeServices) {
    this.#services = services;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** The client speaks HTTP/2 on this socket, by ALPN or by prior knowledge. */
  accept(socket: Socket, client: Http2Client): void {
    const session = performServerHandshake(socket, {
      maxSessionMemory: sessionMiB,
      maxHeaderListPairs: limits.headers,
      peerMaxConcurrentStreams: mostStreams,
      settings: { maxConcurrentStreams: mostStreams, maxHeaderListSize: limits.head, enablePush: false, initialWindowSize: windowBytes },
    });
    this.#sessions.add(session);
    session.setTimeout(this.#services.waits.idleMs, () => session.close());
    session.on('error', () => {});
    // The client sends no more: what is under way is answered, then it ends.
    socket.once('end', () => session.close());
    session.on('close', () => this.#sessions.delete(session));
    session.on('stream', (stream, headers, flags) =>
      this.#begin(stream, headers, (flags & constants.NGHTTP2_FLAG_END_STREAM) === 0, client),
    );
  }

  look(now: number): void {
    for (const stream of this.#streams) stream.look(now);
  }

  /** Takes no new requests; each connection ends with its last one under way. RFC 9113 section 6.8. */
  drain(): void {
    for (const session of this.#sessions) session.close();
  }

  destroy(): void {
    for (const session of this.#sessions) session.destroy();
  }

  #begin(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, hasBody: boolean, client: Http2Client): void {
    const exchange = Exchange.take(this.#services, []);
    exchange.later();
    try {
      readHttp2Head(exchange.head, headers, hasBody);
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      stream.on('error', () => {});
      stream.respond({ ':status': error.status, 'content-type': 'text/plain; charset=utf-8' });
      stream.end(`${error.message}\n`);
      return;
    }
    const own = new Http2Stream(stream, exchange, client, (over) => this.#streams.delete(over));
    this.#streams.add(own);
    own.start(hasBody);
  }
}
