import type { DataPlaneBackend } from '@dizuo/api';
import type { Endpoint, EndpointSet } from '../balance/endpoint-set.ts';
import { scannerFor } from '../http/body-scanner.ts';
import { HeadError, type Header } from '../http/message-head.ts';
import type { RequestHead } from '../http/request-head.ts';
import { parseResponseHead, type ResponseHead } from '../http/response-head.ts';
import { type SocketReader, writeAll } from '../http/socket-reader.ts';
import type { BackendConnection, BackendPool } from './backend-pool.ts';
import { pumpBody } from './body-pump.ts';
import { backHeaders, responseBytes } from './forwarded-head.ts';
import type { Problem } from './problem-page.ts';
import { tunnel } from './tunnel.ts';

const mostAttempts = 3;
/** A backend that has not begun to answer by then is given up, where the route sets no limit of its own. */
const defaultBackendMs = 300_000;
/** A request's body that does not move for so long is given up. */
const stalledBodyMs = 60_000;
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

export interface ExchangeOptions {
  client: SocketReader;
  head: RequestHead;
  /** The head for the backend, in bytes, made once for each endpoint tried. */
  bytesFor(endpoint: Endpoint): Buffer;
  backend: DataPlaneBackend;
  endpoints: EndpointSet;
  pool: BackendPool;
  requestId: string;
  /** The client's connection ends after this answer. */
  isLast(): boolean;
  changeBack(headers: Header[]): Header[];
  requestTimeoutMs?: number;
  backendTimeoutMs?: number;
}

/** `problem`: nothing was sent to the client yet, it is the caller's to answer. */
export interface ExchangeResult {
  status: number;
  keep: boolean;
  endpoint?: string;
  retries: number;
  problem?: Problem;
  why?: string;
  /** The backend closed without an answer, and the request may be sent again: it is idempotent and has no body. RFC 9110 section 9.2.2. */
  mayRepeat?: boolean;
}

/**
 * Carries one request to a backend and the answer back. Tries another endpoint while nothing can have reached one, and once more where a
 * request that may be repeated got no answer.
 */
export async function exchange(options: ExchangeOptions): Promise<ExchangeResult> {
  const { endpoints, backend, head } = options;
  const tried = new Set<Endpoint>();
  let fresh = !idempotent.has(head.method) || head.framing.kind !== 'none';
  let repeated = false;
  let result: ExchangeResult = { status: 503, keep: true, retries: 0, problem: 'unavailable', why: 'no endpoint is ready' };
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const endpoint = endpoints.choose(backend.id, tried);
    if (!endpoint) return { ...result, retries: Math.max(0, attempt - 1) };
    endpoint.active += 1;
    try {
      const connection = await connect(options, endpoint, fresh);
      if (!connection) {
        tried.add(endpoint);
        result = { status: 502, keep: true, retries: attempt, endpoint: endpoint.id, problem: 'bad-gateway', why: 'no connection' };
        continue;
      }
      const outcome = await new Attempt(options, connection).run();
      result = { ...outcome, endpoint: endpoint.id, retries: attempt };
      if (!outcome.mayRepeat || (repeated && !connection.reused)) return result;
      if (!connection.reused) {
        repeated = true;
        tried.add(endpoint);
      }
      fresh = true;
    } finally {
      endpoint.active -= 1;
    }
  }
  return result;
}

async function connect(
  { pool, endpoints, backend }: ExchangeOptions,
  endpoint: Endpoint,
  fresh: boolean,
): Promise<BackendConnection | undefined> {
  try {
    const connection = await pool.take(endpoint, backend, fresh);
    endpoints.succeeded(endpoint);
    return connection;
  } catch {
    endpoints.failed(endpoint);
    return undefined;
  }
}

/** One request on one connection. */
class Attempt {
  readonly #options: ExchangeOptions;
  readonly #connection: BackendConnection;
  #timedOut = false;
  #bodyError: HeadError | undefined;
  #answered = false;

  constructor(options: ExchangeOptions, connection: BackendConnection) {
    this.#options = options;
    this.#connection = connection;
  }

  async run(): Promise<ExchangeResult> {
    const { client, head, requestTimeoutMs, backendTimeoutMs } = this.#options;
    const { socket } = this.#connection.reader;
    const onClientGone = () => socket.destroy();
    client.socket.once('close', onClientGone);
    const giveUp = () => {
      this.#timedOut = true;
      socket.destroy();
    };
    const timers = requestTimeoutMs ? [setTimeout(giveUp, requestTimeoutMs)] : [];
    const untilAnswer = setTimeout(giveUp, backendTimeoutMs || defaultBackendMs);
    timers.push(untilAnswer);
    try {
      socket.write(this.#options.bytesFor(this.#connection.endpoint));
      if (head.expectsContinue) client.socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      const body = head.framing.kind === 'none' ? Promise.resolve(true) : this.#sendBody();
      let response: ResponseHead | undefined;
      try {
        response = await this.#readAnswer();
      } catch (error) {
        return this.#failure(502, 'bad-gateway', (error as Error).message);
      }
      if (!response) return this.#noAnswer();
      clearTimeout(untilAnswer);
      if (response.status === 101) {
        for (const timer of timers) clearTimeout(timer);
        return await this.#upgrade(response);
      }
      return await this.#passAnswer(response, body);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      client.socket.off('close', onClientGone);
    }
  }

  /** True when the whole body was sent. */
  async #sendBody(): Promise<boolean> {
    const { client, head } = this.#options;
    const { socket } = this.#connection.reader;
    const stalled = setTimeout(() => client.socket.destroy(), stalledBodyMs);
    const moved = () => void stalled.refresh();
    client.socket.on('readable', moved);
    socket.on('drain', moved);
    try {
      const end = await pumpBody(client, socket, scannerFor(head.framing, true), false);
      if (end === 'short') socket.destroy();
      return end === 'done';
    } catch (error) {
      if (error instanceof HeadError) this.#bodyError = error;
      socket.destroy();
      return false;
    } finally {
      clearTimeout(stalled);
      client.socket.off('readable', moved);
      socket.off('drain', moved);
    }
  }

  /** The first answer that is final, or 101 to an upgrade. Undefined where the connection ended before it. */
  async #readAnswer(): Promise<ResponseHead | undefined> {
    for (;;) {
      const text = await this.#connection.reader.readHead();
      if (text === undefined) return undefined;
      const response = parseResponseHead(text, this.#options.head.method);
      if (response.status === 101 && !this.#options.head.isWebSocket) throw new HeadError(502, 'an upgrade that nobody asked for');
      if (response.status >= 200 || response.status === 101) return response;
    }
  }

  #noAnswer(): ExchangeResult {
    const { head, client } = this.#options;
    const mayRepeat = !this.#timedOut && !client.socket.destroyed && head.framing.kind === 'none' && idempotent.has(head.method);
    return { ...this.#failure(502, 'bad-gateway', 'the backend closed the connection without an answer'), mayRepeat };
  }

  #failure(status: number, problem: Problem, why: string): ExchangeResult {
    this.#connection.reader.socket.destroy();
    const keep = this.#options.head.framing.kind === 'none';
    const base = { keep, retries: 0, endpoint: this.#connection.endpoint.id };
    if (this.#bodyError) return { ...base, status: this.#bodyError.status, problem: 'bad-request', why: this.#bodyError.message };
    if (this.#timedOut) return { ...base, status: 504, problem: 'timeout', why: 'the backend took too long' };
    return { ...base, status, problem, why };
  }

  async #passAnswer(response: ResponseHead, body: Promise<boolean>): Promise<ExchangeResult> {
    const { client, head, pool, changeBack, requestId } = this.#options;
    const { reader } = this.#connection;
    const dechunk = response.framing.kind === 'chunked' && head.isOldVersion;
    const bodyIsSent = await Promise.race([body, Promise.resolve(false)]);
    const isLast = this.#options.isLast() || dechunk || response.framing.kind === 'close' || !bodyIsSent || !head.keepAlive;
    const connection = isLast ? 'Connection: close\r\n' : head.isOldVersion ? 'Connection: keep-alive\r\n' : '';
    const framing = response.framing.kind === 'chunked' && !dechunk ? 'Transfer-Encoding: chunked\r\n' : '';
    this.#answered = await writeAll(
      client.socket,
      responseBytes(response, changeBack(backHeaders(response, requestId)), framing + connection),
    );
    const base = { status: response.status, retries: 0 };
    if (response.framing.kind !== 'none') {
      const whole = await this.#passBody(response, dechunk);
      if (!whole) {
        reader.socket.destroy();
        client.socket.destroy();
        return { ...base, keep: false, why: this.#timedOut ? 'cut off: it took too long' : 'cut off in the middle' };
      }
    }
    if (response.keepAlive && bodyIsSent && this.#answered) pool.giveBack(this.#connection);
    else reader.socket.destroy();
    return { ...base, keep: !isLast };
  }

  async #passBody(response: ResponseHead, dechunk: boolean): Promise<boolean> {
    try {
      const end = await pumpBody(this.#connection.reader, this.#options.client.socket, scannerFor(response.framing, false), dechunk);
      return end === 'done' || (end === 'short' && response.framing.kind === 'close' && !this.#timedOut);
    } catch {
      return false;
    }
  }

  async #upgrade(response: ResponseHead): Promise<ExchangeResult> {
    const { client, changeBack, requestId } = this.#options;
    const headers = changeBack(backHeaders(response, requestId));
    client.socket.write(responseBytes(response, headers, 'Connection: Upgrade\r\nUpgrade: websocket\r\n'));
    await tunnel(client, this.#connection.reader);
    return { status: 101, keep: false, retries: 0 };
  }
}
