import { errorOf, unreachable } from './api-status.ts';

export interface TransportOptions {
  /** Origin and path prefix, without a slash at the end; empty in a browser. */
  baseUrl?: string;
  /** Sent with every request; a function is asked each time. */
  headers?: Record<string, string> | (() => Record<string, string>);
  fetch?: typeof fetch;
}

export interface RequestOptions {
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, such as a file; give `contentType`. */
  raw?: RequestInit['body'];
  contentType?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Query = Record<string, string | number | boolean | undefined>;

/** Sends requests and turns every failure into an `ApiError`. Never retries: the caller knows what may be repeated. */
export interface Transport {
  /** The JSON answer; undefined where there is none. */
  json<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** The answer itself, for streams. Its status is a success. */
  open(method: string, path: string, options?: RequestOptions): Promise<Response>;
}

export function createTransport(options: TransportOptions = {}): Transport {
  const { baseUrl = '', headers = {}, fetch: send = fetch } = options;

  async function open(method: string, path: string, request: RequestOptions = {}): Promise<Response> {
    const own = typeof headers === 'function' ? headers() : headers;
    const init: RequestInit = { method, headers: { ...own, ...bodyHeaders(request), ...request.headers } };
    if (request.body !== undefined) init.body = JSON.stringify(request.body);
    if (request.raw !== undefined) init.body = request.raw;
    if (request.signal) init.signal = request.signal;
    const response = await send(`${baseUrl}${path}${queryText(request.query)}`, init).catch((cause) => {
      if (request.signal?.aborted) throw cause;
      throw unreachable(cause);
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  return {
    open,
    async json<T>(method: string, path: string, request?: RequestOptions): Promise<T> {
      const response = await open(method, path, request);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

function bodyHeaders(request: RequestOptions): Record<string, string> {
  if (request.body === undefined && request.raw === undefined) return {};
  return { 'content-type': request.contentType ?? 'application/json' };
}

export function queryText(query: Query | undefined): string {
  const present = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  if (present.length === 0) return '';
  return `?${new URLSearchParams(Object.fromEntries(present.map(([key, value]) => [key, String(value)])))}`;
}
