import type { DataPlaneBackend } from '@dizuo/api';
import type { BackendState } from '../balance/backend-state.ts';
import type { BackendStates } from '../balance/backend-states.ts';
import { refusedFull, refusedOpen } from '../balance/circuit-breaker.ts';
import type { Endpoint, EndpointSet } from '../balance/endpoint-set.ts';
import { hashKey } from '../policy/hash-key.ts';
import type { RequestFacts } from './request-facts.ts';

/** As long as a connection may take to stand. */
const longestWaitMs = 5000;

/** One request in the books of its backend: whether it may go, to which replica, and what its end says about both. */
export class BackendAccount {
  readonly #x: RequestFacts;
  readonly #services: { endpoints: EndpointSet; backends: BackendStates };
  /** Of a backend that has a policy. */
  #state: BackendState | undefined;
  /** Of its breaker, while the request is under way. */
  #term: number | undefined;
  #attemptedAt = 0;
  #resume: (() => void) | undefined;
  #patience: NodeJS.Timeout | undefined;

  constructor(x: RequestFacts, services: { endpoints: EndpointSet; backends: BackendStates }) {
    this.#x = x;
    this.#services = services;
  }

  /** Why the request may not go; undefined: it may, and `close` has to follow. */
  open(backend: DataPlaneBackend): string | undefined {
    this.#state = this.#services.backends.of(backend);
    const term = this.#state?.breaker?.begin(performance.now());
    if (term === refusedOpen) return 'the circuit breaker is open';
    if (term === refusedFull) return 'too many requests are under way';
    this.#term = term;
  }

  /** How long the policy lets an answer take. */
  get responseMs(): number | undefined {
    return this.#state?.policy.timeouts?.responseMs;
  }

  /** How long the policy lets an exchange be silent in the middle. */
  get idleMs(): number | undefined {
    return this.#state?.policy.timeouts?.idleMs;
  }

  /** Waits until a replica has room, where all are full: `next` is then called with nothing, or with why it waits no longer. False: it cannot wait. */
  waitForRoom(backend: DataPlaneBackend, tried: ReadonlySet<Endpoint> | undefined, next: (why?: string) => void): boolean {
    const state = this.#state;
    const most = state?.policy.connections?.maxPending;
    if (state === undefined || most === undefined || !state.isFull(this.#services.endpoints.of(backend.id), tried)) return false;
    const resume = () => {
      this.#stopWaiting();
      next();
    };
    if (!state.pending.add(resume, most)) return false;
    this.#resume = resume;
    this.#patience = setTimeout(() => {
      this.#stopWaiting();
      next('no replica had room in time');
    }, state.policy.timeouts?.connectMs ?? longestWaitMs);
    return true;
  }

  /** A replica has one request less. */
  roomMade(): void {
    this.#state?.pending.roomMade();
  }

  #stopWaiting(): void {
    clearTimeout(this.#patience);
    if (this.#resume !== undefined) this.#state?.pending.leave(this.#resume);
    this.#resume = undefined;
  }

  /** What the policy says of retries. */
  get retry(): BackendState['policy']['retry'] {
    return this.#state?.policy.retry;
  }

  /** The replica for the next attempt, none of `tried`: that of the client's session where it may. */
  choose(backend: DataPlaneBackend, tried: ReadonlySet<Endpoint> | undefined): Endpoint | undefined {
    const { endpoints } = this.#services;
    const state = this.#state;
    const { preferred } = this.#x;
    if (state !== undefined) this.#attemptedAt = performance.now();
    if (preferred !== undefined && preferred.backend === backend.id && !preferred.gone && preferred.healthy && !tried?.has(preferred))
      return preferred;
    if (state === undefined) return endpoints.choose(backend.id, tried);
    return state.choose(endpoints.of(backend.id), tried, () => hashKey(this.#x, state.policy.balance?.hash), this.#attemptedAt);
  }

  /** The replica of the last attempt answered, or failed to. */
  outcome(failed: boolean): void {
    const { endpoint, backend } = this.#x;
    if (this.#state === undefined || endpoint === undefined || backend === undefined) return;
    const now = performance.now();
    this.#state.outcome(endpoint, this.#services.endpoints.of(backend.id), { failed, ms: now - this.#attemptedAt }, now);
  }

  /** The request is over. `isAbandoned`: the client ended it before there was an answer, which says nothing about the backend. */
  close(isAbandoned: boolean): void {
    if (this.#term !== undefined) {
      const { hasAnswer, status, startedAt } = this.#x;
      const now = performance.now();
      const outcome = { failed: !hasAnswer || status >= 500, ms: now - startedAt, counted: !isAbandoned };
      this.#state?.breaker?.ended(this.#term, now, outcome);
      this.#term = undefined;
    }
    if (this.#resume !== undefined) this.#stopWaiting();
    this.#state = undefined;
  }
}
