import { printingBusy } from './printing.errors.ts';

export interface QueueLimits {
  /** Most that wait, of everybody. */
  waiting: number;
  /** Most that wait or run for one caller. */
  each: number;
}

/** Runs one piece of work at a time, in the order of arrival. Refuses with `printingBusy` rather than wait without bound; who left while waiting is passed over. */
export class PrintQueue {
  readonly #limits: QueueLimits;
  readonly #callers = new Map<string, number>();
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  async run<T>(caller: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const own = this.#callers.get(caller) ?? 0;
    if (this.#waiting >= this.#limits.waiting) throw printingBusy({ waiting: this.#waiting }, { retryAfterSeconds: 60 });
    if (own >= this.#limits.each) throw printingBusy({ waiting: own }, { retryAfterSeconds: 30 });
    this.#callers.set(caller, own + 1);
    this.#waiting += 1;
    const turn = this.#last.then(() => {
      this.#waiting -= 1;
      signal.throwIfAborted();
      return work();
    });
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      const left = (this.#callers.get(caller) ?? 1) - 1;
      if (left > 0) this.#callers.set(caller, left);
      else this.#callers.delete(caller);
    }
  }
}
