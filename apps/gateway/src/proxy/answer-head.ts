import { field } from '../http/field-names.ts';
import { framing, type Header } from '../http/message-head.ts';
import type { ResponseHead } from '../http/response-head.ts';
import { corsFields } from '../policy/cors-rules.ts';
import { isOwnSetCookie } from '../visitor/cookies.ts';
import type { Exchange } from './exchange.ts';

/** Fields of an answer that go back as they are. */
const passes = Uint8Array.from({ length: 16 }, (_, number) =>
  Number(
    number === field.other || number === field.cookie || number === field.setCookie || number === field.host || number === field.expect,
  ),
);

/** The field lines that the client gets of a backend's answer, and those of the gateway; without framing and what concerns the connection. */
export function answerLines(exchange: Exchange, response: ResponseHead): string {
  const changes = exchange.share?.responseChanges;
  const cors = exchange.rule?.cors;
  const isGone =
    changes || cors || response.hasSetCookie
      ? (name: string, i: number) =>
          (response.numberAt(i) === field.setCookie && isOwnSetCookie(response.valueAt(i))) ||
          changes?.gone.has(name.toLowerCase()) === true ||
          (cors !== undefined && corsFields.test(name.toLowerCase()))
      : undefined;
  let text = `${response.lines(passes, isGone)}X-Request-Id: ${exchange.requestId}\r\n`;
  if (changes) text += changes.lines;
  if (exchange.answerHeaders) text += fieldLines(exchange.answerHeaders);
  return text;
}

/** The head of an answer for a client of HTTP/1. */
export function answerHead(exchange: Exchange, response: ResponseHead, connection: string): string {
  const { status, reason } = response;
  let text = `HTTP/1.1 ${status} ${reason}\r\n${answerLines(exchange, response)}`;
  if (response.framing === framing.chunked) {
    if (exchange.client.takesChunks) text += 'Transfer-Encoding: chunked\r\n';
  } else if (response.saysLength) text += `Content-Length: ${response.length}\r\n`;
  return `${text}${connection}\r\n`;
}

export function fieldLines(headers: readonly Header[]): string {
  let text = '';
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`;
  return text;
}
