import { field, fieldNumber, nextHash } from './field-names.ts';
import { folded, isText, isToken, octet } from './octets.ts';

/** What the heads of requests and responses have in common. RFC 9112; stricter where leniency has been used for smuggling. */

export type Header = readonly [name: string, value: string];

/** How a message's body ends. `close`: with the connection, which only responses may. */
export const framing = { none: 0, length: 1, chunked: 2, close: 3 } as const;
export type Framing = (typeof framing)[keyof typeof framing];

/** The message is refused. `status` is what the sender of a request is told. */
export class HeadError extends Error {
  readonly status: number;
  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

export const limits = { head: 32 * 1024, headers: 128, target: 8 * 1024 };

/**
 * A head, read once from its bytes and kept as one string with the places of its fields. Made once and used for one message after the
 * other: nothing is allocated for a field.
 */
export abstract class MessageHead {
  /** Latin1, from the first byte to the empty line and with it. */
  text = '';
  /** Number of fields. */
  count = 0;
  framing: Framing = framing.none;
  /** Where `framing` is `length`. */
  length = 0;
  /** The sender takes or gives another message on this connection. */
  keepAlive = true;
  isOldVersion = false;
  /** Of each field: where its name begins and ends, where its value begins and ends. */
  protected readonly spans = new Int32Array(4 * limits.headers);
  /** See `field`. */
  protected readonly numbers = new Uint8Array(limits.headers);
  /** The tokens of Connection. */
  protected saysClose = false;
  protected saysKeepAlive = false;
  protected saysUpgrade = false;

  /** The first value of a field; `name` in lower case. */
  get(name: string): string | undefined {
    for (let i = 0; i < this.count; i += 1) if (this.isNamed(i, name)) return this.valueAt(i);
    return undefined;
  }

  /** All values of a field, in order; `name` in lower case. */
  values(name: string): string[] {
    const found: string[] = [];
    for (let i = 0; i < this.count; i += 1) if (this.isNamed(i, name)) found.push(this.valueAt(i));
    return found;
  }

  nameAt(i: number): string {
    return this.text.slice(this.spans[4 * i], this.spans[4 * i + 1]);
  }

  valueAt(i: number): string {
    return this.text.slice(this.spans[4 * i + 2], this.spans[4 * i + 3]);
  }

  /** See `field`. */
  numberAt(i: number): number {
    return this.numbers[i] as number;
  }

  /** The lines of the fields that `passes`, as sent. Those that follow each other are cut out as one. */
  lines(passes: Uint8Array, isGone?: (name: string, i: number) => boolean): string {
    let text = '';
    let from = -1;
    for (let i = 0; i < this.count; i += 1) {
      const stays = passes[this.numbers[i] as number] === 1 && !isGone?.(this.nameAt(i), i);
      if (stays && from < 0) from = this.spans[4 * i] as number;
      if (stays || from < 0) continue;
      text += this.text.slice(from, this.spans[4 * i]);
      from = -1;
    }
    return from < 0 ? text : text + this.text.slice(from, this.text.length - 2);
  }

  protected isNamed(i: number, name: string): boolean {
    const start = this.spans[4 * i] as number;
    if ((this.spans[4 * i + 1] as number) - start !== name.length) return false;
    for (let at = 0; at < name.length; at += 1) {
      const code = this.text.charCodeAt(start + at);
      if ((code >= 65 && code <= 90 ? code + 32 : code) !== name.charCodeAt(at)) return false;
    }
    return true;
  }

  /**
   * Reads field lines up to and with the empty line; `base` is where the head began. Answers with the index after it, or -1 where the
   * bytes end before. Refuses folding, space before the colon, bare CR and LF, NUL, and what is no token.
   */
  protected scanFields(bytes: Uint8Array, base: number, start: number, end: number): number {
    const { spans, numbers } = this;
    let at = start;
    for (let n = 0; at < end; n += 1) {
      let byte = bytes[at] as number;
      if (byte === octet.cr) {
        if (at + 1 === end) return -1;
        if (bytes[at + 1] !== octet.lf) throw lineEnd();
        this.count = n;
        return at + 2;
      }
      if (n === limits.headers) throw new HeadError(431, 'too many header fields');
      const nameStart = at;
      let hash = 0;
      for (; at < end; at += 1) {
        byte = bytes[at] as number;
        if (isToken[byte] !== 1) break;
        hash = nextHash(hash, folded[byte] as number);
      }
      if (at === end) return -1;
      if (byte !== octet.colon || at === nameStart) throw byte === octet.lf ? lineEnd() : new HeadError(400, 'a malformed header field');
      const nameEnd = at;
      at += 1;
      while (at < end && isBlank(bytes[at] as number)) at += 1;
      const valueStart = at;
      while (at < end && isText[bytes[at] as number] === 1) at += 1;
      if (at < end && bytes[at] !== octet.cr) throw lineEnd();
      if (at + 1 >= end) return -1;
      if (bytes[at + 1] !== octet.lf) throw lineEnd();
      let valueEnd = at;
      while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1] as number)) valueEnd -= 1;
      at += 2;
      spans[4 * n] = nameStart - base;
      spans[4 * n + 1] = nameEnd - base;
      spans[4 * n + 2] = valueStart - base;
      spans[4 * n + 3] = valueEnd - base;
      numbers[n] = fieldNumber(bytes, nameStart, nameEnd, hash);
    }
    return -1;
  }

  /** The tokens of a Connection field; the fields that they name are marked. Framing and Host cannot be named away. */
  protected readConnection(i: number): void {
    const value = this.valueAt(i);
    if (value === 'keep-alive' || value === 'Keep-Alive') this.saysKeepAlive = true;
    else if (value === 'close') this.saysClose = true;
    else for (const part of value.split(',')) this.#connectionToken(part.trim().toLowerCase());
  }

  #connectionToken(token: string): void {
    if (token === 'close') this.saysClose = true;
    else if (token === 'keep-alive') this.saysKeepAlive = true;
    else if (token === 'upgrade') this.saysUpgrade = true;
    else if (token !== '')
      for (let i = 0; i < this.count; i += 1)
        if (this.isNamed(i, token) && (this.numbers[i] === field.other || this.numbers[i] === field.cookie)) this.numbers[i] = field.named;
  }

  /** `i`: the only Content-Length. */
  protected readLength(i: number): void {
    const start = this.spans[4 * i + 2] as number;
    const end = this.spans[4 * i + 3] as number;
    let length = 0;
    for (let at = start; at < end; at += 1) {
      const digit = this.text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) throw badLength();
      length = length * 10 + digit;
    }
    if (end === start || end - start > 15 || this.#isTrailed(end)) throw badLength();
    this.length = length;
    this.framing = this.length === 0 ? framing.none : framing.length;
  }

  /** Blanks follow the value: some readers take them for a part of it. */
  #isTrailed(valueEnd: number): boolean {
    return this.text.charCodeAt(valueEnd) !== octet.cr;
  }

  /** `i`: the only Transfer-Encoding. */
  protected readCoding(i: number): void {
    if (this.isOldVersion) throw new HeadError(400, 'Transfer-Encoding in HTTP/1.0');
    if (this.valueAt(i).toLowerCase() !== 'chunked' || this.#isTrailed(this.spans[4 * i + 3] as number))
      throw new HeadError(501, 'a transfer coding other than chunked');
    this.framing = framing.chunked;
  }
}

function badLength(): HeadError {
  return new HeadError(400, 'a malformed or repeated Content-Length');
}

function isBlank(byte: number): boolean {
  return byte === octet.space || byte === octet.tab;
}

function lineEnd(): HeadError {
  return new HeadError(400, 'a control character, or a line that does not end in CRLF');
}
