import { visitorCookie } from '@dizuo/api';
import { cookiePairs, cookieValues as valuesOf } from '@dizuo/api/routing';
import type { Header, MessageHead } from '../http/message-head.ts';
import type { RequestHead } from '../http/request-head.ts';

/** Cookies of the platform and of this gateway: none reaches an application. */
export const signInCookiePrefix = 'dizuo_signin_';
const ownCookie = /^(__Host-|__Secure-)?(dizuo_|_interaction|_session[.=]|_grant)/i;

const looksOwn = /dizuo_|_interaction|_session|_grant/i;

/** The values of a cookie, in the order sent. */
export function cookieValues(head: MessageHead, name: string): string[] {
  return valuesOf(head.values('cookie'), name);
}

/** What is left of a request's cookies without the platform's, maybe nothing. Undefined where there are none of the platform's. */
export function keptCookies(head: RequestHead): string | undefined {
  if (!head.hasCookie || !looksOwn.test(head.text)) return undefined;
  const given = cookiePairs(head.values('cookie'));
  const kept = given.filter((pair) => !ownCookie.test(pair));
  return kept.length === given.length ? undefined : kept.join('; ');
}

/** An application's answer cannot set the gateway's cookies. */
export function isOwnSetCookie(value: string): boolean {
  return /^\s*(__Host-|__Secure-)?dizuo_/i.test(value);
}

export function setVisitorCookie(token: string, isTls: boolean): Header {
  return ['Set-Cookie', `${visitorCookie}=${token}; Path=/; HttpOnly; SameSite=Lax${isTls ? '; Secure' : ''}`];
}

export function clearVisitorCookie(isTls: boolean): Header {
  return ['Set-Cookie', `${visitorCookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isTls ? '; Secure' : ''}`];
}
