import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { HeadError, limits } from '../http/message-head.ts';
import type { RequestHead } from '../http/request-head.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const text = /^[\t\x20-\x7e\x80-\xff]*$/;
/** RFC 9113 section 8.2.2: they belong to HTTP/1.1; behind a gateway that writes them down they would frame another request. */
const forbidden = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'http2-settings', 'expect']);

/**
 * Reads a request of HTTP/2 into the same head that HTTP/1.1 fills, by writing it down and reading it with the same strict reader: what
 * would become two fields, another body or another request there is refused. `hasBody`: the stream goes on after its head.
 */
export function readHttp2Head(head: RequestHead, headers: IncomingHttpHeaders, hasBody: boolean): void {
  const method = String(headers[':method'] ?? '');
  const path = String(headers[':path'] ?? '');
  const authority = headers[':authority'] ?? headers.host;
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method) || !/^(\/[\x21-\x7e]*|\*)$/.test(path)) throw malformed();
  if (typeof authority !== 'string' || (headers.host !== undefined && headers.host !== authority)) throw malformed();
  let lines = `${method} ${path} HTTP/1.1\r\nhost: ${checked(authority)}\r\n`;
  let count = 1;
  let length: string | undefined;
  for (const name of Object.keys(headers)) {
    if (name.startsWith(':') || name === 'host') continue;
    if (!token.test(name) || forbidden.has(name)) throw malformed();
    const values = headers[name];
    if (name === 'te' && values !== 'trailers') throw malformed();
    if (name === 'content-length') length = String(values);
    // What says that it is empty and goes on may be a lie: the backend learns its end when it is there.
    if (name === 'content-length' && length === '0' && hasBody) continue;
    for (const value of Array.isArray(values) ? values : [values]) {
      lines += `${name}: ${checked(String(value ?? ''))}\r\n`;
      count += 1;
    }
  }
  if (hasBody && (length === undefined || length === '0')) {
    lines += 'transfer-encoding: chunked\r\n';
    count += 1;
  }
  if (!hasBody && length !== undefined && length !== '0') throw malformed();
  const bytes = Buffer.from(`${lines}\r\n`, 'latin1');
  if (bytes.length > limits.head) throw new HeadError(431, 'the head of the message is too large');
  if (head.read(bytes, 0, bytes.length) !== bytes.length || head.count !== count) throw malformed();
}

/** Field lines as HTTP/2 carries them: names in lower case, equal names together. */
export function http2Headers(lines: string): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = headers[name];
    if (known === undefined) headers[name] = value;
    else headers[name] = [...(Array.isArray(known) ? known : [String(known)]), value];
  }
  return headers;
}

function checked(value: string): string {
  if (!text.test(value) || value !== value.trim()) throw malformed();
  return value;
}

function malformed(): HeadError {
  return new HeadError(400, 'a malformed request');
}
