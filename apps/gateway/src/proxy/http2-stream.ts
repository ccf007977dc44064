import type { X509Certificate } from 'node:crypto';
import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { framing, HeadError, type Header } from '../http/message-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import { answerLines, fieldLines } from './answer-head.ts';
import { clientFields } from './client-fields.ts';
import type { Downstream } from './downstream.ts';
import type { Exchange } from './exchange.ts';
import { http2Headers } from './http2-head.ts';
import type { Http2Client } from './http2-sessions.ts';
import { keepable } from './shared-read.ts';

const end = Buffer.from('0\r\n\r\n');

/** One request of a client that speaks HTTP/2. */
export class Http2Stream implements Downstream {
  readonly address: string;
  readonly isSecure: boolean;
  readonly port: number;
  readonly certificate: X509Certificate | undefined;
  readonly serverName: string | undefined;
  readonly takesChunks = false;
  readonly #stream: ServerHttp2Stream;
  readonly #exchange: Exchange;
  readonly #onOver: (stream: Http2Stream) => void;

  constructor(stream: ServerHttp2Stream, exchange: Exchange, client: Http2Client, onOver: (stream: Http2Stream) => void) {
    this.#stream = stream;
    this.#exchange = exchange;
    this.address = client.address;
    this.isSecure = client.isSecure;
    this.port = client.port;
    this.certificate = client.certificate;
    this.serverName = client.serverName;
    this.#onOver = onOver;
  }

  /** The head is read into the exchange. */
  start(hasBody: boolean): void {
    const exchange = this.#exchange;
    const stream = this.#stream;
    const { head, requestBody } = exchange;
    requestBody.begin(head.framing, head.length, false);
    stream.on('error', () => {});
    stream.on('close', () => exchange.clientGone());
    stream.on('drain', () => exchange.clientDrained());
    if (hasBody) {
      stream.pause();
      stream.on('data', (content: Buffer) => this.#body(head.framing === framing.chunked ? chunk(content) : content));
      stream.on('end', () => head.framing === framing.chunked && this.#body(end));
    }
    exchange.start(this, end, 0, 0, false);
  }

  look(now: number): void {
    if (now >= this.#exchange.deadline) this.#exchange.late();
  }

  aboutClient(host: string): string {
    return clientFields(this.address, this.isSecure ? 'https' : 'http', host);
  }

  sendContinue(): void {
    this.#stream.additionalHeaders({ ':status': 100 });
  }

  sendAnswer(x: Exchange, response: ResponseHead, bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean {
    const headers = http2Headers(answerLines(x, response));
    headers[':status'] = response.status;
    if (response.saysLength) headers['content-length'] = String(response.length);
    this.#respond(headers, isEnd && to === from && x.trailers === undefined);
    return this.sendBody(bytes, from, to, isShared, isEnd);
  }

  sendBody(bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean {
    const stream = this.#stream;
    if (stream.destroyed || stream.writableEnded) return true;
    const ok = to > from ? stream.write(keepable(bytes, from, to, isShared)) : true;
    if (!isEnd) return ok;
    const { trailers } = this.#exchange;
    if (trailers !== undefined) stream.once('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end();
    return ok;
  }

  sendOwn(_x: Exchange, status: number, headers: readonly Header[], body: Buffer | undefined): void {
    const all = http2Headers(fieldLines(headers));
    all[':status'] = status;
    if (body !== undefined) all['content-length'] = String(body.length);
    if (this.#stream.destroyed) return;
    const isBodiless = body === undefined || this.#exchange.head.method === 'HEAD';
    this.#respond(all, isBodiless);
    if (!isBodiless) this.#stream.end(body);
  }

  abort(): void {
    this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  pauseBody(): void {
    this.#stream.pause();
  }

  resumeBody(): void {
    this.#stream.resume();
  }

  /** Upgrades are of HTTP/1.1 alone. */
  beginTunnel(): void {}
  endTunnel(): void {}

  finished(exchange: Exchange): void {
    const stream = this.#stream;
    // What the client still sends is of no use to anyone. RFC 9113 section 8.1.
    if (!exchange.requestBody.isDone && !stream.destroyed) stream.close(constants.NGHTTP2_NO_ERROR);
    this.#onOver(this);
  }

  #respond(headers: OutgoingHttpHeaders, endStream: boolean): void {
    if (this.#stream.destroyed || this.#stream.headersSent) return;
    this.#stream.respond(headers, { endStream, waitForTrailers: !endStream && this.#exchange.mayHaveTrailers });
  }

  #body(bytes: Buffer) {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    try {
      exchange.requestBody.feed(bytes, 0, bytes.length);
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      return exchange.badBody(error);
    }
    if (!exchange.requestBytes(bytes, 0, bytes.length, false) && !exchange.requestBody.isDone) this.#stream.pause();
  }
}

/** RFC 9112 section 7.1. */
function chunk(content: Buffer): Buffer {
  return content.length === 0 ? content : Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
}
