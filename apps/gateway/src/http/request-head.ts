import {
  connectionTokens,
  type Framing,
  HeadError,
  type Header,
  headLines,
  limits,
  parseFields,
  parseFraming,
  valuesOf,
} from './message-head.ts';

export interface RequestHead {
  method: string;
  /** Origin form: path and query as sent, or `*`. */
  target: string;
  path: string;
  /** Without the question mark. */
  query: string;
  /** The Host field as sent, in lower case. */
  host: string;
  hostname: string;
  headers: Header[];
  framing: Framing;
  connection: Set<string>;
  /** The client may send another request on this connection. */
  keepAlive: boolean;
  isOldVersion: boolean;
  isWebSocket: boolean;
  expectsContinue: boolean;
}

const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e]+) HTTP\/1\.([01])$/;
const authority = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/;

/** Reads the head of a request, up to and with its empty line. Throws `HeadError` for anything that two readers could take differently. */
export function parseRequestHead(text: string): RequestHead {
  const [first = '', ...rest] = headLines(text);
  const match = requestLine.exec(first);
  if (!match) throw new HeadError(400, 'a malformed request line');
  const [, method = '', rawTarget = '', minor] = match;
  if (rawTarget.length > limits.target) throw new HeadError(414, 'the address is too long');
  const isOldVersion = minor === '0';
  const headers = parseFields(rest);
  const host = parseHost(headers);
  const target = originForm(method, rawTarget, host);
  const connection = connectionTokens(headers);
  const framing = parseFraming(headers, isOldVersion) ?? { kind: 'none' };
  const mark = target.indexOf('?');
  const hostname = authority.exec(host)?.[1] ?? '';
  return {
    method,
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    host,
    hostname,
    headers,
    framing,
    connection,
    keepAlive: isOldVersion ? connection.has('keep-alive') : !connection.has('close'),
    isOldVersion,
    isWebSocket: webSocket(method, headers, connection, framing, isOldVersion),
    expectsContinue: expectation(headers),
  };
}

function parseHost(headers: readonly Header[]): string {
  const hosts = valuesOf(headers, 'host');
  const host = hosts[0]?.toLowerCase();
  if (hosts.length !== 1 || host === undefined || !authority.test(host))
    throw new HeadError(400, 'Host must be given once, as host or host:port');
  return host;
}

function originForm(method: string, target: string, host: string): string {
  if (method === 'CONNECT') throw new HeadError(405, 'this gateway opens no tunnels');
  if (target.includes('#')) throw new HeadError(400, 'a fragment in the address');
  if (target === '*' && method === 'OPTIONS') return target;
  if (target.startsWith('/')) return target;
  const absolute = /^https?:\/\/([^/?]+)(.*)$/i.exec(target);
  if (!absolute || absolute[1]?.toLowerCase() !== host)
    throw new HeadError(400, 'the address must begin with /, or name the same host as Host');
  const rest = absolute[2] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function webSocket(
  method: string,
  headers: readonly Header[],
  connection: ReadonlySet<string>,
  framing: Framing,
  isOldVersion: boolean,
): boolean {
  const upgrades = valuesOf(headers, 'upgrade');
  return (
    upgrades.length === 1 &&
    upgrades[0]?.toLowerCase() === 'websocket' &&
    connection.has('upgrade') &&
    method === 'GET' &&
    framing.kind === 'none' &&
    !isOldVersion
  );
}

function expectation(headers: readonly Header[]): boolean {
  const expected = valuesOf(headers, 'expect');
  if (expected.length === 0) return false;
  if (expected.length > 1 || expected[0]?.toLowerCase() !== '100-continue')
    throw new HeadError(417, 'an expectation other than 100-continue');
  return true;
}
