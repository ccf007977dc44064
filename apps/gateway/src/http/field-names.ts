import { identityHeader } from '@dizuo/api';
import { folded, octet } from './octets.ts';

/** Fields that the gateway knows, by number: what it decides by, takes out, or says itself. 0 is any other. */
export const field = {
  other: 0,
  host: 1,
  contentLength: 2,
  transferEncoding: 3,
  connection: 4,
  upgrade: 5,
  expect: 6,
  cookie: 7,
  setCookie: 8,
  requestId: 9,
  te: 10,
  /** Concerns one connection only. RFC 9110 section 7.6.1. */
  hop: 11,
  /** Only the gateway may say it. */
  own: 12,
  /** One of the above, written with an underscore: never believed, never passed on. */
  disguised: 13,
  /** Named by Connection. */
  named: 14,
} as const;

const numbers: Record<string, number> = {
  host: field.host,
  'content-length': field.contentLength,
  'transfer-encoding': field.transferEncoding,
  connection: field.connection,
  upgrade: field.upgrade,
  expect: field.expect,
  cookie: field.cookie,
  'set-cookie': field.setCookie,
  'x-request-id': field.requestId,
  te: field.te,
  'keep-alive': field.hop,
  'proxy-connection': field.hop,
  'proxy-authenticate': field.hop,
  'proxy-authorization': field.hop,
  'http2-settings': field.hop,
  trailer: field.hop,
  [identityHeader]: field.own,
  forwarded: field.own,
  'x-real-ip': field.own,
  'x-original-url': field.own,
  'x-rewrite-url': field.own,
};

/** Every name that begins so is the gateway's to say. */
const ownPrefix = bytesOf('x-forwarded-');

interface Known {
  bytes: Uint8Array;
  hash: number;
  number: number;
}

const slots = 256;
const bySlot: (Known[] | undefined)[] = new Array(slots).fill(undefined);
for (const [name, number] of Object.entries(numbers)) {
  const bytes = bytesOf(name);
  const hash = bytes.reduce((sum, byte) => nextHash(sum, byte), 0);
  const slot = hash & (slots - 1);
  bySlot[slot] = [...(bySlot[slot] ?? []), { bytes, hash, number }];
}

/** The hash of a name goes on with each byte of it, folded. */
export function nextHash(hash: number, foldedByte: number): number {
  return (Math.imul(hash, 31) + foldedByte) | 0;
}

/** The number of the field whose name stands there. */
export function fieldNumber(bytes: Uint8Array, start: number, end: number, hash: number): number {
  const known = bySlot[hash & (slots - 1)];
  if (known !== undefined) {
    for (let i = 0; i < known.length; i += 1) {
      const { bytes: name, hash: itsHash, number } = known[i] as Known;
      if (itsHash !== hash || name.length !== end - start || !stands(name, bytes, start)) continue;
      return hasUnderscore(bytes, start, end) && number !== field.cookie ? field.disguised : number;
    }
  }
  return end - start > ownPrefix.length && stands(ownPrefix, bytes, start) ? field.own : field.other;
}

function stands(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < name.length; i += 1) if (folded[bytes[start + i] as number] !== name[i]) return false;
  return true;
}

function hasUnderscore(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] === octet.underscore) return true;
  return false;
}

function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(name, (character) => character.charCodeAt(0));
}
