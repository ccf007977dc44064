import type { DataPlaneBackend } from '@dizuo/api';
import type { BackendStates } from '../balance/backend-states.ts';
import type { EndpointSet } from '../balance/endpoint-set.ts';
import { framing, type HeadError, type Header } from '../http/message-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import { sessionField } from '../policy/session-persistence.ts';
import type { CompiledRule } from '../routing/compiled-rule.ts';
import { isNavigation } from '../visitor/visitor-door.ts';
import { Attempts } from './attempts.ts';
import { BackendAccount } from './backend-account.ts';
import type { BackendConnection } from './backend-connection.ts';
import type { BackendPool } from './backend-pool.ts';
import { BodyCopy } from './body-copy.ts';
import { clock } from './coarse-clock.ts';
import type { Downstream } from './downstream.ts';
import { grpcProblem, isGrpc } from './grpc-problem.ts';
import type { Http2Backends } from './http2-backends.ts';
import { type Problem, problemBody, problemText } from './problem-page.ts';
import { RequestFacts } from './request-facts.ts';
import type { Upstream } from './upstream.ts';
import { WaitingBody } from './waiting-body.ts';
import type { Waits } from './waits.ts';

const nothing = Buffer.alloc(0);

/** A copy of a request, for a backend whose answer nobody waits for. */
export interface RequestCopy {
  backend: DataPlaneBackend;
  /** The head that the backend gets. */
  onward: string;
}

/** What exchanges share. */
export interface ExchangeServices {
  endpoints: EndpointSet;
  backends: BackendStates;
  pool: BackendPool;
  http2: Http2Backends;
  waits: Waits;
  /** Decides what happens to a request: in the end it calls `forward`, `answer` or `problem`, now or later. */
  serve(exchange: Exchange): void;
  /** Sends a copy of a request that came as a whole. */
  copy(copy: RequestCopy, body: Buffer, rule: CompiledRule): void;
  /** Told of each exchange at its end, before it is used again. */
  ended?(exchange: Exchange): void;
}

/** One request and its answer between the client's side and the backend's. Passes bytes on as they come, at the pace of the slower side. */
export class Exchange extends RequestFacts {
  isOver = true;
  /** On `clock`: without progress until then it is given up. */
  deadline = 0;

  readonly #services: ExchangeServices;
  readonly #account: BackendAccount;
  readonly #attempts: Attempts;
  readonly #waiting = new WaitingBody();
  #upstream: Upstream | undefined;
  /** The head that the backend gets. */
  #onward = '';
  /** Of the request's body, where it may be needed again. */
  #body: BodyCopy | undefined;
  #copies: RequestCopy[] | undefined;
  /** On `clock`. */
  #beganAt = 0;
  #requestTimer: NodeJS.Timeout | undefined;
  #backendTimer: NodeJS.Timeout | undefined;
  /** The client ended it before there was an answer. */
  #isAbandoned = false;
  /** Nothing that runs later holds on to it: it may serve another request. */
  #isReusable = true;

  private constructor(services: ExchangeServices) {
    super();
    this.#services = services;
    this.#account = new BackendAccount(this, services);
    this.#attempts = new Attempts(this, services, this.#account);
  }

  /** One that is not in use, from `idle` where there is one. */
  static take(services: ExchangeServices, idle: Exchange[]): Exchange {
    return idle.pop() ?? new Exchange(services);
  }

  /** What runs until the exchange goes on keeps it from being used for another request. */
  later(): void {
    this.#isReusable = false;
  }

  /** Forgets the request, so that this object can serve another one. False where something still holds on to it. */
  reset(): boolean {
    if (!this.#isReusable) return false;
    this.forget();
    this.#attempts.forget();
    this.#waiting.taken();
    this.#body = undefined;
    this.#requestTimer = undefined;
    this.#isAbandoned = false;
    return true;
  }

  // What the client's side tells.

  /** The head is read. `bytes` hold the part of the body that came with it. */
  start(client: Downstream, bytes: Buffer, from: number, to: number, isShared: boolean): void {
    this.client = client;
    this.isOver = false;
    this.#waiting.borrow(bytes, from, to, isShared);
    this.bytesIn = to - from;
    this.#beganAt = clock.now;
    this.deadline = clock.now + this.#services.waits.answerMs;
    this.#services.serve(this);
    if (this.isOver || !this.#waiting.isHere) return;
    this.#waiting.keep();
    if (!this.requestBody.isDone) client.pauseBody();
  }

  /** A part of the request's body. False: no more until `resumeBody`. */
  requestBytes(bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
    this.bytesIn += to - from;
    this.#body?.add(bytes, from, to, isShared);
    if (this.#copies !== undefined && this.requestBody.isDone) this.#sendCopies();
    if (this.#upstream === undefined) {
      this.#waiting.add(bytes, from, to, isShared);
      return false;
    }
    this.#bodyMoved();
    return this.#upstream.write(bytes, from, to, isShared);
  }

  /** The request's body is malformed: the backend must not take it for whole. */
  badBody(error: HeadError): void {
    this.#isAbandoned = true;
    this.#leaveBackend();
    if (this.hasAnswer) this.#cut(error.message);
    else this.problem(error.status, 'bad-request', error.message);
  }

  clientDrained(): void {
    this.#moved();
    this.#upstream?.resume();
  }

  clientGone(): void {
    if (this.isOver) return;
    this.#leaveBackend();
    this.why ??= 'the client left';
    this.#isAbandoned = !this.hasAnswer;
    this.#over();
  }

  /** The client sends no more through the tunnel. */
  clientEnded(): void {
    this.#upstream?.end();
  }

  // What is decided about the request.

  /** Sends a copy to this backend, as soon as the request has come as a whole; call before `forward`. `onward` is its head. */
  copyTo(backend: DataPlaneBackend, onward: string): void {
    if (this.head.isWebSocket) return;
    this.keepBody();
    this.#copies ??= [];
    this.#copies.push({ backend, onward });
  }

  /** The request's body may be needed again; call before `reached`. */
  keepBody(): void {
    if (this.#body !== undefined) return;
    this.#body = new BodyCopy();
    const { bytes, from, to, isShared } = this.#waiting;
    this.#body.add(bytes, from, to, isShared);
  }

  /** All that came of the body is still here. */
  get hasWholeBody(): boolean {
    return this.#body?.isLost === false;
  }

  /** Sends the request to an endpoint of the backend; `onward` is its head. */
  forward(backend: DataPlaneBackend, onward: string, requestTimeoutMs?: number) {
    this.backend = backend;
    this.#onward = onward;
    if (this.#copies !== undefined && this.requestBody.isDone) this.#sendCopies();
    if (requestTimeoutMs) this.#requestTimer = setTimeout(() => this.#tooLate(), requestTimeoutMs);
    const refused = this.#account.open(backend);
    if (refused !== undefined) return this.problem(503, 'unavailable', refused);
    this.#attempts.begin();
  }

  /** A whole answer of the gateway's own. */
  answer(status: number, headers: readonly Header[], body?: Buffer) {
    this.status = status;
    this.client.sendOwn(this, status, headers, body);
    this.#over();
  }

  problem(status: number, problem: Problem, why?: string, headers: readonly Header[] = this.answerHeaders ?? []) {
    this.why ??= why;
    this.told = problem;
    if (isGrpc(this.head)) return this.#grpcProblem(status, problem, headers);
    const { type, body } = problemBody(problem, status, this.requestId, isNavigation(this.head));
    const all: Header[] = [...headers, ['X-Request-Id', this.requestId], ['Content-Type', type], ['Cache-Control', 'no-store']];
    if (status === 503) all.push(['Retry-After', '5']);
    this.answer(status, all, Buffer.from(body));
  }

  /** For callers of gRPC, who look at the status of the call. */
  #grpcProblem(status: number, problem: Problem, headers: readonly Header[]): void {
    const told = grpcProblem(status, problemText(problem));
    this.client.sendOwn(this, 200, [...headers, ['X-Request-Id', this.requestId], ...told], undefined);
    this.status = status;
    this.#over();
  }

  /** There is a way to an endpoint. */
  reached(upstream: Upstream): void {
    this.#upstream = upstream;
    const limit = this.rule?.backendTimeoutMs || this.#account.responseMs;
    if (limit) this.#backendTimer = setTimeout(() => this.#attempts.again('too late') || this.#tooLate(), limit);
    const { bytes, from, to, isShared } = this.#waiting;
    this.#waiting.taken();
    const ok = upstream.begin(this, this.#onward, bytes, from, to, isShared);
    if (this.head.expectsContinue && this.head.framing !== framing.none) this.client.sendContinue();
    if (this.requestBody.isDone) return;
    this.deadline = clock.now + this.#services.waits.bodyMs;
    if (ok) this.client.resumeBody();
    else this.client.pauseBody();
  }

  // What the backend's side tells.

  backendDrained(): void {
    this.#moved();
    if (!this.requestBody.isDone) this.client.resumeBody();
  }

  answered(response: ResponseHead, bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean {
    this.#account.outcome(response.status >= 500);
    if (response.status >= 400 && this.#attempts.again(response.status)) return true;
    this.hasAnswer = true;
    this.status = response.status;
    const session = this.rule?.persistence && sessionField(this);
    if (session) this.answerHeaders = [...(this.answerHeaders ?? []), session];
    this.bytesOut = to - from;
    if (this.#backendTimer !== undefined) this.#stopBackendTimer();
    this.isTunnel = response.status === 101;
    if (this.isTunnel) clearTimeout(this.#requestTimer);
    this.#moved();
    const ok = this.client.sendAnswer(this, response, bytes, from, to, isShared, isEnd);
    if (!ok && !this.isOver) this.deadline = clock.now + this.#services.waits.readerMs;
    if (this.isTunnel && !this.isOver) this.client.beginTunnel();
    return ok;
  }

  answerBody(bytes: Buffer, from: number, to: number, isShared: boolean, isEnd: boolean): boolean {
    this.bytesOut += to - from;
    this.#moved();
    const ok = this.client.sendBody(bytes, from, to, isShared, isEnd);
    if (!ok) this.deadline = clock.now + this.#services.waits.readerMs;
    return ok;
  }

  /** The answer is whole; `connection` may carry another request. */
  answerEnded(connection: BackendConnection | undefined): void {
    this.#upstream = undefined;
    if (connection !== undefined) this.#services.pool.giveBack(connection, this.backend?.policy?.connections);
    this.#attempts.left();
    this.#over();
  }

  /** The backend left in the middle of its answer. */
  answerCut(): void {
    this.#leaveBackend();
    if (this.isTunnel) this.#over();
    else this.#cut('cut off in the middle');
  }

  /** The backend answered so that it cannot be passed on, or no further. */
  backendFailed(why: string): void {
    this.#leaveBackend();
    if (this.hasAnswer) this.#cut(why);
    else this.problem(502, 'bad-gateway', why);
  }

  /** The backend closed the connection without an answer. */
  notAnswered(upstream: Upstream): void {
    this.#leaveBackend();
    this.#attempts.notAnswered(upstream);
  }

  // Time.

  /** No progress until `deadline`. */
  late() {
    if (this.hasAnswer) return this.#giveUp(this.isTunnel ? 'nothing passed for too long' : 'the answer stopped moving');
    if (this.requestBody.isDone || this.#upstream === undefined) return this.#tooLate();
    this.#isAbandoned = true;
    this.#giveUp('the body stopped coming');
  }

  /** Something passed in either direction. */
  #moved(): void {
    this.deadline = clock.now + this.#patienceMs();
  }

  #patienceMs(): number {
    const { waits } = this.#services;
    const isWaiting = this.requestBody.isDone && !this.hasAnswer;
    if (isWaiting) return waits.answerMs;
    const { idleMs } = this.#account;
    if (idleMs !== undefined) return idleMs;
    if (this.isTunnel) return waits.tunnelMs;
    return this.hasAnswer ? waits.answerBodyMs : waits.bodyMs;
  }

  /** However its pieces come, a body has to come at some pace. */
  #bodyMoved(): void {
    this.#moved();
    if (this.hasAnswer || this.requestBody.isDone) return;
    const { bodyMs, leastBodyBytesPerSecond } = this.#services.waits;
    this.deadline = Math.min(this.deadline, this.#beganAt + bodyMs + (1000 * this.bytesIn) / leastBodyBytesPerSecond);
  }

  #tooLate(): void {
    this.#giveUp('the backend took too long');
  }

  #giveUp(why: string): void {
    if (this.isOver) return;
    this.#leaveBackend();
    if (this.hasAnswer || this.#isAbandoned) this.#cut(why);
    else this.problem(504, 'timeout', why);
  }

  // The end.

  #cut(why: string | undefined): void {
    this.why ??= why;
    this.client.abort();
    this.#over();
  }

  /** The endpoint shall not answer any more: the request, with its whole body, waits for another one. */
  waitForNext(): void {
    this.#leaveBackend();
    const bytes = this.#body?.bytes ?? nothing;
    this.#waiting.borrow(bytes, 0, bytes.length, false);
    this.deadline = clock.now + this.#services.waits.answerMs;
  }

  #sendCopies(): void {
    const { rule } = this;
    const body = this.#body;
    const copies = this.#copies ?? [];
    this.#copies = undefined;
    if (rule === undefined || body === undefined || body.isLost) return;
    for (const copy of copies) this.#services.copy(copy, body.bytes, rule);
  }

  #leaveBackend(): void {
    this.#stopBackendTimer();
    this.#attempts.left();
    this.#upstream?.drop();
    this.#upstream = undefined;
  }

  #stopBackendTimer(): void {
    clearTimeout(this.#backendTimer);
    this.#backendTimer = undefined;
  }

  #over(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#copies = undefined;
    clearTimeout(this.#requestTimer);
    this.#account.close(this.#isAbandoned);
    this.#services.ended?.(this);
    this.client.finished(this);
  }
}
