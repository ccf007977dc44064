import { connectionTokens, type Framing, HeadError, type Header, headLines, parseFields, parseFraming } from './message-head.ts';

export interface ResponseHead {
  status: number;
  reason: string;
  headers: Header[];
  framing: Framing;
  connection: Set<string>;
  /** The backend takes another request on this connection. */
  keepAlive: boolean;
}

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

/** Reads the head of a response. Throws `HeadError` where its end could be taken differently: such an answer is not passed on. */
export function parseResponseHead(text: string, method: string): ResponseHead {
  const [first = '', ...rest] = headLines(text);
  const match = statusLine.exec(first);
  if (!match) throw new HeadError(502, 'a malformed status line');
  const status = Number(match[2]);
  const isOldVersion = match[1] === '0';
  const headers = parseFields(rest);
  const connection = connectionTokens(headers);
  const declared = parseFraming(headers, isOldVersion);
  const isBodiless = method === 'HEAD' || status < 200 || status === 204 || status === 304;
  const framing: Framing = isBodiless ? { kind: 'none' } : (declared ?? { kind: 'close' });
  const stays = isOldVersion ? connection.has('keep-alive') : !connection.has('close');
  return { status, reason: match[3] ?? '', headers, framing, connection, keepAlive: stays && framing.kind !== 'close' };
}
