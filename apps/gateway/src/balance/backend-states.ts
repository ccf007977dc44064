import type { DataPlaneBackend } from '@dizuo/api';
import { BackendState } from './backend-state.ts';
import { RetryBudget } from './retry-budget.ts';

/** The states of all backends that have a policy. */
export class BackendStates {
  readonly #states = new Map<string, BackendState>();
  /** Of backends that requests were tried again on. */
  readonly #budgets = new Map<string, RetryBudget>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes the policies of a configuration. */
  arrange(backends: readonly DataPlaneBackend[]): void {
    const named = new Map(backends.flatMap(({ id, policy }) => (policy ? [[id, policy] as const] : [])));
    for (const id of this.#states.keys()) if (!named.has(id)) this.#states.delete(id);
    const present = new Set(backends.map(({ id }) => id));
    for (const id of this.#budgets.keys()) if (!present.has(id)) this.#budgets.delete(id);
    for (const [id, policy] of named) {
      const known = this.#states.get(id);
      if (known) known.use(policy);
      else this.#states.set(id, new BackendState(policy, this.#now()));
    }
  }

  budgetOf(backend: DataPlaneBackend): RetryBudget {
    const budget = this.#budgets.get(backend.id) ?? new RetryBudget();
    this.#budgets.set(backend.id, budget);
    return budget;
  }

  of(backend: DataPlaneBackend): BackendState | undefined {
    return backend.policy && this.#states.get(backend.id);
  }

  /** Breakers that keep requests away now. */
  open(): { backend: string; state: 'open' | 'half-open' }[] {
    return [...this.#states].flatMap(([backend, { breaker }]) => {
      const state = breaker?.state(this.#now()) ?? 'closed';
      return state === 'closed' ? [] : [{ backend, state }];
    });
  }
}
