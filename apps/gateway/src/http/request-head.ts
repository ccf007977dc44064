import { field } from './field-names.ts';
import { framing, HeadError, limits, MessageHead } from './message-head.ts';
import { isToken, octet } from './octets.ts';

const mark = { bad: 0, plain: 1, look: 2 } as const;
/** What a target may hold; `look`: changes what it means. */
const targetMarks = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x21 || byte > 0x7e ? mark.bad : '#?%\\;/'.includes(String.fromCharCode(byte)) ? mark.look : mark.plain,
);
const authority = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/;
const hash = 35;
const question = 63;
const slash = 47;
const dot = 46;

/** The head of a request. `read` refuses with `HeadError` whatever two readers could take differently. */
export class RequestHead extends MessageHead {
  method = 'GET';
  /** Origin form: path and query as sent, or `*`. */
  target = '/';
  path = '/';
  /** Without the question mark. */
  query = '';
  /** The path may be written in more than one way: see `comparablePath`. */
  isOddPath = false;
  /** The Host field, in lower case. */
  host = '';
  hostname = '';
  hasCookie = false;
  isWebSocket = false;
  expectsContinue = false;

  /** Reads a head from its first byte. Answers with the index after it, or -1 where the bytes end before it does. */
  read(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && isToken[bytes[at] as number] === 1) at += 1;
    let byte = bytes[at] as number;
    if (at === to) return this.#unfinished(from, to);
    if (byte !== octet.space || at === from) throw requestLine();
    const methodEnd = at;
    at += 1;
    let queryAt = -1;
    let isOdd = false;
    for (; at < to; at += 1) {
      byte = bytes[at] as number;
      const kind = targetMarks[byte];
      if (kind === mark.plain) continue;
      if (kind === mark.bad) break;
      if (byte === hash) throw new HeadError(400, 'a fragment in the address');
      if (queryAt >= 0) continue;
      if (byte === question) queryAt = at;
      else if (byte !== slash) isOdd = true;
      else if (bytes[at + 1] === slash || bytes[at + 1] === dot) isOdd = true;
    }
    const targetEnd = at;
    if (targetEnd - methodEnd > limits.target) throw new HeadError(414, 'the address is too long');
    if (at === to) return this.#unfinished(from, to);
    if (byte !== octet.space || targetEnd === methodEnd + 1) throw requestLine();
    if (at + 11 > to) return this.#unfinished(from, to);
    this.#version(bytes, at + 1);
    const end = this.scanFields(bytes, from, at + 11, to);
    if (end < 0) return this.#unfinished(from, to);
    if (end - from > limits.head) throw new HeadError(431, 'the head of the message is too large');
    this.text = bytes.toString('latin1', from, end);
    this.method = methodOf(this.text, methodEnd - from);
    this.isOddPath = isOdd;
    this.target = this.text.slice(methodEnd + 1 - from, targetEnd - from);
    this.path = queryAt < 0 ? this.target : this.text.slice(methodEnd + 1 - from, queryAt - from);
    this.query = queryAt < 0 ? '' : this.text.slice(queryAt + 1 - from, targetEnd - from);
    this.#interpret();
    if (this.target.charCodeAt(0) !== slash || this.method === 'CONNECT' || this.method === 'PRI') this.#otherForm();
    return end;
  }

  #unfinished(from: number, to: number): -1 {
    if (to - from > limits.head) throw new HeadError(431, 'the head of the message is too large');
    return -1;
  }

  /** `HTTP/1.1` or `HTTP/1.0`, and the end of the line. */
  #version(bytes: Uint8Array, at: number): void {
    const isHttp1 =
      bytes[at] === 72 &&
      bytes[at + 1] === 84 &&
      bytes[at + 2] === 84 &&
      bytes[at + 3] === 80 &&
      bytes[at + 4] === slash &&
      bytes[at + 5] === 49 &&
      bytes[at + 6] === dot;
    const minor = bytes[at + 7];
    if (!isHttp1 || (minor !== 49 && minor !== 48) || bytes[at + 8] !== octet.cr || bytes[at + 9] !== octet.lf) throw requestLine();
    this.isOldVersion = minor === 48;
  }

  #interpret(): void {
    this.framing = framing.none;
    this.length = 0;
    this.saysClose = false;
    this.saysKeepAlive = false;
    this.saysUpgrade = false;
    this.hasCookie = false;
    this.isWebSocket = false;
    this.expectsContinue = false;
    let host = -1;
    let length = -1;
    let coding = -1;
    let upgrade = -1;
    let expect = -1;
    let upgrades = 0;
    for (let i = 0; i < this.count; i += 1) {
      switch (this.numbers[i]) {
        case field.host:
          if (host >= 0) throw badHost();
          host = i;
          break;
        case field.contentLength:
          if (length >= 0) throw new HeadError(400, 'a malformed or repeated Content-Length');
          length = i;
          break;
        case field.transferEncoding:
          if (coding >= 0) throw new HeadError(501, 'a transfer coding other than chunked');
          coding = i;
          break;
        case field.connection:
          this.readConnection(i);
          break;
        case field.cookie:
          this.hasCookie = true;
          break;
        case field.upgrade:
          upgrade = i;
          upgrades += 1;
          break;
        case field.expect:
          if (expect >= 0) throw badExpectation();
          expect = i;
      }
    }
    if (length >= 0 && coding >= 0) throw new HeadError(400, 'Content-Length beside Transfer-Encoding');
    if (host < 0) throw badHost();
    this.#readHost(host);
    if (length >= 0) this.readLength(length);
    if (coding >= 0) this.readCoding(coding);
    this.keepAlive = this.isOldVersion ? this.saysKeepAlive && !this.saysClose : !this.saysClose;
    if (expect >= 0) {
      if (this.valueAt(expect).toLowerCase() !== '100-continue') throw badExpectation();
      this.expectsContinue = !this.isOldVersion;
    }
    if (upgrades === 1) this.isWebSocket = this.#asksWebSocket(upgrade);
  }

  /** Clients mostly name the same host again: then nothing is made anew. */
  #readHost(i: number): void {
    const start = this.spans[4 * i + 2] as number;
    if ((this.spans[4 * i + 3] as number) - start === this.host.length && this.text.startsWith(this.host, start) && this.host !== '')
      return;
    const host = this.valueAt(i).toLowerCase();
    const match = authority.exec(host);
    if (!match) throw badHost();
    this.host = host;
    this.hostname = match[1] ?? '';
  }

  #asksWebSocket(upgrade: number): boolean {
    return (
      this.saysUpgrade &&
      this.method === 'GET' &&
      this.framing === framing.none &&
      !this.isOldVersion &&
      this.valueAt(upgrade).toLowerCase() === 'websocket'
    );
  }

  /** `*`, or the absolute form, which has to name the same host as Host does. RFC 9112 section 3.2.2. */
  #otherForm(): void {
    if (this.method === 'CONNECT') throw new HeadError(405, 'this gateway opens no tunnels');
    // Reserved for the preface of HTTP/2. RFC 9113 section 3.4.
    if (this.method === 'PRI') throw requestLine();
    if (this.target === '*' && this.method === 'OPTIONS') return;
    const absolute = /^https?:\/\/([^/?]+)(.*)$/i.exec(this.target);
    if (!absolute || absolute[1]?.toLowerCase() !== this.host)
      throw new HeadError(400, 'the address must begin with /, or name the same host as Host');
    const rest = absolute[2] ?? '';
    this.target = rest.startsWith('/') ? rest : `/${rest}`;
    const queryAt = this.target.indexOf('?');
    this.path = queryAt < 0 ? this.target : this.target.slice(0, queryAt);
    this.query = queryAt < 0 ? '' : this.target.slice(queryAt + 1);
    this.isOddPath = true;
  }
}

function methodOf(text: string, length: number): string {
  if (length === 3 && text.startsWith('GET')) return 'GET';
  if (length === 4 && text.startsWith('POST')) return 'POST';
  return text.slice(0, length);
}

function requestLine(): HeadError {
  return new HeadError(400, 'a malformed request line');
}

function badHost(): HeadError {
  return new HeadError(400, 'Host must be given once, as host or host:port');
}

function badExpectation(): HeadError {
  return new HeadError(417, 'an expectation other than 100-continue');
}
