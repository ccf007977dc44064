import type { IncomingHttpHeaders } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { framing, HeadError } from '../http/message-head.ts';
import { RequestHead } from '../http/request-head.ts';
import { readHttp2Head } from './http2-head.ts';

const good = { ':method': 'POST', ':path': '/x?y=1', ':scheme': 'https', ':authority': 'a.example' };

function read(headers: IncomingHttpHeaders, hasBody = true): RequestHead | 'refused' {
  const head = new RequestHead();
  try {
    readHttp2Head(head, headers, hasBody);
    return head;
  } catch (error) {
    if (error instanceof HeadError) return 'refused';
    throw error;
  }
}

describe('readHttp2Head', () => {
  it('fills the same head as HTTP/1.1', () => {
    const head = read({ ...good, 'x-a': ['1', '2'], cookie: 'a=1; b=2' }) as RequestHead;
    expect([head.method, head.path, head.query, head.host, head.values('x-a'), head.framing]).toEqual([
      'POST',
      '/x',
      'y=1',
      'a.example',
      ['1', '2'],
      framing.chunked,
    ]);
  });
  it('keeps a length', () => expect((read({ ...good, 'content-length': '3' }) as RequestHead).length).toBe(3));
  it('has no body where the stream ends with its head', () => expect((read(good, false) as RequestHead).framing).toBe(framing.none));

  // What H2.TE, H2.CL, header and request-line injection do: https://portswigger.net/research/http2
  it.each<[string, IncomingHttpHeaders]>([
    ['H2.TE', { 'transfer-encoding': 'chunked' }],
    ['H2.CL with two lengths', { 'content-length': '0, 5' }],
    ['H2.CL that is no number', { 'content-length': '0x5' }],
    ['CRLF in a value', { 'x-a': 'b\r\ntransfer-encoding: chunked' }],
    ['LF in a value', { 'x-a': 'b\nx: y' }],
    ['CRLF in a name', { 'x\r\ntransfer-encoding': 'chunked' }],
    ['a colon in a name', { 'transfer-encoding: chunked\r\nx': 'y' }],
    ['upper case in a name', { 'X-A': 'y' }],
    ['space at the end of a value', { 'x-a': 'y ' }],
    ['NUL in a value', { 'x-a': 'y\0' }],
    ['CRLF in the path', { ':path': '/ HTTP/1.1\r\nhost: b\r\n\r\nGET /' }],
    ['a space in the path', { ':path': '/a b' }],
    ['a path that is an address', { ':path': 'http://b.example/' }],
    ['CRLF in the method', { ':method': 'GET / HTTP/1.1\r\nx: ' }],
    ['CRLF in the authority', { ':authority': 'a.example\r\nx: y' }],
    ['a user in the authority', { ':authority': 'u@a.example' }],
    ['Host against the authority', { host: 'b.example' }],
    ['Connection', { connection: 'close' }],
    ['Upgrade', { upgrade: 'h2c' }],
    ['TE other than trailers', { te: 'gzip' }],
    ['far too many fields', { 'x-a': Array(200).fill('y') }],
  ])('refuses: %s', (_why, more) => expect(read({ ...good, ...more })).toBe('refused'));

  it('refuses a length where there is no body', () => expect(read({ ...good, 'content-length': '3' }, false)).toBe('refused'));
});
