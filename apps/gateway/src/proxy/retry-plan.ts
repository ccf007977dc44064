import type { DataPlaneBackend, DataPlaneBackendPolicy } from '@dizuo/api';
import type { BackendStates } from '../balance/backend-states.ts';
import type { RetryBudget } from '../balance/retry-budget.ts';
import type { RequestFacts } from './request-facts.ts';

type PolicyRetry = NonNullable<DataPlaneBackendPolicy['retry']>;

/** Where neither says: of late, one retry for five requests, and always ten a second. */
const usualBudget = { budgetPercent: 20, minRetriesPerSecond: 10 };
const usualBackoffMs = 25;
const longestBackoffMs = 10_000;

/** How often and when one request is tried again. */
export class RetryPlan {
  readonly #codes: readonly number[];
  readonly #attempts: number;
  readonly #backoffMs: number;
  readonly #budget: RetryBudget;
  readonly #bounds: Pick<PolicyRetry, 'budgetPercent' | 'minRetriesPerSecond'>;
  #done = 0;

  private constructor(retry: { codes: readonly number[]; attempts: number; backoffMs: number }, budget: RetryBudget, bounds?: PolicyRetry) {
    this.#codes = retry.codes;
    this.#attempts = retry.attempts;
    this.#backoffMs = retry.backoffMs;
    this.#budget = budget;
    this.#bounds = bounds ?? usualBudget;
  }

  /**
   * What the route says; else what the backend's policy says, which holds for requests that may be repeated alone: only who writes a route
   * knows what its applications do with a second POST. Undefined: it is not tried again.
   */
  static of(
    { rule, backend }: RequestFacts,
    policy: PolicyRetry | undefined,
    states: BackendStates,
    isOnce: boolean,
  ): RetryPlan | undefined {
    const own = rule?.retry;
    if (own === undefined && (policy === undefined || policy.attempts === 0 || isOnce)) return undefined;
    const retry = own ?? { codes: [], attempts: policy?.attempts ?? 0, backoffMs: usualBackoffMs };
    const budget = states.budgetOf(backend as DataPlaneBackend);
    budget.request(performance.now());
    return new RetryPlan(retry, budget, policy);
  }

  get hasBegun(): boolean {
    return this.#done > 0;
  }

  /** The pause before the next attempt, twice as long each time; undefined: there is none for this reason, or none is left. */
  pauseMs(why: 'no answer' | 'too late' | number): number | undefined {
    if (typeof why === 'number' && !this.#codes.includes(why)) return undefined;
    if (this.#done >= this.#attempts || !this.#budget.take(performance.now(), this.#bounds)) return undefined;
    this.#done += 1;
    // Up to half as long again, so that requests that failed together do not come back together.
    return Math.min(longestBackoffMs, this.#backoffMs * 2 ** (this.#done - 1)) * (1 + Math.random() / 2);
  }
}
