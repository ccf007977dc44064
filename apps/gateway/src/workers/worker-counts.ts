import type { ChildProcess } from 'node:child_process';
import { afterwards, mergeCounts, type ProcessCounts } from '../observe/process-counts.ts';
import { tell } from './messages.ts';

const answerMs = 1000;

/** Adds up what the workers of a primary have counted, those that are gone too: counters never fall. */
export class WorkerCounts {
  readonly #children = new Set<ChildProcess>();
  readonly #latest = new Map<ChildProcess, ProcessCounts>();
  readonly #asked = new Map<number, Map<ChildProcess, () => void>>();
  #gone: ProcessCounts | undefined;
  #lastId = 0;

  began(child: ChildProcess): void {
    this.#children.add(child);
  }

  /** A worker told; as the answer to question `id`, or 0 of its own accord. */
  told(child: ChildProcess, id: number, counts: ProcessCounts): void {
    this.#latest.set(child, counts);
    this.#asked.get(id)?.get(child)?.();
  }

  /** The worker has ended. What it counted since it was last asked is lost where it could not say so. */
  ended(child: ChildProcess): void {
    this.#children.delete(child);
    const last = this.#latest.get(child);
    this.#latest.delete(child);
    if (last) this.#gone = mergeCounts([afterwards(last), ...(this.#gone ? [this.#gone] : [])]);
    for (const asked of this.#asked.values()) asked.get(child)?.();
  }

  /** Asks all of them. One that does not answer within a second counts as it last did. */
  async ask(): Promise<ProcessCounts> {
    this.#lastId += 1;
    const id = this.#lastId;
    const asked = new Map<ChildProcess, () => void>();
    this.#asked.set(id, asked);
    const answered = [...this.#children].map((child) => new Promise<void>((resolve) => asked.set(child, resolve)));
    for (const child of this.#children) tell(child, { type: 'count', id });
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      late = setTimeout(resolve, answerMs);
    });
    await Promise.race([Promise.all(answered), patience]);
    clearTimeout(late);
    this.#asked.delete(id);
    return mergeCounts([...this.#latest.values(), ...(this.#gone ? [this.#gone] : [])]);
  }
}
