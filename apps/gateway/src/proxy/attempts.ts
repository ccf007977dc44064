import type { DataPlaneBackend } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { framing } from '../http/message-head.ts';
import type { BackendAccount } from './backend-account.ts';
import type { Exchange, ExchangeServices } from './exchange.ts';
import type { Upstream } from './upstream.ts';

const mostAttempts = 3;
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * A request's way to an endpoint of its backend: to one after the other while nothing can have reached one, and once more where a request
 * that may be repeated got no answer. RFC 9110 section 9.2.2. Ends in `Exchange.reached` or `Exchange.problem`.
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

  constructor(x: Exchange, services: ExchangeServices, account: BackendAccount) {
    this.#x = x;
    this.#services = services;
    this.#account = account;
  }

  begin(): void {
    const { framing: body, method } = this.#x.head;
    this.#isOnce = body !== framing.none || !idempotent.has(method);
    this.#next();
  }

  /** The endpoint closed the connection without an answer. */
  notAnswered({ reused, endpoint }: Upstream) {
    if (this.#isOnce || this.#count >= mostAttempts || (this.#wasRepeated && !reused))
      return this.#x.problem(502, 'bad-gateway', 'the backend closed the connection without an answer');
    if (!reused) {
      this.#wasRepeated = true;
      this.#leaveOut(endpoint);
    }
    this.#isFresh = true;
    this.#next();
  }

  /** The request is no longer with the endpoint. */
  left(): void {
    const { endpoint } = this.#x;
    if (this.#isCounted && endpoint !== undefined) endpoint.active -= 1;
    this.#isCounted = false;
  }

  forget(): void {
    this.#count = 0;
    this.#isFresh = false;
    this.#wasRepeated = false;
    this.#tried = undefined;
  }

  #next() {
    const x = this.#x;
    const backend = x.backend as DataPlaneBackend;
    const endpoint = this.#count < mostAttempts ? this.#account.choose(backend, this.#tried) : undefined;
    if (endpoint === undefined) {
      if (this.#count === 0) return x.problem(503, 'unavailable', 'no endpoint is ready');
      return x.problem(502, 'bad-gateway', 'no connection');
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
      if (x.isOver) pool.giveBack(connection);
      else x.reached(connection);
    }, failed);
  }

  #noConnection(endpoint: Endpoint): void {
    this.#services.endpoints.failed(endpoint);
    this.#account.outcome(true);
    if (this.#x.isOver) return;
    this.left();
    this.#leaveOut(endpoint);
    this.#next();
  }

  #leaveOut(endpoint: Endpoint): void {
    this.#tried ??= new Set();
    this.#tried.add(endpoint);
  }
}

function speaksHttp2({ rule }: Exchange, backend: DataPlaneBackend): boolean {
  return rule?.grpc === true || backend.policy?.protocol === 'H2C';
}
