import { describe, expect, it } from 'vitest';
import { BodyScanner } from './body-scanner.ts';
import { framing, HeadError } from './message-head.ts';

/** Index after the body, fed byte by byte and at once; -1 where it goes on, `bad` where it is refused. */
function ends(text: string, mayTrail: boolean): number | 'bad' {
  const outcome = (sizes: number) => {
    const scanner = new BodyScanner();
    scanner.begin(framing.chunked, 0, mayTrail);
    const bytes = Buffer.from(text, 'latin1');
    try {
      for (let at = 0; at < bytes.length; at += sizes) {
        const end = scanner.feed(bytes, at, Math.min(bytes.length, at + sizes));
        if (end >= 0) return end;
      }
      return -1;
    } catch (error) {
      if (error instanceof HeadError) return 'bad' as const;
      throw error;
    }
  };
  const whole = outcome(text.length || 1);
  expect(outcome(1)).toBe(whole);
  return whole;
}

describe('chunked bodies', () => {
  it.each([
    ['empty', '0\r\n\r\n', 5],
    ['one chunk', '3\r\nabc\r\n0\r\n\r\n', 13],
    ['hex in both cases', 'A\r\n0123456789\r\n0\r\n\r\n', 20],
    ['leading zeros', '003\r\nabc\r\n0\r\n\r\n', 15],
    ['what follows is not the body', '0\r\n\r\nGET / HTTP/1.1', 5],
    ['not yet whole', '3\r\nab', -1],
    ['data that looks like an end', '5\r\n0\r\n\r\n\r\n0\r\n\r\n', 15],
  ])('%s', (_why, text, end) => expect(ends(text, false)).toBe(end));

  it.each([
    ['bare LF after the size', '3\nabc\r\n0\r\n\r\n'],
    ['no CRLF after the data', '3\r\nabcX0\r\n\r\n'],
    ['LF after the data', '3\r\nabc\n0\r\n\r\n'],
    ['negative size', '-3\r\nabc\r\n0\r\n\r\n'],
    ['0x', '0x3\r\nabc\r\n0\r\n\r\n'],
    ['space before the size', ' 3\r\nabc\r\n0\r\n\r\n'],
    ['space after the size', '3 \r\nabc\r\n0\r\n\r\n'],
    ['no size', '\r\nabc'],
    ['a size that overflows', 'ffffffffffffffff1\r\n'],
    ['an extension', '3;a=b\r\nabc\r\n0\r\n\r\n'],
    ['a trailer', '0\r\nX: y\r\n\r\n'],
  ])('a request is refused for: %s', (_why, text) => expect(ends(text, false)).toBe('bad'));

  it.each([['a trailer', '0\r\nX: y\r\n\r\n', 11]])('a response may have: %s', (_why, text, end) => expect(ends(text, true)).toBe(end));

  it.each([
    ['an extension', '3;a=b\r\nabc\r\n0\r\n\r\n'],
    ['a trailer without a name', '0\r\n: y\r\n\r\n'],
    ['a trailer without a colon', '0\r\nX y\r\n\r\n'],
    ['a folded trailer', '0\r\nX: y\r\n z\r\n\r\n'],
    ['NUL in a trailer', '0\r\nX: \0\r\n\r\n'],
    ['bare LF in a trailer', '0\r\nX: y\n\r\n'],
  ])('neither: %s', (_why, text) => expect(ends(text, true)).toBe('bad'));
});
