/** Window over which requests and retries are compared. */
const windowMs = 10_000;
const slots = 10;

/** Lets retries be a share of requests, so that a backend in trouble is not given more work than it had; a few a second are always allowed. */
export class RetryBudget {
  readonly #requests = new Float64Array(slots);
  readonly #retries = new Float64Array(slots);
  #slot = 0;

  request(now: number): void {
    this.#add(this.#requests, now);
  }

  /** Takes one retry where the budget has one. */
  take(now: number, settings: { budgetPercent: number; minRetriesPerSecond: number }): boolean {
    this.#turn(now);
    const allowed = Math.max((total(this.#requests) * settings.budgetPercent) / 100, (settings.minRetriesPerSecond * windowMs) / 1000);
    if (total(this.#retries) + 1 > allowed) return false;
    this.#add(this.#retries, now);
    return true;
  }

  #add(counts: Float64Array, now: number): void {
    this.#turn(now);
    const at = this.#slot % slots;
    counts[at] = (counts[at] ?? 0) + 1;
  }

  #turn(now: number): void {
    const slot = Math.floor((now * slots) / windowMs);
    for (let i = 1; i <= Math.min(slots, slot - this.#slot); i += 1) {
      const at = (this.#slot + i) % slots;
      this.#requests[at] = 0;
      this.#retries[at] = 0;
    }
    this.#slot = Math.max(this.#slot, slot);
  }
}

function total(counts: Float64Array): number {
  let result = 0;
  for (const count of counts) result += count;
  return result;
}
