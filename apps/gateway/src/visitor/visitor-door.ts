import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type DataPlaneAccess, gatewayPaths, visitorCookie } from '@dizuo/api';
import { isOpen, mayPass } from '@dizuo/api/routing';
import type { Platform } from '../control/platform.ts';
import type { Header } from '../http/message-head.ts';
import type { RequestHead } from '../http/request-head.ts';
import { clearVisitorCookie, cookieValues, setVisitorCookie, signInCookiePrefix } from './cookies.ts';
import type { Visitor, VisitorTokens } from './visitor-tokens.ts';

/** A token is renewed in passing when it has less left than this. */
const renewBelowSeconds = 5 * 60;
const signInSeconds = 600;

/** What happens to a request at the door of a route. */
export type DoorAnswer =
  | { pass: true; visitor?: Visitor; identity?: string; setCookies: Header[] }
  | {
      pass: false;
      status: number;
      headers: Header[];
      /** Who was refused, where that is known. */
      visitor?: Visitor;
      message?: 'sign-in' | 'not-allowed' | 'sign-in-unavailable' | 'sign-in-failed' | 'signed-out';
    };

export interface DoorRequest {
  head: RequestHead;
  /** See `comparablePath`. */
  path: string;
  client: { readonly isSecure: boolean };
}

/** Recognises visitors, sends them to sign in, and keeps out whom a policy does not let pass. */
export class VisitorDoor {
  readonly #platform: Platform;
  readonly #issuer: string;
  readonly #tokens: VisitorTokens;
  readonly #revoked: () => ReadonlySet<string>;
  readonly #renewals = new Map<string, Promise<Visitor | 'ended' | 'unavailable'>>();

  constructor(options: { platform: Platform; issuer: string; tokens: VisitorTokens; revoked: () => ReadonlySet<string> }) {
    this.#platform = options.platform;
    this.#issuer = options.issuer;
    this.#tokens = options.tokens;
    this.#revoked = options.revoked;
  }

  async ask(request: DoorRequest, access: DataPlaneAccess): Promise<DoorAnswer> {
    const open = isOpen(access, request.path);
    const found = await this.#visitor(request);
    if (found.visitor) {
      if (!open && !mayPass(access, found.visitor.claims))
        return { pass: false, status: 403, headers: found.setCookies, visitor: found.visitor, message: 'not-allowed' };
      const identity = await this.#tokens.identityFor(found.visitor, access.audience);
      return { pass: true, visitor: found.visitor, identity, setCookies: found.setCookies };
    }
    if (open) return { pass: true, setCookies: found.setCookies };
    if (!isNavigation(request.head)) {
      return found.unavailable
        ? { pass: false, status: 503, headers: [], message: 'sign-in-unavailable' }
        : { pass: false, status: 401, headers: found.setCookies, message: 'sign-in' };
    }
    return this.#toSignIn(request);
  }

  /** The way back from sign-in: code to cookie, then to where the visitor wanted to go. */
  async callback({ head, client: { isSecure } }: DoorRequest): Promise<DoorAnswer> {
    const query = new URLSearchParams(head.query);
    const state = query.get('state') ?? '';
    const name = `${signInCookiePrefix}${state.slice(0, 8)}`;
    const [kept = ''] = /^[A-Za-z0-9_-]{22}$/.test(state) ? cookieValues(head, name) : [];
    const [expected = '', target = ''] = kept.split('~');
    if (!equal(expected, state)) return { pass: false, status: 400, headers: [], message: 'sign-in-failed' };
    const answer = await this.#platform.exchange(query.get('code') ?? '', head.host);
    if (!('token' in answer)) {
      const isDown = answer.refused === 'unavailable';
      return { pass: false, status: isDown ? 503 : 400, headers: [], message: isDown ? 'sign-in-unavailable' : 'sign-in-failed' };
    }
    const clear: Header = [
      'Set-Cookie',
      `${name}=; Path=${gatewayPaths.callback}; Max-Age=0; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
    ];
    const headers: Header[] = [
      ['Location', localTarget(Buffer.from(target, 'base64url').toString())],
      setVisitorCookie(answer.token, isSecure),
      clear,
    ];
    return { pass: false, status: 302, headers };
  }

  signOut({ client: { isSecure } }: DoorRequest): DoorAnswer {
    return { pass: false, status: 200, headers: [clearVisitorCookie(isSecure)], message: 'signed-out' };
  }

  #toSignIn({ head, client: { isSecure } }: DoorRequest): DoorAnswer {
    const state = randomBytes(16).toString('base64url');
    const target = Buffer.from(head.target.length > 2000 ? '/' : head.target).toString('base64url');
    const url = new URL(gatewayPaths.authorize, this.#issuer);
    url.searchParams.set('host', head.host);
    url.searchParams.set('state', state);
    const cookie = `${signInCookiePrefix}${state.slice(0, 8)}=${state}~${target}; Path=${gatewayPaths.callback}; Max-Age=${signInSeconds}; HttpOnly; SameSite=Lax`;
    return {
      pass: false,
      status: 302,
      headers: [
        ['Location', url.href],
        ['Set-Cookie', `${cookie}${isSecure ? '; Secure' : ''}`],
      ],
    };
  }

  /** Who visits. A token near its end is renewed, and one past it too while the platform session lives; the server being away ends no token early. */
  async #visitor({ head, client: { isSecure } }: DoorRequest): Promise<{ visitor?: Visitor; setCookies: Header[]; unavailable?: boolean }> {
    const given = cookieValues(head, visitorCookie).slice(0, 4);
    for (const token of given) {
      const visitor = await this.#tokens.verify(token, head.host);
      if (!visitor) continue;
      if (this.#revoked().has(visitor.sid)) return { setCookies: [clearVisitorCookie(isSecure)] };
      const left = visitor.expiresAt - Date.now() / 1000;
      if (left >= renewBelowSeconds) return { visitor, setCookies: [] };
      const renewed = await this.#renew(visitor, head.host);
      if (renewed === 'ended') return { setCookies: [clearVisitorCookie(isSecure)] };
      if (renewed === 'unavailable') return left > 0 ? { visitor, setCookies: [] } : { setCookies: [], unavailable: true };
      return { visitor: renewed, setCookies: [setVisitorCookie(renewed.token, isSecure)] };
    }
    return { setCookies: [] };
  }

  /** Requests that come together share one renewal. */
  #renew(visitor: Visitor, host: string): Promise<Visitor | 'ended' | 'unavailable'> {
    const running = this.#renewals.get(visitor.token);
    if (running) return running;
    const renewal = this.#platform.refresh(visitor.token, host).then(async (answer) => {
      if (!('token' in answer)) return answer.refused === 'unavailable' ? 'unavailable' : 'ended';
      return (await this.#tokens.verify(answer.token, host)) ?? 'ended';
    });
    this.#renewals.set(visitor.token, renewal);
    const forget = setTimeout(() => this.#renewals.delete(visitor.token), 2000);
    forget.unref();
    return renewal;
  }
}

/** A browser that goes to a page, rather than a program or a script that fetches data. */
export function isNavigation(head: RequestHead): boolean {
  if (head.method !== 'GET' && head.method !== 'HEAD') return false;
  const mode = head.get('sec-fetch-mode');
  if (mode !== undefined && mode !== 'navigate') return false;
  return /text\/html/i.test(head.get('accept') ?? '');
}

/** Only paths of this host: `//x` and `/\x` would lead elsewhere. */
function localTarget(target: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(target) ? target : '/';
}

function equal(a: string, b: string): boolean {
  return a.length > 0 && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
