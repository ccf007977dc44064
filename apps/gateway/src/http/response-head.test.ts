import { describe, expect, it } from 'vitest';
import { framing, HeadError } from './message-head.ts';
import { ResponseHead } from './response-head.ts';

const kinds = Object.fromEntries(Object.entries(framing).map(([name, number]) => [number, name]));

function read(text: string, method = 'GET'): string {
  const bytes = Buffer.from(text, 'latin1');
  const head = new ResponseHead();
  try {
    return head.read(bytes, 0, bytes.length, method) < 0
      ? 'unfinished'
      : `${head.status} ${kinds[head.framing]} ${head.keepAlive ? 'stays' : 'ends'}`;
  } catch (error) {
    return error instanceof HeadError ? 'refused' : String(error);
  }
}

describe('ResponseHead', () => {
  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n', '200 length stays'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '200 chunked stays'],
    ['neither: ends with the connection', 'HTTP/1.1 200 OK\r\n\r\n', '200 close ends'],
    ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', '200 none stays'],
    ['204 has no body whatever it says', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', '204 none stays'],
    ['304 neither', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', '304 none stays'],
    ['Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n', '200 length ends'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n', '200 length ends'],
    ['not yet whole', 'HTTP/1.1 200 OK\r\nContent-Le', 'unfinished'],
    ['hardly begun', 'HTT', 'unfinished'],
  ])('%s', (_why, text, expected) => expect(read(text)).toBe(expected));

  it('to HEAD has no body', () => expect(read('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n', 'HEAD')).toBe('200 none stays'));

  it.each([
    ['both framings', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n'],
    ['a list of lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n'],
    ['another coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
    ['folding', 'HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n'],
    ['bare LF', 'HTTP/1.1 200 OK\nContent-Length: 2\n\n'],
    ['nonsense', 'nonsense\r\n\r\n'],
    ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of 600', 'HTTP/1.1 600 OK\r\n\r\n'],
    ['a status that runs on', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['NUL in the reason', 'HTTP/1.1 200 O\0K\r\n\r\n'],
  ])('refuses: %s', (_why, text) => expect(read(text)).toBe('refused'));
});
