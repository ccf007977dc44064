import { keepable } from './shared-read.ts';

/** Longer bodies are not kept. */
const mostBytes = 256 * 1024;

/** What has come of a request's body so far, framing and all, so that it can be sent again or to somebody else. */
export class BodyCopy {
  #parts: Buffer[] = [];
  #size = 0;
  /** It was too long: nothing of it is here any more. */
  isLost = false;

  add(bytes: Buffer, from: number, to: number, isShared: boolean): void {
    if (this.isLost || to === from) return;
    this.#size += to - from;
    if (this.#size > mostBytes) {
      this.isLost = true;
      this.#parts = [];
    } else this.#parts.push(keepable(bytes, from, to, isShared));
  }

  get bytes(): Buffer {
    return this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
  }
}
