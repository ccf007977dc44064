import type { X509Certificate } from 'node:crypto';
import type { Header } from '../http/message-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { Exchange } from './exchange.ts';

/** The client's side of an exchange: a connection of HTTP/1.1, or a stream of HTTP/2. */
export interface Downstream {
  /** Without the IPv4-in-IPv6 prefix. */
  readonly address: string;
  readonly isSecure: boolean;
  /** That the client named in the handshake. */
  readonly serverName?: string | undefined;
  /** The client's, where the listener asked for one and checked its authority. */
  readonly certificate?: X509Certificate | undefined;
  /** Of the listener. */
  readonly port: number;
  /** Takes bodies with their chunk framing. */
  readonly takesChunks: boolean;
  /** Field lines that tell the backend who asks and how. */
  aboutClient(host: string): string;
  sendContinue(): void;
  /** Sends the head of a backend's answer with the part of its body that is there. False: wait for `clientDrained`. */
  sendAnswer(
    exchange: Exchange,
    response: ResponseHead,
    bytes: Buffer,
    from: number,
    to: number,
    isShared: boolean,
    isEnd: boolean,
  ): boolean;
  /** False: wait for `clientDrained`. */
  sendBody(bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean;
  /** Sends a whole answer of the gateway's own. */
  sendOwn(exchange: Exchange, status: number, headers: readonly Header[], body: Buffer | undefined): void;
  /** The answer cannot be brought to its end: the client must notice. */
  abort(): void;
  /** Sends no more of the request's body, until `resumeBody`. */
  pauseBody(): void;
  resumeBody(): void;
  /** Both sides now talk as they like. */
  beginTunnel(): void;
  /** The backend sends no more through the tunnel. */
  endTunnel(): void;
  /** The exchange is over: the client may send the next request. */
  finished(exchange: Exchange): void;
}
