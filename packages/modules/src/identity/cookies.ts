import type { FastifyReply, FastifyRequest } from 'fastify';

export const sessionCookie = 'dizuo_session';
export const signInCookie = 'dizuo_sign_in';

/** A cookie's value. RFC 6265, section 4.2. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieOptions {
  path: string;
  secure: boolean;
  /** Seconds; 0 deletes. Absent: until the browser closes. */
  maxAge?: number;
}

/** Sets an HttpOnly cookie that other sites' forms do not carry. */
export function setCookie(reply: FastifyReply, name: string, value: string, { path, secure, maxAge }: CookieOptions): void {
  const parts = [`${name}=${value}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax'];
  if (secure) parts.push('Secure');
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`);
  const before = reply.getHeader('set-cookie');
  const list = before === undefined ? [] : Array.isArray(before) ? before : [String(before)];
  reply.header('set-cookie', [...list, parts.join('; ')]);
}
