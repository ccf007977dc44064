import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants, type IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { BodyScanner } from '../http/body-scanner.ts';
import { HeadError } from '../http/message-head.ts';
import { RequestHead } from '../http/request-head.ts';
import { ResponseHead } from '../http/response-head.ts';
import type { Exchange } from './exchange.ts';
import { http2Headers } from './http2-head.ts';
import type { Upstream } from './upstream.ts';

const response = new ResponseHead();
const onwardRequest = new RequestHead();
const nothing = Buffer.alloc(0);
const lastChunk = Buffer.from('0\r\n\r\n');
/** Fields that HTTP/2 has no place for. RFC 9113 section 8.2.2. */
const leftOut = new Set(['host', 'connection', 'transfer-encoding', 'upgrade', 'keep-alive']);

/** A connection of HTTP/2 to an endpoint: many requests at once. */
export class Http2BackendSession {
  readonly session: ClientHttp2Session;

  constructor(socket: Socket, endpoint: Endpoint) {
    const scheme = endpoint.tls ? 'https' : 'http';
    this.session = connect(`${scheme}://${endpoint.host}:${endpoint.port}`, { createConnection: () => socket, maxSessionMemory: 20 });
    this.session.on('error', () => {});
  }

  get isUsable(): boolean {
    return !this.session.closed && !this.session.destroyed;
  }
}

/** One request on such a connection. */
export class Http2BackendRequest implements Upstream {
  readonly endpoint: Endpoint;
  readonly reused: boolean;
  readonly #session: ClientHttp2Session;
  readonly #body = new BodyScanner();
  #stream: ClientHttp2Stream | undefined;
  #exchange: Exchange | undefined;
  #hasHead = false;
  #isChunked = false;

  constructor({ session }: Http2BackendSession, endpoint: Endpoint, reused: boolean) {
    this.#session = session;
    this.endpoint = endpoint;
    this.reused = reused;
  }

  begin(exchange: Exchange, head: string, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    this.#exchange = exchange;
    const { requestBody } = exchange;
    this.#body.begin(exchange.head.framing, exchange.head.length, false);
    const text = Buffer.from(head, 'latin1');
    onwardRequest.read(text, 0, text.length);
    const headers = http2Headers(head.slice(head.indexOf('\r\n') + 2));
    for (const name of leftOut) delete headers[name];
    if (/^application\/grpc/.test(exchange.head.get('content-type') ?? '')) headers.te = 'trailers';
    const { method, target: path, host } = onwardRequest;
    const pseudo = { ':method': method, ':path': path, ':scheme': this.endpoint.tls ? 'https' : 'http', ':authority': host };
    const stream = this.#session.request({ ...pseudo, ...headers }, { endStream: requestBody.isDone && to === from });
    this.#stream = stream;
    stream.on('response', (answer, flags) => this.#takeHead(answer, (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0));
    stream.on('data', (content: Buffer) => this.#takeContent(content));
    stream.on('trailers', (trailers) => this.#takeTrailers(trailers));
    stream.on('end', () => this.#end());
    stream.on('drain', () => this.#exchange?.backendDrained());
    stream.on('error', () => {});
    stream.on('close', () => this.#close());
    return to > from ? this.write(bytes, from, to, isShared) : true;
  }

  write(bytes: Buffer, from: number, to: number, _isShared: boolean): boolean {
    const stream = this.#stream;
    if (stream === undefined || stream.destroyed) return true;
    let ok = true;
    this.#body.feed(bytes, from, to, (content, start, stop) => {
      if (stop > start) ok = stream.write(Buffer.from(content.subarray(start, stop)));
    });
    if (this.#body.isDone) stream.end();
    return ok;
  }

  resume(): void {
    this.#stream?.resume();
  }

  end(): void {
    this.#stream?.end();
  }

  drop(): void {
    this.#exchange = undefined;
    this.#stream?.close(constants.NGHTTP2_CANCEL);
  }

  #takeHead(headers: IncomingHttpHeaders & { ':status'?: number }, isEnd: boolean) {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    let lines = `HTTP/1.1 ${headers[':status']} \r\n`;
    for (const name of Object.keys(headers)) {
      if (name.startsWith(':') || leftOut.has(name)) continue;
      const values = headers[name];
      for (const value of Array.isArray(values) ? values : [values]) lines += `${name}: ${value}\r\n`;
    }
    this.#isChunked = headers['content-length'] === undefined && !isEnd;
    if (this.#isChunked) lines += 'transfer-encoding: chunked\r\n';
    else if (headers['content-length'] === undefined) lines += 'content-length: 0\r\n';
    const bytes = Buffer.from(`${lines}\r\n`, 'latin1');
    try {
      if (response.read(bytes, 0, bytes.length, exchange.head.method) !== bytes.length) throw new HeadError(502, 'a malformed answer');
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      this.drop();
      return exchange.backendFailed(error.message);
    }
    this.#hasHead = true;
    this.#isChunked &&= exchange.client.takesChunks;
    exchange.mayHaveTrailers = !isEnd;
    exchange.answered(response, nothing, 0, 0, false, isEnd);
    if (isEnd && this.#exchange === exchange) this.#over(exchange);
  }

  #takeContent(content: Buffer): void {
    const exchange = this.#exchange;
    if (exchange === undefined || content.length === 0) return;
    const bytes = this.#isChunked
      ? Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')])
      : content;
    if (!exchange.answerBody(bytes, 0, bytes.length, false, false)) this.#stream?.pause();
  }

  #takeTrailers(trailers: IncomingHttpHeaders): void {
    if (this.#exchange !== undefined) this.#exchange.trailers = { ...trailers };
  }

  #end(): void {
    const exchange = this.#exchange;
    if (exchange === undefined || !this.#hasHead) return;
    const last = this.#isChunked ? lastChunk : nothing;
    exchange.answerBody(last, 0, last.length, false, true);
    this.#over(exchange);
  }

  #over(exchange: Exchange): void {
    this.#exchange = undefined;
    if (!exchange.requestBody.isDone) this.#stream?.close(constants.NGHTTP2_NO_ERROR);
    exchange.answerEnded(undefined);
  }

  #close(): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (exchange === undefined) return;
    if (this.#hasHead) exchange.answerCut();
    else exchange.notAnswered(this);
  }
}
