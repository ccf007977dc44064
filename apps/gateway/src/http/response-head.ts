import { field } from './field-names.ts';
import { framing, HeadError, limits, MessageHead } from './message-head.ts';
import { isText, octet } from './octets.ts';

const beginning = Buffer.from('HTTP/1.');

/** The head of a response. `read` refuses with `HeadError` where its end could be taken differently: such an answer is not passed on. */
export class ResponseHead extends MessageHead {
  status = 0;
  /** May be empty. */
  reason = '';
  hasSetCookie = false;
  isWebSocket = false;
  /** Has a Content-Length that means something: also with HEAD and 304, where it tells of a body that is not there. */
  saysLength = false;

  /** Reads a head from its first byte, as the answer to `method`. The index after it, or -1 where the bytes end before it does. */
  read(bytes: Buffer, from: number, to: number, method: string): number {
    let at = from + 12;
    if (at >= to) {
      for (let i = from; i < to && i - from < beginning.length; i += 1) if (bytes[i] !== beginning[i - from]) throw statusLine();
      return -1;
    }
    this.#statusLine(bytes, from);
    const reasonStart = bytes[at] === octet.space ? at + 1 : at;
    at = reasonStart;
    while (at < to && isText[bytes[at] as number] === 1) at += 1;
    if (at + 1 >= to) return this.#unfinished(from, to);
    if (bytes[at] !== octet.cr || bytes[at + 1] !== octet.lf || (at > from + 12 && reasonStart === from + 12)) throw statusLine();
    const end = this.scanFields(bytes, from, at + 2, to);
    if (end < 0) return this.#unfinished(from, to);
    if (end - from > limits.head) throw tooLarge();
    this.text = bytes.toString('latin1', from, end);
    this.reason = this.text.slice(reasonStart - from, at - from);
    this.#interpret(method);
    return end;
  }

  #unfinished(from: number, to: number): -1 {
    if (to - from > limits.head) throw tooLarge();
    return -1;
  }

  #statusLine(bytes: Uint8Array, at: number): void {
    for (let i = 0; i < beginning.length; i += 1) if (bytes[at + i] !== beginning[i]) throw statusLine();
    const minor = bytes[at + 7];
    const a = digit(bytes[at + 9]);
    const b = digit(bytes[at + 10]);
    const c = digit(bytes[at + 11]);
    if (bytes[at + 8] !== octet.space || (minor !== 48 && minor !== 49) || a < 1 || a > 5 || b < 0 || c < 0) throw statusLine();
    this.isOldVersion = minor === 48;
    this.status = a * 100 + b * 10 + c;
  }

  #interpret(method: string): void {
    this.framing = framing.close;
    this.length = 0;
    this.saysClose = false;
    this.saysKeepAlive = false;
    this.saysUpgrade = false;
    this.hasSetCookie = false;
    this.isWebSocket = false;
    let length = -1;
    let coding = -1;
    for (let i = 0; i < this.count; i += 1) {
      switch (this.numbers[i]) {
        case field.contentLength:
          if (length >= 0) throw new HeadError(502, 'a malformed or repeated Content-Length');
          length = i;
          break;
        case field.transferEncoding:
          if (coding >= 0) throw new HeadError(502, 'a transfer coding other than chunked');
          coding = i;
          break;
        case field.connection:
          this.readConnection(i);
          break;
        case field.upgrade:
          this.isWebSocket = this.valueAt(i).toLowerCase() === 'websocket';
          break;
        case field.setCookie:
          this.hasSetCookie = true;
      }
    }
    if (length >= 0 && coding >= 0) throw new HeadError(502, 'Content-Length beside Transfer-Encoding');
    if (length >= 0) this.readLength(length);
    if (coding >= 0) this.readCoding(coding);
    this.isWebSocket &&= this.saysUpgrade;
    this.saysLength = length >= 0 && this.status >= 200 && this.status !== 204;
    // RFC 9112 section 6.3: these never have a body, whatever their fields say.
    if (method === 'HEAD' || this.status < 200 || this.status === 204 || this.status === 304) this.framing = framing.none;
    this.keepAlive = (this.isOldVersion ? this.saysKeepAlive : true) && !this.saysClose && this.framing !== framing.close;
    if (this.status < 200 && this.status !== 101 && !this.keepAlive) throw new HeadError(502, 'an interim answer that ends the connection');
  }
}

function digit(byte: number | undefined): number {
  return byte !== undefined && byte >= 48 && byte <= 57 ? byte - 48 : -1;
}

function statusLine(): HeadError {
  return new HeadError(502, 'a malformed status line');
}

function tooLarge(): HeadError {
  return new HeadError(502, 'the head of the message is too large');
}
