import { describe, expect, it } from 'vitest';
import { framing, HeadError } from './message-head.ts';
import { RequestHead } from './request-head.ts';

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const host = 'Host: a.example';

const kinds = Object.fromEntries(Object.entries(framing).map(([name, number]) => [number, name]));

function read(text: string): RequestHead | undefined {
  const request = new RequestHead();
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += 1) {
    try {
      expect(new RequestHead().read(bytes, 0, at)).toBe(-1);
    } catch (error) {
      if (error instanceof HeadError) break;
      throw error;
    }
  }
  return request.read(bytes, 0, bytes.length) === bytes.length ? request : undefined;
}

function statusOf(text: string): number | string {
  try {
    const request = read(text);
    return request ? (kinds[request.framing] ?? '') : 'unfinished';
  } catch (error) {
    return error instanceof HeadError ? error.status : String(error);
  }
}

describe('parseRequestHead', () => {
  it.each([
    ['plain', head('GET / HTTP/1.1', host), 'none'],
    ['a length', head('POST / HTTP/1.1', host, 'Content-Length: 3'), 'length'],
    ['a length of 0 is no body', head('POST / HTTP/1.1', host, 'Content-Length: 0'), 'none'],
    ['chunked, in any case', head('POST / HTTP/1.1', host, 'Transfer-Encoding: Chunked'), 'chunked'],
    ['absolute form for the same host', head('GET http://a.example/x HTTP/1.1', host), 'none'],
    ['host with port', head('GET / HTTP/1.1', 'Host: a.example:8421'), 'none'],
    ['IPv6 host', head('GET / HTTP/1.1', 'Host: [::1]:8421'), 'none'],
    ['empty value', head('GET / HTTP/1.1', host, 'X:'), 'none'],
  ])('accepts: %s', (_why, text, expected) => expect(statusOf(text)).toBe(expected));

  it.each([
    ['CL.TE', head('POST / HTTP/1.1', host, 'Content-Length: 3', 'Transfer-Encoding: chunked'), 400],
    ['TE.CL in the other order', head('POST / HTTP/1.1', host, 'Transfer-Encoding: chunked', 'Content-Length: 3'), 400],
    ['two lengths that differ', head('POST / HTTP/1.1', host, 'Content-Length: 3', 'Content-Length: 4'), 400],
    ['two lengths that agree', head('POST / HTTP/1.1', host, 'Content-Length: 3', 'Content-Length: 3'), 400],
    ['a list of lengths', head('POST / HTTP/1.1', host, 'Content-Length: 3, 3'), 400],
    ['a signed length', head('POST / HTTP/1.1', host, 'Content-Length: +3'), 400],
    ['a hexadecimal length', head('POST / HTTP/1.1', host, 'Content-Length: 0x3'), 400],
    ['a huge length', head('POST / HTTP/1.1', host, 'Content-Length: 99999999999999999999'), 400],
    ['TE twice', head('POST / HTTP/1.1', host, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'), 501],
    ['TE with another coding', head('POST / HTTP/1.1', host, 'Transfer-Encoding: gzip, chunked'), 501],
    ['TE identity', head('POST / HTTP/1.1', host, 'Transfer-Encoding: identity'), 501],
    ['TE with a tab that hides', head('POST / HTTP/1.1', host, 'Transfer-Encoding: \x0bchunked'), 400],
    ['TE in HTTP/1.0', head('POST / HTTP/1.0', host, 'Transfer-Encoding: chunked'), 400],
    ['space before the colon', head('POST / HTTP/1.1', host, 'Content-Length : 3'), 400],
    ['obs-fold', head('GET / HTTP/1.1', host, 'X: a', ' b'), 400],
    ['obs-fold by tab', head('GET / HTTP/1.1', host, 'X: a', '\tTransfer-Encoding: chunked'), 400],
    ['bare LF between fields', 'GET / HTTP/1.1\r\nHost: a.example\nX: y\r\n\r\n', 400],
    ['bare CR in a value', 'GET / HTTP/1.1\r\nHost: a.example\r\nX: a\rb\r\n\r\n', 400],
    ['NUL in a value', head('GET / HTTP/1.1', host, 'X: a\0b'), 400],
    ['no colon', head('GET / HTTP/1.1', host, 'X'), 400],
    ['empty name', head('GET / HTTP/1.1', host, ': x'), 400],
    ['a name that is no token', head('GET / HTTP/1.1', host, 'X(): x'), 400],
    ['no Host', head('GET / HTTP/1.1'), 400],
    ['two Hosts', head('GET / HTTP/1.1', host, host), 400],
    ['Host with a path', head('GET / HTTP/1.1', 'Host: a.example/x'), 400],
    ['Host with a user', head('GET / HTTP/1.1', 'Host: u@a.example'), 400],
    ['absolute form against Host', head('GET http://b.example/ HTTP/1.1', host), 400],
    ['authority form', head('CONNECT a.example:443 HTTP/1.1', host), 405],
    ['HTTP/0.9', 'GET /\r\n\r\n', 400],
    ['HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\n', 400],
    ['odd version', head('GET / HTTP/1.2', host), 400],
    ['two spaces in the request line', head('GET  / HTTP/1.1', host), 400],
    ['tab in the request line', head('GET\t/ HTTP/1.1', host), 400],
    ['fragment', head('GET /#x HTTP/1.1', host), 400],
    ['raw bytes in the target', head('GET /\xe4 HTTP/1.1', host), 400],
    ['leading empty line', `\r\n${head('GET / HTTP/1.1', host)}`, 400],
    ['unknown expectation', head('POST / HTTP/1.1', host, 'Expect: 200-ok'), 417],
    ['long target', head(`GET /${'a'.repeat(9000)} HTTP/1.1`, host), 414],
    ['many fields', head('GET / HTTP/1.1', host, ...Array.from({ length: 200 }, (_, i) => `X${i}: y`)), 431],
  ])('refuses: %s', (_why, text, expected) => expect(statusOf(text)).toBe(expected));

  it.each([
    ['websocket', ['Connection: keep-alive, Upgrade', 'Upgrade: websocket'], true],
    ['h2c is no upgrade of ours', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c'], false],
    ['without Connection', ['Upgrade: websocket'], false],
    ['with a body', ['Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 3'], false],
  ])('upgrade: %s', (_why, lines, expected) => expect(read(head('GET / HTTP/1.1', host, ...lines))?.isWebSocket).toBe(expected));
});
