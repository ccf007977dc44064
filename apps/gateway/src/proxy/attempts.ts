import type { DataPlaneBackend } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { framing } from '../http/message-head.ts';
import type { BackendAccount } from './backend-account.ts';
import type { Exchange, ExchangeServices } from './exchange.ts';
import { RetryPlan } from './retry-plan.ts';
import type { Upstream } from './upstream.ts';

const mostAttempts = 3;
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * A request's way to an endpoint of its backend: to one after the other while nothing can have reached one, once more where a request
 * that may be repeated got no answer, and as often as its route or its backend's policy says. RFC 9110 section 9.2.2. Ends in
 * `Exchange.reached` or `Exchange.problem`.
 */
export class Attempts {
  readonly #x: Exchange;
  readonly #services: ExchangeServices;
  readonly #account: BackendAccount;
  #count = 0;
  /** May not be sent twice. */
  #isOnce = false;
  /** Only on a connection of its own. */
  #isFresh = false;
  #wasRepeated = false;
  /** Counted among the endpoint's requests under way. */
  #isCounted = false;
  #tried: Set<Endpoint> | undefined;
  /** Where the route or the backend's policy says that requests are tried again. */
  #plan: RetryPlan | undefined;

  constructor(x: Exchange, services: ExchangeServices, account: BackendAccount) {
    this.#x = x;
    this.#services = services;
    this.#account = account;
  }

  begin(): void {
    const x = this.#x;
    const { framing: body, method } = x.head;
    this.#isOnce = body !== framing.none || !idempotent.has(method);
    this.#plan = RetryPlan.of(x, this.#account.retry, this.#services.backends, this.#isOnce);
    if (this.#plan !== undefined) x.keepBody();
    this.#next();
  }

  /** The endpoint closed the connection without an answer. */
  notAnswered({ reused, endpoint }: Upstream) {
    const x = this.#x;
    if (this.#plan !== undefined) {
      this.#account.outcome(true);
      if (!this.again('no answer')) this.#givesUp('no attempt got an answer');
      return;
    }
    if (this.#isOnce || this.#count >= mostAttempts || (this.#wasRepeated && !reused))
      return x.problem(502, 'bad-gateway', 'the backend closed the connection without an answer');
    if (!reused) {
      this.#wasRepeated = true;
      this.#leaveOut(endpoint);
    }
    this.#isFresh = true;
    this.#next();
  }

  /** Whether the request will be tried again for this reason, or for this status; after a pause it is. */
  again(why: 'no answer' | 'too late' | number): boolean {
    const x = this.#x;
    const pauseMs = x.hasWholeBody ? this.#plan?.pauseMs(why) : undefined;
    if (pauseMs === undefined) return false;
    if (x.endpoint !== undefined) this.#leaveOut(x.endpoint);
    x.waitForNext();
    x.later();
    setTimeout(() => {
      if (!x.isOver) this.#next();
    }, pauseMs);
    return true;
  }

  /** The request is no longer with the endpoint. */
  left(): void {
    const { endpoint } = this.#x;
    if (!this.#isCounted || endpoint === undefined) return;
    this.#isCounted = false;
    endpoint.active -= 1;
    this.#account.roomMade();
  }

  forget(): void {
    this.#count = 0;
    this.#isFresh = false;
    this.#wasRepeated = false;
    this.#tried = undefined;
    this.#plan = undefined;
  }

  #next(endpoint = this.#choose()) {
    const x = this.#x;
    const backend = x.backend as DataPlaneBackend;
    if (endpoint === undefined) {
      if (this.#waitsForRoom(backend)) return;
      if (this.#count === 0) return x.problem(503, 'unavailable', 'no endpoint is ready');
      return this.#givesUp('no connection');
    }
    x.retries = this.#count;
    this.#count += 1;
    x.endpoint = endpoint;
    endpoint.active += 1;
    this.#isCounted = true;
    const kept = this.#isFresh || speaksHttp2(x, backend) ? undefined : this.#services.pool.take(endpoint, this.#isOnce);
    if (kept !== undefined) x.reached(kept);
    else this.#connect(endpoint, backend);
  }

  #waitsForRoom(backend: DataPlaneBackend): boolean {
    const x = this.#x;
    const waits = this.#account.waitForRoom(backend, this.#tried, (why) => {
      if (why === undefined) this.#next();
      else x.problem(503, 'unavailable', why);
    });
    if (waits) x.later();
    return waits;
  }

  /** Where the request is tried again by plan, it failed: a backend that cannot serve, not one that speaks wrongly. */
  #givesUp(why: string): void {
    if (this.#plan === undefined) this.#x.problem(502, 'bad-gateway', why);
    else this.#x.problem(503, 'unavailable', why);
  }

  /** One that was not tried; where the request is tried again by plan and there is none, any. */
  #choose(): Endpoint | undefined {
    const untried = this.#untried();
    if (untried !== undefined || this.#plan?.hasBegun !== true) return untried;
    return this.#account.choose(this.#x.backend as DataPlaneBackend, undefined);
  }

  #untried(): Endpoint | undefined {
    if (this.#count >= mostAttempts && this.#plan === undefined) return undefined;
    return this.#account.choose(this.#x.backend as DataPlaneBackend, this.#tried);
  }

  #connect(endpoint: Endpoint, backend: DataPlaneBackend): void {
    const { endpoints, pool, http2 } = this.#services;
    const x = this.#x;
    x.later();
    const failed = () => this.#noConnection(endpoint);
    if (speaksHttp2(x, backend)) {
      http2.request(endpoint, backend, this.#isFresh).then((request) => {
        endpoints.succeeded(endpoint);
        if (!x.isOver) x.reached(request);
      }, failed);
      return;
    }
    pool.open(endpoint, backend).then((connection) => {
      endpoints.succeeded(endpoint);
      if (x.isOver) pool.giveBack(connection, backend.policy?.connections);
      else x.reached(connection);
    }, failed);
  }

  #noConnection(endpoint: Endpoint): void {
    this.#services.endpoints.failed(endpoint);
    this.#account.outcome(true);
    const x = this.#x;
    if (x.isOver) return;
    this.left();
    this.#leaveOut(endpoint);
    const other = this.#untried();
    if (other !== undefined) this.#next(other);
    else if (!this.again('no answer')) this.#givesUp('no connection');
  }

  #leaveOut(endpoint: Endpoint): void {
    this.#tried ??= new Set();
    this.#tried.add(endpoint);
  }
}

function speaksHttp2({ rule }: Exchange, { policy, protocol }: DataPlaneBackend): boolean {
  return rule?.grpc === true || (policy?.protocol ?? protocol) === 'H2C';
}
