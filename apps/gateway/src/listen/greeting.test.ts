import { describe, expect, it } from 'vitest';
import { readGreeting } from './greeting.ts';

const v2 = (command: number, family: number, addresses: number[], more: number[] = []) => {
  const length = addresses.length + more.length;
  const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
  return Buffer.from([...signature, 0x20 | command, family, length >> 8, length & 255, ...addresses, ...more]);
};
const ipv4 = [203, 0, 113, 9, 127, 0, 0, 1, 0x10, 0, 0x1f, 0x90];
const ipv6 = [...[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9], ...Array(16).fill(0), 0x10, 0, 0x1f, 0x90];
const get = Buffer.from('GET / HTTP/1.1\r\n');
const join = (...parts: (Buffer | string)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as Buffer)));

describe('readGreeting', () => {
  it.each([
    ['HTTP/1.1', get, false, { kind: 'http1', consumed: 0 }],
    ['a method that begins like the preface', Buffer.from('PROPFIND / HTTP/1.1\r\n'), false, { kind: 'http1', consumed: 0 }],
    ['HTTP/2 by prior knowledge', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0'), false, { kind: 'http2', consumed: 0 }],
    ['half a preface', Buffer.from('PRI * HT'), false, { kind: 'more' }],
    [
      'version 1',
      join('PROXY TCP4 203.0.113.9 127.0.0.1 4096 8080\r\n', get),
      true,
      { kind: 'http1', consumed: 44, address: '203.0.113.9' },
    ],
    [
      'version 1, IPv6',
      join('PROXY TCP6 2001:db8::9 ::1 4096 8080\r\n', get),
      true,
      { kind: 'http1', consumed: 38, address: '2001:db8::9' },
    ],
    ['version 1, unknown', join('PROXY UNKNOWN\r\n', get), true, { kind: 'http1', consumed: 15 }],
    ['version 1, not yet whole', Buffer.from('PROXY TCP4 203.0.113.9 127'), true, { kind: 'more' }],
    ['version 1 in two pieces, the first tiny', Buffer.from('PR'), true, { kind: 'more' }],
    ['version 2', join(v2(1, 0x11, ipv4), get), true, { kind: 'http1', consumed: 28, address: '203.0.113.9' }],
    ['version 2, IPv6', join(v2(1, 0x21, ipv6), get), true, { kind: 'http1', consumed: 52, address: '2001:db8::9' }],
    [
      'version 2 with extensions',
      join(v2(1, 0x11, ipv4, [4, 0, 1, 0]), get),
      true,
      { kind: 'http1', consumed: 32, address: '203.0.113.9' },
    ],
    ['version 2, of the balancer itself', join(v2(0, 0, []), get), true, { kind: 'http1', consumed: 16 }],
    ['version 2, not yet whole', v2(1, 0x11, ipv4).subarray(0, 20), true, { kind: 'more' }],
    [
      'version 2, then HTTP/2',
      join(v2(1, 0x11, ipv4), 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      true,
      { kind: 'http2', consumed: 28, address: '203.0.113.9' },
    ],
  ])('%s', (_why, bytes, expectsProxy, expected) => expect(readGreeting(bytes, expectsProxy)).toEqual(expected));

  it.each([
    ['no header where one has to be', get],
    ['an address of the other family', join('PROXY TCP4 ::1 ::1 1 2\r\n', get)],
    ['a line that does not end', Buffer.from(`PROXY TCP4 ${'1'.repeat(200)}`)],
    ['bare LF', Buffer.from(`PROXY TCP4 203.0.113.9 127.0.0.1 1 2\n${'x'.repeat(100)}`)],
    ['another version', Buffer.concat([v2(1, 0x11, ipv4).fill(0x31, 12, 13)])],
    ['addresses that are too short', v2(1, 0x11, [1, 2, 3])],
    ['a socket of another kind', v2(1, 0x31, Array(216).fill(0))],
    ['far too long', v2(1, 0x11, Array(4000).fill(0))],
  ])('refuses: %s', (_why, bytes) => expect(() => readGreeting(bytes, true)).toThrow());
});
