import type { OutgoingHttpHeaders } from 'node:http2';
import type { DataPlaneBackend } from '@dizuo/api';
import type { BackendState } from '../balance/backend-state.ts';
import type { BackendStates } from '../balance/backend-states.ts';
import { refusedFull, refusedOpen } from '../balance/circuit-breaker.ts';
import type { Endpoint, EndpointSet } from '../balance/endpoint-set.ts';
import { BodyScanner } from '../http/body-scanner.ts';
import { framing, type HeadError, type Header } from '../http/message-head.ts';
import { RequestHead } from '../http/request-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { TraceContext } from '../observe/trace-context.ts';
import { hashKey } from '../policy/hash-key.ts';
import type { CompiledRule } from '../routing/compiled-rule.ts';
import { isNavigation } from '../visitor/visitor-door.ts';
import type { BackendConnection } from './backend-connection.ts';
import type { BackendPool } from './backend-pool.ts';
import { clock } from './coarse-clock.ts';
import type { Downstream } from './downstream.ts';
import type { Http2Backends } from './http2-backends.ts';
import { type Problem, problemBody } from './problem-page.ts';
import { keepable } from './shared-read.ts';
import type { Upstream } from './upstream.ts';
import { waits } from './waits.ts';

const mostAttempts = 3;
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
const nothing: Buffer = Buffer.alloc(0);
const noTerm = -1;
const clientLeft = 'the client left';

function speaksHttp2(rule: CompiledRule | undefined, backend: DataPlaneBackend): boolean {
  return rule?.grpc === true || backend.policy?.protocol === 'H2C';
}

/** What exchanges share. */
export interface ExchangeServices {
  endpoints: EndpointSet;
  backends: BackendStates;
  pool: BackendPool;
  http2: Http2Backends;
  /** Decides what happens to a request: in the end it calls `forward`, `answer` or `problem`, now or later. */
  serve(exchange: Exchange): void;
  /** Told of each exchange at its end, before it is used again. */
  ended?(exchange: Exchange): void;
}

/**
 * One request and its answer: the client's side, the backend's side, and what is known about it. Passes bytes on as they come, at the pace
 * of the slower side. Tries another endpoint while nothing can have reached one, and once more where a request that may be repeated got
 * no answer.
 */
export class Exchange {
  readonly head = new RequestHead();
  readonly requestBody = new BodyScanner();
  client!: Downstream;
  /** See `comparablePath`. */
  path = '/';
  requestId = '';
  /** On `performance.now()`; 0 where nobody asks how long it took. */
  startedAt = 0;
  rule: CompiledRule | undefined;
  backend: DataPlaneBackend | undefined;
  endpoint: Endpoint | undefined;
  /** Fields that the gateway adds to the answer. */
  answerHeaders: readonly Header[] | undefined;
  status = 0;
  retries = 0;
  why: string | undefined;
  user: string | undefined;
  /** A program that proved who it is, for limits and figures. */
  caller: string | undefined;
  /** Of the visitor, with those above; or the one that the program calls for. */
  departments: readonly string[] | undefined;
  /** What the backend does not see: a field (lower case) and a parameter of the query that bear an API key. */
  hiddenField: string | undefined;
  hiddenParameter: string | undefined;
  trace: TraceContext | undefined;
  /** The limit that refused it. */
  limitedBy: string | undefined;
  bytesIn = 0;
  bytesOut = 0;
  /** After the answer's body; only HTTP/2 carries them on. */
  trailers: OutgoingHttpHeaders | undefined;
  mayHaveTrailers = false;
  isTunnel = false;
  isOver = true;
  hasAnswer = false;
  /** Whose bound of requests under way it counts against. */
  tenant: string | undefined;
  /** On `clock`: without progress until then it is given up. */
  deadline = 0;

  readonly #services: ExchangeServices;
  #connection: Upstream | undefined;
  #onward = '';
  #isOnce = false;
  #fresh = false;
  #repeated = false;
  #attempts = 0;
  /** Counted among the endpoint's requests under way. */
  #isCounted = false;
  #tried: Set<Endpoint> | undefined;
  #first: Buffer = nothing;
  #firstFrom = 0;
  #firstTo = 0;
  #firstShared = false;
  #held: Buffer | undefined;
  /** Of a backend that has a policy. */
  #state: BackendState | undefined;
  /** Of its breaker, while the request is under way. */
  #term = noTerm;
  #attemptedAt = 0;
  #requestTimer: NodeJS.Timeout | undefined;
  #backendTimer: NodeJS.Timeout | undefined;
  /** Nothing that runs later holds on to it: it may serve another request. */
  #isReusable = true;

  private constructor(services: ExchangeServices) {
    this.#services = services;
  }

  /** One that is not in use, from `idle` where there is one. */
  static take(services: ExchangeServices, idle: Exchange[]): Exchange {
    return idle.pop() ?? new Exchange(services);
  }

  /** Of the listener that the request came in at; undefined where it has no fixed one. */
  get port(): number | undefined {
    return this.client.port || undefined;
  }

  /** The head is read. `bytes` hold the part of the body that came with it. */
  start(client: Downstream, bytes: Buffer, from: number, to: number, isShared: boolean): void {
    this.client = client;
    this.isOver = false;
    this.#first = bytes;
    this.#firstFrom = from;
    this.#firstTo = to;
    this.#firstShared = isShared;
    this.bytesIn = to - from;
    this.deadline = clock.now + waits.answerMs;
    this.#services.serve(this);
    if (this.isOver || this.#first === nothing) return;
    if (to > from) this.#held = keepable(bytes, from, to, isShared);
    this.#first = nothing;
    if (!this.requestBody.isDone) client.pauseBody();
  }

  /** What runs until the exchange goes on keeps it from being used for another request. */
  later(): void {
    this.#isReusable = false;
  }

  /** Sends the request to an endpoint of the backend; `onward` is its head. */
  forward(backend: DataPlaneBackend, onward: string, requestTimeoutMs?: number) {
    this.backend = backend;
    this.#onward = onward;
    this.#isOnce = this.head.framing !== framing.none || !idempotent.has(this.head.method);
    if (requestTimeoutMs) this.#requestTimer = setTimeout(() => this.#tooLate(), requestTimeoutMs);
    this.#state = this.#services.backends.of(backend);
    const { breaker } = this.#state ?? {};
    if (breaker) {
      const term = breaker.begin(performance.now());
      if (term === refusedOpen) return this.problem(503, 'unavailable', 'the circuit breaker is open', this.answerHeaders);
      if (term === refusedFull) return this.problem(503, 'unavailable', 'too many requests are under way', this.answerHeaders);
      this.#term = term;
    }
    this.#attempt();
  }

  /** A part of the request's body. False: no more until `resumeBody`. */
  requestBytes(bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    this.bytesIn += to - from;
    if (this.#connection === undefined) {
      const piece = keepable(bytes, from, to, isShared);
      this.#held = this.#held === undefined ? piece : Buffer.concat([this.#held, piece]);
      return false;
    }
    this.#moved();
    return this.#connection.write(bytes, from, to, isShared);
  }

  /** The request's body is malformed: the backend must not take it for whole. */
  badBody(error: HeadError): void {
    this.#leaveBackend();
    if (this.hasAnswer) this.#cut(error.message);
    else this.problem(error.status, 'bad-request', error.message);
  }

  clientDrained(): void {
    this.#moved();
    this.#connection?.resume();
  }

  backendDrained(): void {
    this.#moved();
    if (!this.requestBody.isDone) this.client.resumeBody();
  }

  clientGone(): void {
    if (this.isOver) return;
    this.#leaveBackend();
    this.why ??= clientLeft;
    this.#over();
  }

  /** The client sends no more through the tunnel. */
  clientEnded(): void {
    this.#connection?.end();
  }

  answered(response: ResponseHead, bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean {
    this.hasAnswer = true;
    if (this.#state !== undefined) this.#tellOutcome(response.status >= 500);
    this.status = response.status;
    this.bytesOut = to - from;
    if (this.#backendTimer !== undefined) this.#stopBackendTimer();
    this.isTunnel = response.status === 101;
    if (this.isTunnel) clearTimeout(this.#requestTimer);
    this.#moved();
    const ok = this.client.sendAnswer(this, response, bytes, from, to, isShared, isEnd);
    if (!ok && !this.isOver) this.deadline = clock.now + waits.readerMs;
    if (this.isTunnel && !this.isOver) this.client.beginTunnel();
    return ok;
  }

  answerBody(bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean {
    this.bytesOut += to - from;
    this.#moved();
    const ok = this.client.sendBody(bytes, from, to, isShared, isEnd);
    if (!ok) this.deadline = clock.now + waits.readerMs;
    return ok;
  }

  /** The answer is whole; `connection` may carry another request. */
  answerEnded(connection: BackendConnection | undefined): void {
    this.#connection = undefined;
    this.#uncount();
    if (connection !== undefined) this.#services.pool.giveBack(connection);
    this.#over();
  }

  /** The backend left in the middle of its answer. */
  answerCut(): void {
    this.#leaveBackend();
    if (this.isTunnel) this.#over();
    else this.#cut('cut off in the middle');
  }

  /** The backend answered so that it cannot be passed on. */
  backendFailed(why: string) {
    this.#leaveBackend();
    this.problem(502, 'bad-gateway', why);
  }

  /** The backend closed the connection without an answer. RFC 9110 section 9.2.2 says what may be sent again. */
  notAnswered(connection: Upstream) {
    this.#leaveBackend();
    if (this.#isOnce || this.#attempts >= mostAttempts || (this.#repeated && !connection.reused))
      return this.problem(502, 'bad-gateway', 'the backend closed the connection without an answer');
    if (!connection.reused) {
      this.#repeated = true;
      this.#leaveOut(connection.endpoint);
    }
    this.#fresh = true;
    this.#attempt();
  }

  /** No progress until `deadline`. */
  late() {
    if (!this.requestBody.isDone && this.#connection !== undefined && !this.hasAnswer) return this.#giveUp('the body stopped coming');
    if (this.hasAnswer) return this.#giveUp(this.isTunnel ? 'nothing passed for too long' : 'the answer stopped moving');
    this.#tooLate();
  }

  /** A whole answer of the gateway's own. */
  answer(status: number, headers: readonly Header[], body?: Buffer) {
    this.status = status;
    this.client.sendOwn(this, status, headers, body);
    this.#over();
  }

  problem(status: number, problem: Problem, why?: string, headers: readonly Header[] = []) {
    this.why ??= why;
    const { type, body } = problemBody(problem, status, this.requestId, isNavigation(this.head));
    const all: Header[] = [...headers, ['X-Request-Id', this.requestId], ['Content-Type', type], ['Cache-Control', 'no-store']];
    if (status === 503) all.push(['Retry-After', '5']);
    this.answer(status, all, Buffer.from(body));
  }

  #attempt() {
    const { endpoints, pool } = this.#services;
    const backend = this.backend as DataPlaneBackend;
    const endpoint = this.#attempts < mostAttempts ? this.#choose(backend) : undefined;
    if (endpoint === undefined) {
      if (this.#attempts === 0) return this.problem(503, 'unavailable', 'no endpoint is ready');
      return this.problem(502, 'bad-gateway', 'no connection');
    }
    this.retries = this.#attempts;
    this.#attempts += 1;
    this.endpoint = endpoint;
    endpoint.active += 1;
    this.#isCounted = true;
    if (speaksHttp2(this.rule, backend)) return this.#attemptHttp2(endpoint, backend);
    const kept = this.#fresh ? undefined : pool.take(endpoint, this.#isOnce);
    if (kept !== undefined) return this.#send(kept);
    this.later();
    pool.open(endpoint, backend).then(
      (connection) => {
        endpoints.succeeded(endpoint);
        if (this.isOver) pool.giveBack(connection);
        else this.#send(connection);
      },
      () => this.#noConnection(endpoint),
    );
  }

  #attemptHttp2(endpoint: Endpoint, backend: DataPlaneBackend) {
    this.later();
    this.#services.http2.request(endpoint, backend, this.#fresh).then(
      (request) => {
        this.#services.endpoints.succeeded(endpoint);
        if (!this.isOver) this.#send(request);
      },
      () => this.#noConnection(endpoint),
    );
  }

  #noConnection(endpoint: Endpoint) {
    this.#services.endpoints.failed(endpoint);
    if (this.#state !== undefined) this.#tellOutcome(true);
    if (this.isOver) return;
    this.#leaveBackend();
    this.#leaveOut(endpoint);
    this.#attempt();
  }

  #send(connection: Upstream): void {
    this.#connection = connection;
    const isHeld = this.#held !== undefined;
    const bytes = this.#held ?? this.#first;
    const from = isHeld ? 0 : this.#firstFrom;
    const to = isHeld ? bytes.length : this.#firstTo;
    const limit = this.rule?.backendTimeoutMs || this.#state?.policy.timeouts?.responseMs;
    if (limit) this.#backendTimer = setTimeout(() => this.#tooLate(), limit);
    const ok = connection.begin(this, this.#onward, bytes, from, to, !isHeld && this.#firstShared);
    this.#held = undefined;
    this.#first = nothing;
    this.#firstTo = this.#firstFrom = 0;
    if (this.head.expectsContinue && this.head.framing !== framing.none) this.client.sendContinue();
    if (this.requestBody.isDone) return;
    this.deadline = clock.now + waits.bodyMs;
    if (ok) this.client.resumeBody();
    else this.client.pauseBody();
  }

  #choose(backend: DataPlaneBackend): Endpoint | undefined {
    const { endpoints } = this.#services;
    const state = this.#state;
    if (state === undefined) return endpoints.choose(backend.id, this.#tried);
    this.#attemptedAt = performance.now();
    return state.choose(endpoints.of(backend.id), this.#tried, () => hashKey(this, state.policy.balance?.hash), this.#attemptedAt);
  }

  #tellOutcome(failed: boolean): void {
    const { endpoint, backend } = this;
    if (endpoint === undefined || backend === undefined) return;
    const now = performance.now();
    this.#state?.outcome(endpoint, this.#services.endpoints.of(backend.id), { failed, ms: now - this.#attemptedAt }, now);
  }

  #leaveBreaker(): void {
    const now = performance.now();
    const counted = this.hasAnswer || this.why !== clientLeft;
    this.#state?.breaker?.ended(this.#term, now, { failed: !this.hasAnswer || this.status >= 500, ms: now - this.startedAt, counted });
    this.#term = noTerm;
  }

  /** Something passed in either direction. */
  #moved(): void {
    const wait = this.isTunnel
      ? waits.tunnelMs
      : this.hasAnswer
        ? waits.answerBodyMs
        : this.requestBody.isDone
          ? waits.answerMs
          : waits.bodyMs;
    this.deadline = clock.now + wait;
  }

  #tooLate(): void {
    this.#giveUp('the backend took too long');
  }

  #giveUp(why: string): void {
    if (this.isOver) return;
    this.#leaveBackend();
    if (this.hasAnswer) this.#cut(why);
    else if (this.requestBody.isDone || why === 'the backend took too long') this.problem(504, 'timeout', why);
    else this.#cut(why);
  }

  #cut(why: string | undefined): void {
    this.why ??= why;
    this.client.abort();
    this.#over();
  }

  #leaveBackend(): void {
    this.#stopBackendTimer();
    this.#uncount();
    this.#connection?.drop();
    this.#connection = undefined;
  }

  #uncount(): void {
    if (this.#isCounted && this.endpoint !== undefined) this.endpoint.active -= 1;
    this.#isCounted = false;
  }

  #leaveOut(endpoint: Endpoint): void {
    this.#tried ??= new Set();
    this.#tried.add(endpoint);
  }

  #stopBackendTimer(): void {
    clearTimeout(this.#backendTimer);
    this.#backendTimer = undefined;
  }

  #over(): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.#requestTimer);
    if (this.#term !== noTerm) this.#leaveBreaker();
    this.#services.ended?.(this);
    this.client.finished(this);
  }

  /** Forgets the request, so that this object can serve another one. False where something still holds on to it. */
  reset(): boolean {
    if (!this.#isReusable) return false;
    this.rule = undefined;
    this.backend = undefined;
    this.endpoint = undefined;
    this.answerHeaders = undefined;
    this.retries = 0;
    this.why = undefined;
    this.user = undefined;
    this.caller = undefined;
    this.departments = undefined;
    this.hiddenField = undefined;
    this.hiddenParameter = undefined;
    this.trace = undefined;
    this.limitedBy = undefined;
    this.tenant = undefined;
    this.trailers = undefined;
    this.mayHaveTrailers = false;
    this.bytesOut = 0;
    this.isTunnel = false;
    this.hasAnswer = false;
    this.#fresh = false;
    this.#repeated = false;
    this.#attempts = 0;
    this.#tried = undefined;
    this.#held = undefined;
    this.#requestTimer = undefined;
    this.#state = undefined;
    return true;
  }
}
