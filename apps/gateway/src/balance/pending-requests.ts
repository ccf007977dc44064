/** Requests that wait until one of their backend's replicas has room, in the order in which they came. */
export class PendingRequests {
  readonly #waiting = new Set<() => void>();

  /** `resume` is called once when there is room. False where `most` wait already. */
  add(resume: () => void, most: number): boolean {
    if (this.#waiting.size >= most) return false;
    this.#waiting.add(resume);
    return true;
  }

  /** It waits no longer. */
  leave(resume: () => void): void {
    this.#waiting.delete(resume);
  }

  /** There is room for one more. */
  roomMade(): void {
    const [resume] = this.#waiting;
    if (resume === undefined) return;
    this.#waiting.delete(resume);
    resume();
  }
}
