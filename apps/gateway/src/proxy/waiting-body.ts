import { keepable } from './shared-read.ts';

const nothing: Buffer = Buffer.alloc(0);

/** The part of a request's body that is here before a backend takes it. Borrowed from the memory of the read at first, so that it need not be copied where a backend takes it at once. */
export class WaitingBody {
  bytes = nothing;
  from = 0;
  to = 0;
  isShared = false;
  /** Nobody took it yet. */
  isHere = false;

  /** What came with the head; good until the read ends. */
  borrow(bytes: Buffer, from: number, to: number, isShared: boolean): void {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.isShared = isShared;
    this.isHere = true;
  }

  /** The read ends, and what came with it is still needed. */
  keep(): void {
    this.#hold(keepable(this.bytes, this.from, this.to, this.isShared));
  }

  /** What came after `keep`. */
  add(bytes: Buffer, from: number, to: number, isShared: boolean): void {
    const piece = keepable(bytes, from, to, isShared);
    this.#hold(this.bytes.length === 0 ? piece : Buffer.concat([this.bytes, piece]));
  }

  taken(): void {
    this.#hold(nothing);
    this.isHere = false;
  }

  #hold(bytes: Buffer): void {
    this.bytes = bytes;
    this.from = 0;
    this.to = bytes.length;
    this.isShared = false;
  }
}
