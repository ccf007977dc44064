import type { DataPlaneBackendPolicy } from '@dizuo/api';

type Settings = NonNullable<DataPlaneBackendPolicy['breaker']>;
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What `begin` answers to a request that may not go. */
export const refusedOpen = -1;
export const refusedFull = -2;

/** Parts of the window, so that old counts leave it little by little. */
const slots = 10;

/**
 * Keeps requests from a backend that fails, is slow or is full. Closed: it counts. Open: nothing passes for `openMs`. Half open:
 * `halfOpenRequests` pass as a trial; the first failure opens it again, as many successes close it. Concurrency is a bound of its own and
 * opens nothing. Clock: milliseconds that never go back.
 */
export class CircuitBreaker {
  #settings: Settings;
  #state: BreakerState = 'closed';
  /** Goes up with every change of state, so that a request begun in one says nothing in another. */
  #term = 0;
  #openUntil = 0;
  #trials = 0;
  #passedTrials = 0;
  #active = 0;
  readonly #requests = new Float64Array(slots);
  readonly #errors = new Float64Array(slots);
  readonly #slow = new Float64Array(slots);
  #slot = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Takes changed settings without forgetting what it saw. */
  use(settings: Settings): void {
    this.#settings = settings;
  }

  get active(): number {
    return this.#active;
  }

  state(now: number): BreakerState {
    if (this.#state === 'open' && now >= this.#openUntil) {
      this.#enter('half-open');
      this.#trials = 0;
      this.#passedTrials = 0;
    }
    return this.#state;
  }

  /** The term that a request may go in, for `ended`, which must follow once; or `refusedOpen`, `refusedFull`. */
  begin(now: number): number {
    const state = this.state(now);
    if (state === 'open') return refusedOpen;
    const { maxConcurrent, halfOpenRequests } = this.#settings;
    if (maxConcurrent !== undefined && this.#active >= maxConcurrent) return refusedFull;
    if (state === 'half-open') {
      if (this.#trials >= halfOpenRequests) return refusedOpen;
      this.#trials += 1;
    }
    this.#active += 1;
    return this.#term;
  }

  /** `counted` false: the request says nothing about the backend (the client went away). */
  ended(term: number, now: number, outcome: { failed: boolean; ms: number; counted: boolean }): void {
    this.#active -= 1;
    const state = this.state(now);
    if (term !== this.#term) return;
    const slow = this.#settings.slow !== undefined && outcome.ms > this.#settings.slow.overMs;
    if (state === 'half-open') {
      this.#trialEnded(now, outcome, slow);
      return;
    }
    if (!outcome.counted) return;
    this.#turn(now);
    const at = this.#slot % slots;
    this.#requests[at] = (this.#requests[at] ?? 0) + 1;
    if (outcome.failed) this.#errors[at] = (this.#errors[at] ?? 0) + 1;
    if (slow) this.#slow[at] = (this.#slow[at] ?? 0) + 1;
    if (this.#isBad()) this.#open(now);
  }

  #trialEnded(now: number, { failed, counted }: { failed: boolean; counted: boolean }, slow: boolean): void {
    if (!counted) {
      this.#trials = Math.max(0, this.#trials - 1);
      return;
    }
    if (failed || slow) {
      this.#open(now);
      return;
    }
    this.#passedTrials += 1;
    if (this.#passedTrials >= this.#settings.halfOpenRequests) this.#enter('closed');
  }

  #open(now: number): void {
    this.#enter('open');
    this.#openUntil = now + this.#settings.openMs;
  }

  #isBad(): boolean {
    const { minimumRequests, errorPercent, slow } = this.#settings;
    const requests = sum(this.#requests);
    if (requests < minimumRequests) return false;
    if (errorPercent !== undefined && sum(this.#errors) * 100 >= errorPercent * requests) return true;
    return slow !== undefined && sum(this.#slow) * 100 >= slow.percent * requests;
  }

  /** Empties the parts of the window that time has passed over. */
  #turn(now: number): void {
    const slot = Math.floor((now * slots) / this.#settings.windowMs);
    const passed = Math.min(slots, slot - this.#slot);
    for (let i = 1; i <= passed; i += 1) {
      const at = (this.#slot + i) % slots;
      this.#requests[at] = 0;
      this.#errors[at] = 0;
      this.#slow[at] = 0;
    }
    this.#slot = Math.max(this.#slot, slot);
  }

  #enter(state: BreakerState): void {
    this.#state = state;
    this.#term += 1;
    this.#requests.fill(0);
    this.#errors.fill(0);
    this.#slow.fill(0);
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
