import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CsrfTokens } from './csrf.ts';
import type { Html } from './html.ts';
import type { Identity, ReadIdentity } from './identity.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { PageContext } from './pages/page.ts';
import type { PermitStore } from './permit-store.ts';

/** What all routes share. */
export interface AppParts {
  store: PermitStore;
  csrf: CsrfTokens;
  live: LiveUpdates;
  readIdentity: ReadIdentity;
  basePath: string;
  /** Gets one line per request. */
  accessLog(line: string): void;
}

/** A refusal that is shown as a page. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, message: string) {
    super(message);
    this.status = status;
    this.title = title;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | undefined;
  }
}

export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page.text);
}

export function contextOf(request: FastifyRequest, base: string): PageContext {
  return { base, identity: request.identity };
}

/** Throws a page that says to sign in. */
export function signedIn(request: FastifyRequest): Identity {
  if (!request.identity) throw new PageError(401, '请先登录', '这一页需要知道您是谁，请从平台登录后再打开。');
  return request.identity;
}

/** Throws where the form was not made for this person, or another site sent it. */
export function checkForm(request: FastifyRequest, csrf: CsrfTokens, identity: Identity, token: unknown): void {
  const site = request.headers['sec-fetch-site'];
  const foreign = site === 'cross-site' || site === 'same-site';
  if (foreign || !csrf.accepts(identity.user, token)) throw new PageError(403, '表单已失效', '请返回上一页，刷新后重新提交。');
}
