/** What the heads of requests and responses have in common. RFC 9112; stricter where leniency has been used for smuggling. */

export type Header = readonly [name: string, value: string];

/** How a message's body ends. `close`: with the connection, which only responses may. */
export type Framing = { kind: 'none' } | { kind: 'length'; length: number } | { kind: 'chunked' } | { kind: 'close' };

/** The message is refused. `status` is what the sender of a request is told. */
export class HeadError extends Error {
  readonly status: number;
  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

export const limits = { head: 32 * 1024, headers: 128, target: 8 * 1024 };

const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Splits a head, up to and with its empty line, into lines. Refuses bare CR, bare LF and NUL. */
export function headLines(text: string): string[] {
  const lines = text.slice(0, -4).split('\r\n');
  for (const line of lines) if (control.test(line)) throw new HeadError(400, 'a control character, or a line that does not end in CRLF');
  return lines;
}

/** The field lines of a head, names as sent. Refuses folding, space before the colon, and what is no token. */
export function parseFields(lines: readonly string[]): Header[] {
  if (lines.length > limits.headers) throw new HeadError(431, 'too many header fields');
  return lines.map((line) => {
    const match = fieldLine.exec(line);
    if (!match) throw new HeadError(400, 'a malformed header field');
    return [match[1] ?? '', match[2] ?? ''];
  });
}

/** Values of one field, in order. `name` in lower case. */
export function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers.filter((h) => h[0].length === name.length && h[0].toLowerCase() === name).map((h) => h[1]);
}

export function firstValue(headers: readonly Header[], name: string): string | undefined {
  return headers.find((h) => h[0].length === name.length && h[0].toLowerCase() === name)?.[1];
}

/** Content-Length and Transfer-Encoding, of which at most one may stand, once, in one form. */
export function parseFraming(headers: readonly Header[], isOldVersion: boolean): Framing | undefined {
  const lengths = valuesOf(headers, 'content-length');
  const codings = valuesOf(headers, 'transfer-encoding');
  if (codings.length > 0) {
    if (lengths.length > 0) throw new HeadError(400, 'Content-Length beside Transfer-Encoding');
    if (isOldVersion) throw new HeadError(400, 'Transfer-Encoding in HTTP/1.0');
    if (codings.length > 1 || codings[0]?.toLowerCase() !== 'chunked') throw new HeadError(501, 'a transfer coding other than chunked');
    return { kind: 'chunked' };
  }
  if (lengths.length === 0) return undefined;
  if (lengths.length > 1 || !/^\d{1,15}$/.test(lengths[0] ?? '')) throw new HeadError(400, 'a malformed or repeated Content-Length');
  const length = Number(lengths[0]);
  return length === 0 ? { kind: 'none' } : { kind: 'length', length };
}

/** Lower-case tokens of the Connection field. */
export function connectionTokens(headers: readonly Header[]): Set<string> {
  const tokens = valuesOf(headers, 'connection').flatMap((value) => value.split(','));
  return new Set(tokens.map((token) => token.trim().toLowerCase()).filter(Boolean));
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Without the fields that concern one connection only, and those that Connection names. RFC 9110 section 7.6.1. */
export function endToEnd(headers: readonly Header[], tokens: ReadonlySet<string>): Header[] {
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !hopByHop.has(lower) && !tokens.has(lower);
  });
}
