import { visitorCookie } from '@dizuo/api';
import type { Header } from '../http/message-head.ts';

/** Cookies of the platform and of this gateway: none reaches an application. */
export const signInCookiePrefix = 'dizuo_signin_';
const ownCookie = /^(__Host-|__Secure-)?(dizuo_|_interaction|_session[.=]|_grant)/i;

/** The values of a cookie, in the order sent. RFC 6265 section 4.2. */
export function cookieValues(headers: readonly Header[], name: string): string[] {
  return pairs(headers).flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}

/** The headers with the platform's cookies taken out, and the Cookie field where nothing is left of it. */
export function withoutOwnCookies(headers: readonly Header[]): Header[] {
  const given = pairs(headers);
  if (!given.some((pair) => ownCookie.test(pair))) return [...headers];
  const kept = given.filter((pair) => !ownCookie.test(pair));
  const others = headers.filter(([name]) => name.toLowerCase() !== 'cookie');
  return kept.length > 0 ? [...others, ['Cookie', kept.join('; ')]] : others;
}

/** An application's answer cannot set the gateway's cookies. */
export function withoutOwnSetCookies(headers: readonly Header[]): Header[] {
  return headers.filter(([name, value]) => name.toLowerCase() !== 'set-cookie' || !/^\s*(__Host-)?dizuo_/i.test(value));
}

export function setVisitorCookie(token: string, isTls: boolean): Header {
  return ['Set-Cookie', `${visitorCookie}=${token}; Path=/; HttpOnly; SameSite=Lax${isTls ? '; Secure' : ''}`];
}

export function clearVisitorCookie(isTls: boolean): Header {
  return ['Set-Cookie', `${visitorCookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isTls ? '; Secure' : ''}`];
}

function pairs(headers: readonly Header[]): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) =>
      value
        .split(';')
        .map((pair) => pair.trim())
        .filter(Boolean),
    );
}
