import { identityHeader } from '@dizuo/api';
import { endToEnd, type Framing, type Header } from '../http/message-head.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import { withoutOwnCookies, withoutOwnSetCookies } from '../visitor/cookies.ts';

/** Fields that only the gateway may say; also when written with underscores, which some servers take for hyphens. */
const ownFields = new Set([
  identityHeader,
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-server',
  'x-real-ip',
  'x-request-id',
  'x-original-url',
  'x-rewrite-url',
]);

export interface Onward {
  target: string;
  host: string;
  client: string;
  scheme: 'http' | 'https';
  requestId: string;
  identity?: string;
}

/** What the backend receives of a request's fields, before filters. Pure. */
export function onwardHeaders(head: RequestHead, onward: Onward): Header[] {
  const kept = withoutOwnCookies(endToEnd(head.headers, head.connection)).filter(([name]) => {
    const plain = name.toLowerCase().replaceAll('_', '-');
    return !ownFields.has(plain) && plain !== 'host' && plain !== 'content-length' && plain !== 'transfer-encoding' && plain !== 'expect';
  });
  return [
    ...kept,
    ['X-Forwarded-For', onward.client],
    ['X-Forwarded-Proto', onward.scheme],
    ['X-Forwarded-Host', head.host],
    ['X-Request-Id', onward.requestId],
    ...(onward.identity ? [['X-Dizuo-Identity', onward.identity] as const] : []),
  ];
}

/** The request head for the backend, in bytes. */
export function requestBytes(head: RequestHead, onward: Onward, headers: readonly Header[]): Buffer {
  const connection = head.isWebSocket ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : 'Connection: keep-alive\r\n';
  const framing = framingField(head.framing, needsLength(head.method));
  return encode(`${head.method} ${onward.target} HTTP/1.1\r\nHost: ${onward.host}\r\n`, headers, connection + framing);
}

/** What the client receives of a response's fields, before filters. Pure. */
export function backHeaders(response: ResponseHead, requestId: string): Header[] {
  const kept = withoutOwnSetCookies(endToEnd(response.headers, response.connection));
  return [...kept.filter(([name]) => name.toLowerCase() !== 'x-request-id'), ['X-Request-Id', requestId]];
}

/** The response head for the client, in bytes. */
export function responseBytes(response: Pick<ResponseHead, 'status' | 'reason'>, headers: readonly Header[], last: string): Buffer {
  return encode(`HTTP/1.1 ${response.status} ${response.reason}\r\n`, headers, last);
}

function framingField(framing: Framing, isExplicit: boolean): string {
  if (framing.kind === 'chunked') return 'Transfer-Encoding: chunked\r\n';
  if (framing.kind === 'length') return `Content-Length: ${framing.length}\r\n`;
  return isExplicit ? 'Content-Length: 0\r\n' : '';
}

/** RFC 9110 section 8.6: methods that usually have a body say so when it is empty. */
function needsLength(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

function encode(first: string, headers: readonly Header[], last: string): Buffer {
  let text = first;
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`;
  return Buffer.from(`${text}${last}\r\n`, 'latin1');
}
