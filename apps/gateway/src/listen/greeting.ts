import { isIP } from 'node:net';
import { HeadError } from '../http/message-head.ts';

/** What the first bytes of a connection say. `more`: too few of them yet. `consumed`: what they take of the connection. */
export type Greeting =
  | { kind: 'more' }
  | { kind: 'http1'; consumed: number; address?: string }
  /** By prior knowledge. RFC 9113 section 3.4; its preface is not consumed. */
  | { kind: 'http2'; consumed: number; address?: string };

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const signature = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
/** Of version 1, with its CRLF. */
const longestLine = 107;
/** More than version 2 needs for addresses; the rest would be extensions. */
const longestV2 = 16 + 2048;

/**
 * Reads the beginning of a connection. `expectsProxy`: it has to begin with the header of the PROXY protocol, version 1 or 2. Throws
 * `HeadError` where that is missing or malformed.
 */
export function readGreeting(bytes: Buffer, expectsProxy: boolean): Greeting {
  const proxy = expectsProxy ? readProxyHeader(bytes) : { consumed: 0 };
  if (proxy === undefined) return { kind: 'more' };
  const rest = bytes.subarray(proxy.consumed);
  const known = Math.min(rest.length, preface.length);
  if (known === 0) return { kind: 'more' };
  if (!rest.subarray(0, known).equals(preface.subarray(0, known))) return { kind: 'http1', ...proxy };
  return known < preface.length ? { kind: 'more' } : { kind: 'http2', ...proxy };
}

type Proxied = { consumed: number; address?: string };

/** Undefined where more bytes are needed. `address` is absent where the balancer speaks for itself. */
export function readProxyHeader(bytes: Buffer): Proxied | undefined {
  const known = Math.min(bytes.length, signature.length);
  if (known > 0 && bytes.subarray(0, known).equals(signature.subarray(0, known))) return readV2(bytes);
  return readV1(bytes);
}

function readV1(bytes: Buffer): Proxied | undefined {
  const text = bytes.toString('latin1', 0, longestLine);
  if (!'PROXY '.startsWith(text.slice(0, 6)) && !text.startsWith('PROXY ')) throw malformed();
  const end = text.indexOf('\r\n');
  if (end < 0) {
    if (bytes.length >= longestLine) throw malformed();
    return undefined;
  }
  const line = text.slice(0, end);
  const match = /^PROXY (?:(TCP4|TCP6) ([0-9a-fA-F.:]+) ([0-9a-fA-F.:]+) (\d{1,5}) (\d{1,5})|UNKNOWN(?: .*)?)$/.exec(line);
  if (!match) throw malformed();
  const [, family, address = ''] = match;
  if (family === undefined) return { consumed: end + 2 };
  if (isIP(address) !== (family === 'TCP4' ? 4 : 6)) throw malformed();
  return { consumed: end + 2, address };
}

function readV2(bytes: Buffer): Proxied | undefined {
  if (bytes.length < 16) return undefined;
  const version = bytes.readUInt8(12);
  const family = bytes.readUInt8(13);
  const length = bytes.readUInt16BE(14);
  if (version >> 4 !== 2 || (version & 15) > 1 || 16 + length > longestV2) throw malformed();
  if (bytes.length < 16 + length) return undefined;
  const consumed = 16 + length;
  // LOCAL: a health check of the balancer itself.
  if ((version & 15) === 0) return { consumed };
  if (family === 0x11 && length >= 12) return { consumed, address: [...bytes.subarray(16, 20)].join('.') };
  if (family === 0x21 && length >= 36) return { consumed, address: ipv6(bytes.subarray(16, 32)) };
  if (family === 0) return { consumed };
  throw malformed();
}

function ipv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function malformed(): HeadError {
  return new HeadError(400, 'a missing or malformed PROXY header');
}
