/**
 * Keys waiting to be worked on. A key is in the queue at most once, is never handed out twice at the same time, and comes again
 * when it was added while being worked on. Failures come back after 250 ms, doubling to 60 s.
 */
export class WorkQueue {
  readonly #ready: string[] = [];
  readonly #queued = new Set<string>();
  readonly #working = new Set<string>();
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; at: number }>();
  readonly #failures = new Map<string, number>();
  readonly #waiters: ((key: string | undefined) => void)[] = [];
  #closed = false;

  get length(): number {
    return this.#ready.length;
  }

  add(key: string): void {
    if (this.#closed || this.#queued.has(key)) return;
    this.#cancelTimer(key);
    if (this.#working.has(key)) {
      this.#again.add(key);
      return;
    }
    const waiter = this.#waiters.shift();
    if (waiter) {
      this.#working.add(key);
      waiter(key);
      return;
    }
    this.#queued.add(key);
    this.#ready.push(key);
  }

  /** Adds after a time; an earlier time already set wins. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    const at = Date.now() + ms;
    const before = this.#timers.get(key);
    if (before && before.at <= at) return;
    this.#cancelTimer(key);
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.add(key);
    }, ms);
    this.#timers.set(key, { timer, at });
  }

  /** Adds after the back-off that this key's failures have earned. Returns the delay in ms. */
  addFailed(key: string): number {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const delay = backOffMs(failures);
    this.addAfter(key, delay);
    return delay;
  }

  forgetFailures(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key, or undefined when the queue is closed. */
  async next(): Promise<string | undefined> {
    if (this.#closed) return undefined;
    const key = this.#ready.shift();
    if (key === undefined) return new Promise((resolve) => this.#waiters.push(resolve));
    this.#queued.delete(key);
    this.#working.add(key);
    return key;
  }

  done(key: string): void {
    this.#working.delete(key);
    if (this.#again.delete(key)) this.add(key);
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#ready.length = 0;
    for (const waiter of this.#waiters.splice(0)) waiter(undefined);
  }

  #cancelTimer(key: string): void {
    const entry = this.#timers.get(key);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#timers.delete(key);
  }
}

/** 250 ms, doubling, at most 60 s. */
export function backOffMs(failures: number): number {
  return Math.min(250 * 2 ** (failures - 1), 60_000);
}
