import { type Framing, framing, HeadError } from './message-head.ts';
import { isText, isToken, octet } from './octets.ts';

/** Told of each piece of a body's content, without the framing around it. */
export type OnContent = (bytes: Buffer, from: number, to: number) => void;

const { cr, lf, colon } = octet;
/** 2^40: more than any body here, and far below where numbers lose exactness. */
const mostDigits = 10;
const mostTrailerBytes = 8192;

const state = {
  size: 0,
  sizeLf: 1,
  data: 2,
  dataCr: 3,
  dataLf: 4,
  trailerStart: 5,
  trailerName: 6,
  trailer: 7,
  trailerLf: 8,
  endLf: 9,
} as const;

/** Finds the end of a body in the bytes that carry it. Made once and used for one body after the other. RFC 9112 section 6 and 7.1. */
export class BodyScanner {
  /** The whole body has passed. */
  isDone = true;
  #framing: Framing = framing.none;
  #left = 0;
  #mayTrail = false;
  #state: number = state.size;
  #digits = 0;
  #trailerBytes = 0;

  /** `mayTrail`: fields may follow the last chunk. In a request they could hide what another reader sees. */
  begin(kind: Framing, length: number, mayTrail: boolean): void {
    this.#framing = kind;
    this.#left = kind === framing.length ? length : 0;
    this.#mayTrail = mayTrail;
    this.#state = state.size;
    this.#digits = 0;
    this.#trailerBytes = 0;
    this.isDone = kind === framing.none;
  }

  /** It ends with the connection. */
  get isCloseDelimited(): boolean {
    return this.#framing === framing.close;
  }

  /** Takes bytes from `start` to `end`; answers with the index after the body's last byte, or -1 where it goes on. Throws `HeadError`. */
  feed(bytes: Buffer, start: number, end: number, onContent?: OnContent): number {
    if (this.isDone) return start;
    if (this.#framing === framing.chunked) return this.#chunked(bytes, start, end, onContent);
    if (this.#framing === framing.close) {
      onContent?.(bytes, start, end);
      return -1;
    }
    const taken = Math.min(this.#left, end - start);
    this.#left -= taken;
    if (taken > 0) onContent?.(bytes, start, start + taken);
    if (this.#left > 0) return -1;
    this.isDone = true;
    return start + taken;
  }

  #chunked(bytes: Buffer, start: number, end: number, onContent?: OnContent): number {
    let at = start;
    while (at < end) {
      if (this.#state === state.data) {
        const taken = Math.min(this.#left, end - at);
        onContent?.(bytes, at, at + taken);
        at += taken;
        this.#left -= taken;
        if (this.#left === 0) this.#state = state.dataCr;
        continue;
      }
      const byte = bytes[at] as number;
      at += 1;
      if (this.#step(byte)) {
        this.isDone = true;
        return at;
      }
    }
    return -1;
  }

  /** True at the end of the body. */
  #step(byte: number): boolean {
    switch (this.#state) {
      case state.size:
        this.#sizeByte(byte);
        return false;
      case state.sizeLf:
        expect(byte, lf);
        this.#digits = 0;
        this.#state = this.#left === 0 ? state.trailerStart : state.data;
        return false;
      case state.dataCr:
        expect(byte, cr);
        this.#state = state.dataLf;
        return false;
      case state.dataLf:
        expect(byte, lf);
        this.#state = state.size;
        return false;
      case state.trailerStart:
        if (byte === cr) this.#state = state.endLf;
        else if (!this.#mayTrail || isToken[byte] !== 1) throw malformed();
        else this.#state = state.trailerName;
        return false;
      case state.trailerName:
        this.#countTrailer();
        if (byte === colon) this.#state = state.trailer;
        else if (isToken[byte] !== 1) throw malformed();
        return false;
      case state.trailer:
        this.#countTrailer();
        if (byte === cr) this.#state = state.trailerLf;
        else if (isText[byte] !== 1) throw malformed();
        return false;
      case state.trailerLf:
        expect(byte, lf);
        this.#state = state.trailerStart;
        return false;
      case state.endLf:
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
      this.#left = this.#left * 16 + digit;
      return;
    }
    if (this.#digits === 0) throw malformed();
    // No extensions: nobody uses them but to hide something.
    expect(byte, cr);
    this.#state = state.sizeLf;
  }

  #countTrailer(): void {
    this.#trailerBytes += 1;
    if (this.#trailerBytes > mostTrailerBytes) throw malformed();
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
