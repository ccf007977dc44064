import type { Visitor } from '@dizuo/testkit';
import type { Platform } from './platform.ts';

/** What the server said. */
export interface Answer {
  status: number;
  text: string;
  headers: Headers;
  /** The body as JSON; an empty object where it is none. */
  body: Record<string, unknown>;
}

/** One way in: sends requests as somebody. */
export type Door = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** The browser's way: the session's cookie and the header that other sites cannot send. */
export function bySession(platform: Platform, visitor: Visitor): Door {
  return (method, path, body, headers) =>
    send(platform.url + path, method, body, {
      cookie: `dizuo_session=${visitor.cookie('dizuo_session')}`,
      'x-dizuo-csrf': '1',
      ...headers,
    });
}

/** The way of programs. */
export function byToken(platform: Platform, token: string): Door {
  return (method, path, body, headers) => send(platform.url + path, method, body, { authorization: `Bearer ${token}`, ...headers });
}

/** Nobody in particular. */
export function byNothing(platform: Platform): Door {
  return (method, path, body, headers) => send(platform.url + path, method, body, { ...headers });
}

/** The bearer token of a new kubeconfig. */
export async function tokenOf(visitor: Visitor): Promise<string> {
  const { kubeconfig } = (await (await visitor.request('/auth/kubeconfig', { method: 'POST', body: {} })).json()) as { kubeconfig: string };
  return /token: "([^"]+)"/.exec(kubeconfig)?.[1] ?? '';
}

/** Everything that a watch says within a time from its beginning, and whether the server ended it. `opened` is told when it begins. */
export async function listen(
  platform: Platform,
  path: string,
  headers: Record<string, string>,
  forMs: number,
  opened = () => {},
): Promise<{ status: number; text: string; ended: boolean }> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let text = '';
  let status = 0;
  try {
    const response = await fetch(platform.url + path, { headers, signal: stop.signal });
    status = response.status;
    opened();
    timer = setTimeout(() => stop.abort(), forMs);
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
    return { status, text, ended: true };
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return { status, text, ended: false };
  } finally {
    clearTimeout(timer);
  }
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
