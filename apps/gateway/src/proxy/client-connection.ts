import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { framing, HeadError, type Header, limits } from '../http/message-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import { readGreeting } from '../listen/greeting.ts';
import { answerHead, fieldLines } from './answer-head.ts';
import { clientCertificate, serverName } from './client-certificate.ts';
import { clientFields } from './client-fields.ts';
import { clock } from './coarse-clock.ts';
import type { Downstream } from './downstream.ts';
import type { Exchange } from './exchange.ts';
import { reasonPhrases } from './reason-phrases.ts';
import { keepable, type Receiver, writeBytes, writeJoined } from './shared-read.ts';
import type { Waits } from './waits.ts';

/** With more than this of earlier answers unread, a client's next request waits. */
const mostQueued = 64 * 1024;

/** What connections share. */
export interface ClientConnectionOptions {
  isSecure: boolean;
  waits: Waits;
  /** An exchange that is not in use. */
  take(): Exchange;
  /** The exchange is over, and nothing here holds on to it. */
  giveBack(exchange: Exchange): void;
  /** The client turned out to speak HTTP/2; these are its first bytes. */
  becomeHttp2(connection: ClientConnection, first: Buffer): void;
}

/** Who connected, and where to. */
export interface ClientPlace {
  address: string;
  /** Of the listener. */
  port: number;
  /** The connection begins with the header of the PROXY protocol, which tells the address. */
  expectsProxy?: boolean;
}

/** A client's connection of HTTP/1.1: its requests one after the other. While it is idle it holds next to nothing. */
export class ClientConnection implements Receiver, Downstream {
  socket!: Socket;
  /** On `clock`: closed then, where no request is under way. */
  deadline: number;
  address: string;
  /** The address that the socket has, also where a balancer tells another. */
  readonly peer: string;
  readonly port: number;
  readonly #options: ClientConnectionOptions;
  #exchange: Exchange | undefined;
  /** What came and was not looked at: the beginning of a head, or requests that wait for their turn. */
  #rest: Buffer | undefined;
  /** No sooner than this many bytes of a head, or its end, is it read again. */
  #readAgainAt = 0;
  #isGreeted: boolean;
  readonly #expectsProxy: boolean;
  #isTaking = false;
  #isDraining = false;
  #isClosing = false;
  #hasEnded = false;
  /** The answer under way is this connection's last. */
  #isLast = false;
  #about = '';
  #aboutHost = '';

  constructor(place: ClientPlace, options: ClientConnectionOptions) {
    this.address = place.address;
    this.peer = place.address;
    this.port = place.port;
    this.#expectsProxy = place.expectsProxy === true;
    this.#options = options;
    this.deadline = clock.now + options.waits.idleMs;
    // Over TLS the handshake has told what the client speaks.
    this.#isGreeted = options.isSecure;
  }

  get passesOn(): boolean {
    return this.#exchange !== undefined;
  }

  get isSecure(): boolean {
    return this.#options.isSecure;
  }

  get serverName(): string | undefined {
    return this.#options.isSecure ? serverName(this.socket) : undefined;
  }

  get certificate(): X509Certificate | undefined {
    return clientCertificate(this.socket);
  }

  get takesChunks(): boolean {
    return this.#exchange?.head.isOldVersion === false;
  }

  opened(socket: Socket): void {
    this.socket = socket;
    socket.setNoDelay(true);
    // Finds out that a silent client is gone, so that a silent stream to it ends.
    socket.setKeepAlive(true, 30_000);
    (socket as Owned)[owner] = this;
    socket.on('error', onError);
    socket.on('drain', onDrain);
    socket.on('end', onEnd);
    socket.on('close', onClose);
  }

  /** Ends the connection after the request under way or the next one; where none comes, in `idleMs`. */
  drain(idleMs: number): void {
    this.#isDraining = true;
    if (this.#exchange === undefined) this.deadline = Math.min(this.deadline, clock.now + idleMs);
  }

  /** Called a few times a second. */
  look(now: number): void {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      if (now >= this.deadline) this.socket.destroy();
    } else if (now >= exchange.deadline) exchange.late();
  }

  receive(bytes: Buffer, length: number, isShared: boolean) {
    if (this.#isClosing) return;
    if (!this.#isGreeted) return this.#greet(bytes, length, isShared);
    const rest = this.#rest;
    if (rest === undefined) return this.#take(bytes, length, isShared);
    const whole = Buffer.concat([rest, bytes.subarray(0, length)]);
    if (this.#exchange === undefined && whole.length < this.#readAgainAt && whole.indexOf('\r\n\r\n', Math.max(0, rest.length - 3)) < 0)
      this.#rest = whole;
    else {
      this.#rest = undefined;
      this.#take(whole, whole.length, false);
    }
  }

  /** Looks at how the connection begins. */
  #greet(bytes: Buffer, length: number, isShared: boolean) {
    const rest = this.#rest;
    const first = rest === undefined ? bytes.subarray(0, length) : Buffer.concat([rest, bytes.subarray(0, length)]);
    this.#rest = undefined;
    try {
      const greeting = readGreeting(first, this.#expectsProxy);
      if (greeting.kind === 'more') {
        if (rest === undefined) this.deadline = clock.now + this.#options.waits.headMs;
        this.#rest = keepable(first, 0, first.length, true);
        return;
      }
      this.#isGreeted = true;
      if (greeting.address !== undefined) this.address = greeting.address;
      const after = first.subarray(greeting.consumed);
      if (greeting.kind === 'http2') this.#options.becomeHttp2(this, Buffer.from(after));
      else this.#take(after, after.length, isShared && rest === undefined);
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      this.#refuse(error);
    }
  }

  /** The socket goes to another reader. */
  release(): Socket {
    const { socket } = this;
    this.#isClosing = true;
    socket.off('drain', onDrain).off('end', onEnd).off('close', onClose);
    return socket;
  }

  aboutClient(host: string): string {
    if (host !== this.#aboutHost) {
      const scheme = this.isSecure ? 'https' : 'http';
      this.#aboutHost = host;
      this.#about = clientFields(this.address, scheme, host);
    }
    return this.#about;
  }

  sendContinue(): void {
    this.socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
  }

  sendAnswer(x: Exchange, response: ResponseHead, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    const { head } = x;
    if (response.status === 101)
      return writeJoined(this.socket, answerHead(x, response, 'Connection: Upgrade\r\nUpgrade: websocket\r\n'), bytes, from, to, isShared);
    const hasNoEnd = response.framing === framing.close || (response.framing === framing.chunked && head.isOldVersion);
    this.#isLast = hasNoEnd || this.#isDraining || !head.keepAlive || !x.requestBody.isDone;
    return writeJoined(this.socket, answerHead(x, response, this.#connectionField(head.isOldVersion)), bytes, from, to, isShared);
  }

  sendBody(bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    return writeBytes(this.socket, bytes, from, to, isShared);
  }

  sendOwn(x: Exchange, status: number, headers: readonly Header[], body: Buffer | undefined): void {
    const { head } = x;
    this.#isLast = this.#isDraining || !head.keepAlive || !x.requestBody.isDone;
    const content = body !== undefined && head.method !== 'HEAD' ? body.toString('latin1') : '';
    this.socket.write(
      ownAnswer(status, fieldLines(headers), body?.length ?? 0, this.#connectionField(head.isOldVersion)) + content,
      'latin1',
    );
  }

  abort(): void {
    this.socket.destroy();
  }

  pauseBody(): void {
    this.socket.pause();
  }

  resumeBody(): void {
    this.socket.resume();
  }

  beginTunnel(): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#isLast = true;
    exchange.requestBody.begin(framing.close, 0, false);
    this.#proceed();
  }

  endTunnel(): void {
    this.socket.end();
  }

  finished(exchange: Exchange) {
    this.#exchange = undefined;
    this.#options.giveBack(exchange);
    if (this.socket.destroyed) return;
    if (this.#isLast) return this.#close();
    this.deadline = clock.now + this.#options.waits.idleMs;
    if (!this.#isTaking) this.#proceed();
  }

  #take(bytes: Buffer, length: number, isShared: boolean): void {
    this.#isTaking = true;
    let at = 0;
    try {
      while (at < length && !this.#isClosing) {
        const exchange: Exchange | undefined = this.#exchange;
        if (exchange === undefined && this.socket.writableLength > mostQueued) {
          this.#rest = keepable(bytes, at, length, isShared);
          this.socket.pause();
          break;
        }
        if (exchange === undefined) {
          const next = this.#begin(bytes, at, length, isShared);
          if (next < 0) {
            this.#rest = keepable(bytes, at, length, isShared);
            this.#readAgainAt = Math.min(2 * (length - at), limits.head + 1);
            break;
          }
          at = next;
        } else if (exchange.requestBody.isDone) {
          this.#rest = keepable(bytes, at, length, isShared);
          this.socket.pause();
          break;
        } else at = this.#passBody(exchange, bytes, at, length, isShared);
      }
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      this.#refuse(error);
    } finally {
      this.#isTaking = false;
    }
    if (this.#hasEnded && this.#exchange === undefined) this.#close();
  }

  /** Begins a request. Answers with the index after what belongs to it, or -1 where its head is not whole. */
  #begin(bytes: Buffer, at: number, length: number, isShared: boolean): number {
    const exchange = this.#options.take();
    const { head, requestBody } = exchange;
    const end = head.read(bytes, at, length);
    if (end < 0) {
      if (this.#readAgainAt === 0) this.deadline = clock.now + this.#options.waits.headMs;
      this.#options.giveBack(exchange);
      return -1;
    }
    this.#readAgainAt = 0;
    requestBody.begin(head.framing, head.length, false);
    const stop = requestBody.feed(bytes, end, length);
    const bodyEnd = stop < 0 ? length : stop;
    this.#exchange = exchange;
    exchange.start(this, bytes, end, bodyEnd, isShared);
    return bodyEnd;
  }

  #passBody(exchange: Exchange, bytes: Buffer, at: number, length: number, isShared: boolean): number {
    let stop = -1;
    try {
      stop = exchange.requestBody.feed(bytes, at, length);
    } catch (error) {
      exchange.badBody(error as HeadError);
      return length;
    }
    const end = stop < 0 ? length : stop;
    const ok = exchange.requestBytes(bytes, at, end, isShared);
    if (!ok && !exchange.isOver && stop < 0) this.socket.pause();
    return end;
  }

  /** Looks at what waited for its turn. */
  #proceed() {
    const rest = this.#rest;
    if (rest !== undefined && this.#readAgainAt === 0) {
      this.#rest = undefined;
      this.#take(rest, rest.length, false);
    } else if (this.#hasEnded && this.#exchange === undefined) return this.#close();
    if (this.#rest === undefined || this.#readAgainAt > 0) this.socket.resume();
  }

  #connectionField(isOldVersion: boolean): string {
    if (this.#isLast) return 'Connection: close\r\n';
    return isOldVersion ? 'Connection: keep-alive\r\n' : '';
  }

  #refuse(error: HeadError): void {
    if (this.socket.destroyed) return;
    const body = `${error.message}\n`;
    const fields = 'Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n';
    this.socket.write(ownAnswer(error.status, fields, body.length, 'Connection: close\r\n') + body, 'latin1');
    this.#close();
  }

  /** Closes so that the client can still read the answer: what it goes on sending is read and thrown away for a moment. */
  #close(): void {
    if (this.#isClosing || this.socket.destroyed) return;
    this.#isClosing = true;
    this.#rest = undefined;
    this.deadline = clock.now + this.#options.waits.lingerMs;
    const { socket } = this;
    socket.end();
    socket.resume();
    if (!this.#hasEnded) return;
    if (socket.writableFinished) socket.destroy();
    else socket.once('finish', () => socket.destroy());
  }

  ended(): void {
    this.#hasEnded = true;
    const exchange = this.#exchange;
    if (this.#isClosing) this.socket.destroy();
    else if (exchange === undefined) {
      // No more comes: what is there is read once more, to be refused rather than forgotten where it is malformed.
      this.#readAgainAt = 0;
      this.#proceed();
    } else if (exchange.isTunnel) exchange.clientEnded();
    else if (!exchange.requestBody.isDone) this.socket.destroy();
  }

  drained(): void {
    if (this.#exchange === undefined) this.#proceed();
    else this.#exchange.clientDrained();
  }

  closed(): void {
    this.#exchange?.clientGone();
  }
}

function ownAnswer(status: number, fields: string, length: number, connection: string): string {
  const contentLength = status === 204 || status === 304 ? '' : `Content-Length: ${length}\r\n`;
  return `HTTP/1.1 ${status} ${reasonPhrases[status] ?? ''}\r\n${fields}${contentLength}${connection}\r\n`;
}

const owner = Symbol('connection');
type Owned = Socket & { [owner]?: ClientConnection };

/** One function for all connections, instead of four for each. */
function onError(): void {}
function onDrain(this: Owned): void {
  this[owner]?.drained();
}
function onEnd(this: Owned): void {
  this[owner]?.ended();
}
function onClose(this: Owned): void {
  this[owner]?.closed();
}
