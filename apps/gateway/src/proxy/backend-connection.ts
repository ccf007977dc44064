import type { Socket } from 'node:net';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { BodyScanner, type OnContent } from '../http/body-scanner.ts';
import { framing, HeadError } from '../http/message-head.ts';
import { ResponseHead } from '../http/response-head.ts';
import { clock } from './coarse-clock.ts';
import type { Exchange } from './exchange.ts';
import { keepable, type Receiver, writeBytes, writeJoined } from './shared-read.ts';
import type { Upstream } from './upstream.ts';

/** Heads are read and passed on before the next one comes: one serves all connections. */
const response = new ResponseHead();
/** What a backend may send at once without a whole head in it. */
const mostPartial = 64 * 1024;

/** An HTTP/1.1 connection to an endpoint, used by one request at a time. */
export class BackendConnection implements Receiver, Upstream {
  readonly endpoint: Endpoint;
  socket!: Socket;
  exchange: Exchange | undefined;
  /** Another request used it before: the backend may be closing it this moment. */
  reused = false;
  /** On `clock`. */
  idleSince = 0;
  idleUntil = 0;
  #body = new BodyScanner();
  #partial: Buffer | undefined;
  #hasHead = false;
  #keepAlive = false;
  #ended = false;
  #closed = false;
  /** The body goes on as its content alone, for clients that take no chunks. */
  #isUnwrapped = false;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  /** The connection is established; told once. */
  opened(socket: Socket): void {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('drain', () => this.exchange?.backendDrained());
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#close());
  }

  get passesOn(): boolean {
    return this.exchange?.client.takesChunks === true;
  }

  get isUsable(): boolean {
    return !this.#closed && !this.#ended && this.socket.writable;
  }

  /** Sends a request's head, with the part of its body that is there. False: wait for `backendDrained`. */
  begin(exchange: Exchange, head: string, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    this.exchange = exchange;
    this.#hasHead = false;
    return writeJoined(this.socket, head, bytes, from, to, isShared);
  }

  /** Passes on a part of the request's body. False: wait for `backendDrained`. */
  write(bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    return writeBytes(this.socket, bytes, from, to, isShared);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** The client sends no more (only through a tunnel). */
  end(): void {
    this.socket.end();
  }

  /** Ends it; nobody is told. */
  drop(): void {
    this.exchange = undefined;
    this.socket.destroy();
  }

  receive(bytes: Buffer, length: number, isShared: boolean) {
    if (this.exchange === undefined) return this.drop();
    if (this.#partial !== undefined) {
      const whole = Buffer.concat([this.#partial, bytes.subarray(0, length)]);
      this.#partial = undefined;
      this.#take(this.exchange, whole, whole.length, false);
    } else this.#take(this.exchange, bytes, length, isShared);
  }

  #take(exchange: Exchange, bytes: Buffer, length: number, isShared: boolean): void {
    try {
      if (this.#hasHead) this.#passBody(exchange, bytes, 0, length, isShared);
      else this.#takeHead(exchange, bytes, length, isShared);
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      this.drop();
      exchange.backendFailed(error.message);
    }
  }

  #takeHead(exchange: Exchange, bytes: Buffer, length: number, isShared: boolean) {
    let at = 0;
    for (;;) {
      const end = response.read(bytes, at, length, exchange.head.method);
      if (end < 0) {
        if (length - at > mostPartial) throw new HeadError(502, 'the head of the message is too large');
        if (at < length) this.#partial = keepable(bytes, at, length, isShared);
        return;
      }
      at = end;
      if (response.status === 101) {
        if (!exchange.head.isWebSocket || !response.isWebSocket) throw new HeadError(502, 'an upgrade that nobody asked for');
        break;
      }
      if (response.status >= 200) break;
    }
    this.#hasHead = true;
    this.#keepAlive = response.keepAlive;
    const isTunnel = response.status === 101;
    this.#body.begin(isTunnel ? framing.close : response.framing, response.length, true);
    this.#isUnwrapped = response.framing === framing.chunked && !exchange.client.takesChunks;
    if (this.#isUnwrapped) {
      exchange.answered(response, bytes, at, at, isShared, this.#body.isDone);
      if (this.exchange !== exchange) return;
      return this.#passBody(exchange, bytes, at, length, isShared);
    }
    const stop = this.#body.feed(bytes, at, length);
    const bodyEnd = stop < 0 ? length : stop;
    const ok = exchange.answered(response, bytes, at, bodyEnd, isShared, this.#body.isDone);
    this.#after(exchange, ok, bodyEnd < length);
  }

  #passBody(exchange: Exchange, bytes: Buffer, from: number, length: number, isShared: boolean): void {
    let ok = true;
    const onContent: OnContent | undefined = this.#isUnwrapped
      ? (content, start, stop) => {
          ok = exchange.answerBody(content, start, stop, isShared, false);
        }
      : undefined;
    const stop = this.#body.feed(bytes, from, length, onContent);
    const end = stop < 0 ? length : stop;
    if (this.exchange !== exchange) return;
    if (!this.#isUnwrapped) ok = exchange.answerBody(bytes, from, end, isShared, this.#body.isDone);
    else if (this.#body.isDone) exchange.answerBody(bytes, end, end, isShared, true);
    this.#after(exchange, ok, end < length);
  }

  #after(exchange: Exchange, ok: boolean, hasMore: boolean) {
    if (this.exchange !== exchange) return;
    if (!this.#body.isDone) {
      if (!ok) this.pause();
      return;
    }
    this.exchange = undefined;
    // Bytes that nobody asked for would be taken for the next answer.
    const stays = this.#keepAlive && !hasMore && exchange.requestBody.isDone && this.isUsable;
    if (!stays) this.socket.destroy();
    exchange.answerEnded(stays ? this : undefined);
  }

  #end() {
    this.#ended = true;
    const { exchange } = this;
    if (exchange === undefined) return this.drop();
    if (exchange.isTunnel) return exchange.client.endTunnel();
    if (!this.#hasHead || !this.#body.isCloseDelimited) return;
    this.exchange = undefined;
    exchange.answerBody(sharedEmpty, 0, 0, false, true);
    this.socket.destroy();
    exchange.answerEnded(undefined);
  }

  #close(): void {
    this.#closed = true;
    const { exchange } = this;
    this.exchange = undefined;
    if (exchange === undefined) {
      const at = this.endpoint.idle.indexOf(this);
      if (at >= 0) this.endpoint.idle.splice(at, 1);
      return;
    }
    if (this.#hasHead) exchange.answerCut();
    else if (this.#partial) exchange.backendFailed('the backend closed the connection within a head');
    else exchange.notAnswered(this);
  }

  /** Nothing is under way on it. */
  becomeIdle(forMs: number): void {
    this.reused = true;
    this.idleSince = clock.now;
    this.idleUntil = clock.now + forMs;
  }
}

const sharedEmpty = Buffer.alloc(0);
