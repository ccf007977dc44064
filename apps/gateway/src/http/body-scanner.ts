import { type Framing, HeadError } from './message-head.ts';

/** Finds the end of a body in the bytes that carry it. */
export interface BodyScanner {
  /** Takes bytes from `start`; answers with the index after the body's last byte, or -1 where it goes on. Throws `HeadError`. */
  feed(bytes: Buffer, start: number, onContent?: (from: number, to: number) => void): number;
}

/** `strict`: no chunk extensions and no trailers, in which a request could hide what another reader sees. */
export function scannerFor(framing: Framing, strict: boolean): BodyScanner {
  if (framing.kind === 'length') return new LengthScanner(framing.length);
  if (framing.kind === 'chunked') return new ChunkedScanner(strict);
  if (framing.kind === 'close') return { feed: () => -1 };
  return { feed: (_bytes, start) => start };
}

class LengthScanner implements BodyScanner {
  #left: number;
  constructor(length: number) {
    this.#left = length;
  }
  feed(bytes: Buffer, start: number, onContent?: (from: number, to: number) => void): number {
    const taken = Math.min(this.#left, bytes.length - start);
    this.#left -= taken;
    onContent?.(start, start + taken);
    return this.#left === 0 ? start + taken : -1;
  }
}

const cr = 13;
const lf = 10;
const semicolon = 59;
/** 2^40: more than any body here, and far below where numbers lose exactness. */
const mostDigits = 10;
const mostLineBytes = 8192;

type State = 'size' | 'extension' | 'sizeLf' | 'data' | 'dataCr' | 'dataLf' | 'trailerStart' | 'trailer' | 'trailerLf' | 'endLf';

/** RFC 9112 section 7.1. */
class ChunkedScanner implements BodyScanner {
  readonly #strict: boolean;
  #state: State = 'size';
  #size = 0;
  #digits = 0;
  #line = 0;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  feed(bytes: Buffer, start: number, onContent?: (from: number, to: number) => void): number {
    let at = start;
    while (at < bytes.length) {
      if (this.#state === 'data') {
        const taken = Math.min(this.#size, bytes.length - at);
        onContent?.(at, at + taken);
        at += taken;
        this.#size -= taken;
        if (this.#size === 0) this.#state = 'dataCr';
        continue;
      }
      const byte = bytes[at] as number;
      at += 1;
      if (this.#step(byte)) return at;
    }
    return -1;
  }

  /** True at the end of the body. */
  #step(byte: number): boolean {
    switch (this.#state) {
      case 'size':
        this.#sizeByte(byte);
        return false;
      case 'extension':
        this.#longLine();
        if (byte === lf) throw malformed();
        if (byte === cr) this.#state = 'sizeLf';
        return false;
      case 'sizeLf':
        expect(byte, lf);
        this.#digits = 0;
        this.#line = 0;
        this.#state = this.#size === 0 ? 'trailerStart' : 'data';
        return false;
      case 'dataCr':
        expect(byte, cr);
        this.#state = 'dataLf';
        return false;
      case 'dataLf':
        expect(byte, lf);
        this.#state = 'size';
        return false;
      case 'trailerStart':
        if (byte === cr) this.#state = 'endLf';
        else if (this.#strict || byte === lf) throw malformed();
        else this.#state = 'trailer';
        return false;
      case 'trailer':
        this.#longLine();
        if (byte === lf) throw malformed();
        if (byte === cr) this.#state = 'trailerLf';
        return false;
      case 'trailerLf':
        expect(byte, lf);
        this.#state = 'trailerStart';
        return false;
      case 'endLf':
        expect(byte, lf);
        return true;
      default:
        throw malformed();
    }
  }

  #sizeByte(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#digits += 1;
      if (this.#digits > mostDigits) throw malformed();
      this.#size = this.#size * 16 + digit;
      return;
    }
    if (this.#digits === 0) throw malformed();
    if (byte === cr) this.#state = 'sizeLf';
    else if (byte === semicolon && !this.#strict) this.#state = 'extension';
    else throw malformed();
  }

  #longLine(): void {
    this.#line += 1;
    if (this.#line > mostLineBytes) throw malformed();
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function expect(byte: number, wanted: number): void {
  if (byte !== wanted) throw malformed();
}

function malformed(): HeadError {
  return new HeadError(400, 'a malformed chunk');
}
