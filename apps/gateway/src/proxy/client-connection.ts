import type { Socket } from 'node:net';
import { HeadError, type Header } from '../http/message-head.ts';
import { parseRequestHead, type RequestHead } from '../http/request-head.ts';
import { SocketReader } from '../http/socket-reader.ts';
import { isNavigation } from '../visitor/visitor-door.ts';
import { responseBytes } from './forwarded-head.ts';
import { type Problem, problemBody } from './problem-page.ts';

const idleMs = 75_000;
const headMs = 15_000;
const lingerMs = 1000;

/** What a connection asks for each request. True: the connection may carry another. */
export type ServeRequest = (connection: ClientConnection, head: RequestHead) => Promise<boolean>;

/** A client's connection: its requests one after the other. */
export class ClientConnection {
  readonly socket: Socket;
  readonly reader: SocketReader;
  /** A request is under way. */
  busy = false;
  #draining = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    // Finds out that a silent client is gone, so that a silent stream to it ends.
    socket.setKeepAlive(true, 30_000);
    this.reader = new SocketReader(socket);
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  get address(): string {
    return (this.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  }

  /** Ends the connection after the request under way; at once where there is none. */
  drain(): void {
    this.#draining = true;
    if (!this.busy) this.socket.destroy();
  }

  async run(serve: ServeRequest): Promise<void> {
    try {
      while (await this.#next(serve));
      this.#close();
    } catch (error) {
      if (error instanceof HeadError) this.#refuse(error);
      else this.socket.destroy();
    }
  }

  /** Writes an answer of the gateway's own. True where the connection goes on. */
  answer(
    head: RequestHead | undefined,
    status: number,
    headers: readonly Header[],
    content: { type: string; body: string } | undefined,
  ): boolean {
    const keep = head?.framing.kind === 'none' && head.keepAlive && !this.#draining;
    const body = Buffer.from(content?.body ?? '');
    const all: Header[] = [
      ...headers,
      ...(content ? [['Content-Type', content.type] as const, ['Cache-Control', 'no-store'] as const] : []),
      ['Content-Length', String(body.length)],
    ];
    const last = keep ? (head.isOldVersion ? 'Connection: keep-alive\r\n' : '') : 'Connection: close\r\n';
    this.socket.write(responseBytes({ status, reason: reasons[status] ?? '' }, all, last));
    if (head?.method !== 'HEAD' && body.length > 0) this.socket.write(body);
    return keep;
  }

  problem(head: RequestHead | undefined, status: number, problem: Problem, requestId: string, headers: readonly Header[] = []): boolean {
    const content = problemBody(problem, status, requestId, head !== undefined && isNavigation(head));
    const retry: Header[] = status === 503 ? [['Retry-After', '5']] : [];
    return this.answer(head, status, [...headers, ...retry, ['X-Request-Id', requestId]], content);
  }

  async #next(serve: ServeRequest): Promise<boolean> {
    const idle = setTimeout(() => this.socket.destroy(), idleMs);
    const hasBytes = await this.reader.peek();
    clearTimeout(idle);
    if (!hasBytes) return false;
    this.busy = true;
    const slow = setTimeout(() => this.socket.destroy(), headMs);
    const text = await this.reader.readHead().finally(() => clearTimeout(slow));
    if (text === undefined) return false;
    const keep = await serve(this, parseRequestHead(text));
    this.busy = false;
    return keep && !this.#draining;
  }

  #refuse(error: HeadError): void {
    if (this.socket.destroyed) return;
    this.answer(undefined, error.status, [], { type: 'text/plain; charset=utf-8', body: `${error.message}\n` });
    this.#close();
  }

  /** Closes so that the client can still read the answer: what it goes on sending is read and thrown away for a moment. */
  #close(): void {
    if (this.socket.destroyed) return;
    this.socket.end();
    this.reader.release();
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), lingerMs).unref();
    if (this.reader.ended) this.socket.once('finish', () => this.socket.destroy());
    else this.socket.once('end', () => this.socket.destroy());
  }
}

const reasons: Record<number, string> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  414: 'URI Too Long',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
