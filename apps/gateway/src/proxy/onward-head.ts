import { field } from '../http/field-names.ts';
import { framing } from '../http/message-head.ts';
import { traceparentOf } from '../observe/trace-context.ts';
import type { CompiledChanges } from '../routing/compiled-rule.ts';
import { keptCookies } from '../visitor/cookies.ts';
import type { Exchange } from './exchange.ts';

/** Fields of a request that go on as they are: what concerns this connection alone and what only the gateway may say does not. */
const passes = Uint8Array.from({ length: 16 }, (_, number) =>
  Number(number === field.other || number === field.cookie || number === field.host),
);
/** By what is said anew: Host and Cookie, Host, Cookie, neither. */
const tables = [passes.with(field.host, 0).with(field.cookie, 0), passes.with(field.host, 0), passes.with(field.cookie, 0), passes];

export interface Onward {
  /** Path and query as the backend shall see them; where absent, as the client sent them. */
  target?: string | undefined;
  host?: string | undefined;
  /** Value of the identity field. */
  identity?: string | undefined;
  changes?: CompiledChanges | undefined;
}

/** The head that a backend gets, of HTTP/1.1. */
export function onwardHead(exchange: Exchange, onward: Onward): string {
  const { head, client, requestId, hiddenField, trace } = exchange;
  const { changes } = onward;
  const isGone =
    changes || hiddenField !== undefined || trace ? (name: string) => isLeftOut(name.toLowerCase(), exchange, changes) : undefined;
  const cookies = keptCookies(head);
  const table = tables[(onward.host === undefined ? 2 : 0) + (cookies === undefined ? 1 : 0)] as Uint8Array;
  let text = `${head.method} ${onward.target ?? head.target} HTTP/1.1\r\n`;
  if (onward.host !== undefined) text += `Host: ${onward.host}\r\n`;
  text += `${head.lines(table, isGone)}${client.aboutClient(head.host)}X-Request-Id: ${requestId}\r\n`;
  if (cookies) text += `Cookie: ${cookies}\r\n`;
  if (onward.identity !== undefined) text += `X-Dizuo-Identity: ${onward.identity}\r\n`;
  if (trace) text += `traceparent: ${traceparentOf(trace)}\r\n`;
  if (changes) text += changes.lines;
  if (head.framing === framing.chunked) text += 'Transfer-Encoding: chunked\r\n';
  else if (head.framing === framing.length) text += `Content-Length: ${head.length}\r\n`;
  else if (saysLength(head.method)) text += 'Content-Length: 0\r\n';
  return head.isWebSocket ? `${text}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n` : `${text}\r\n`;
}

/** `name` in lower case. */
function isLeftOut(name: string, { hiddenField, trace }: Exchange, changes: CompiledChanges | undefined): boolean {
  return changes?.gone.has(name) === true || name === hiddenField || (trace !== undefined && name === 'traceparent');
}

/** RFC 9110 section 8.6: methods that usually have a body say so when it is empty. */
function saysLength(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}
