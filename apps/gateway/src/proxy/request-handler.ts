import { type DataPlaneAccess, gatewayPaths } from '@dizuo/api';
import { type CompiledMatch, comparablePath, isOpen, PathError, type RouteTable } from '@dizuo/api/routing';
import type { Header } from '../http/message-head.ts';
import type { CallerAnswer } from '../policy/caller-authenticator.ts';
import { rateLimitHeaders } from '../policy/rate-limiter.ts';
import type { RequestPolicies } from '../policy/request-policies.ts';
import type { CompiledRule } from '../routing/compiled-rule.ts';
import { changePath, redirectLocation } from '../routing/rewrite.ts';
import { pickWeighted } from '../routing/weighted.ts';
import type { DoorAnswer, VisitorDoor } from '../visitor/visitor-door.ts';
import type { Exchange } from './exchange.ts';
import type { LoadGuard } from './load-guard.ts';
import { onwardHead } from './onward-head.ts';
import { requestIds } from './request-ids.ts';

/** What one configuration says, ready for use. Never changes: the next one takes its place as a whole. */
export interface Serving {
  version: string;
  table: RouteTable<CompiledRule>;
  door: VisitorDoor;
  policies: RequestPolicies;
}

const ownPaths = '/.dizuo/';

/** Serves requests: finds the route, asks at the door, sends the request to a backend. Without promises where nothing has to be waited for. */
export class RequestHandler {
  readonly #serving: () => Serving | undefined;
  readonly #guard: LoadGuard;
  readonly #newRequestId = requestIds();

  constructor(options: { serving: () => Serving | undefined; guard: LoadGuard }) {
    this.#serving = options.serving;
    this.#guard = options.guard;
  }

  /** Call at the end of each exchange. */
  ended(x: Exchange): void {
    if (x.tenant !== undefined) this.#guard.leave(x.tenant);
  }

  serve(x: Exchange) {
    x.requestId = this.#newRequestId();
    const { head } = x;
    try {
      x.path = head.isOddPath ? comparablePath(head.path) : head.path;
    } catch (error) {
      x.path = head.path;
      if (!(error instanceof PathError)) throw error;
      return x.problem(400, 'bad-request', error.message);
    }
    const serving = this.#serving();
    if (serving === undefined) return x.problem(503, 'unavailable', 'no configuration yet');
    if (x.path.startsWith(ownPaths)) return this.#own(x, serving);
    const match = serving.table.find(x);
    if (match === undefined) return x.problem(404, 'not-found', 'no route');
    x.rule = match.rule;
    if (!this.#guard.enter(match.rule.tenant)) return x.problem(503, 'unavailable', 'too many requests under way');
    x.tenant = match.rule.tenant;
    const { access } = match.rule;
    if (access === undefined) return this.#admitted(x, serving, match, undefined);
    if (access.authentication === undefined) return this.#askVisitor(x, serving, match, access);
    const answer = serving.policies.identify(x, access);
    if (!(answer instanceof Promise)) return this.#identified(x, serving, match, access, answer);
    this.#whenAnswered(x, answer, (found) => this.#identified(x, serving, match, access, found));
  }

  /** A program is known, or refused, or it is somebody else. */
  #identified(x: Exchange, serving: Serving, match: CompiledMatch<CompiledRule>, access: DataPlaneAccess, answer: CallerAnswer) {
    if (answer.kind === 'refused') return refuse(x, answer);
    if (answer.kind === 'caller') {
      const { name, consumer } = answer.caller;
      x.caller = name;
      if (consumer?.department !== undefined) x.departments = [consumer.department];
      return this.#admitted(x, serving, match, undefined);
    }
    if (access.authentication?.session) return this.#askVisitor(x, serving, match, access);
    if (isOpen(access, x.path)) return this.#admitted(x, serving, match, undefined);
    return refuse(x, { status: 401, why: 'nothing says who calls' });
  }

  #askVisitor(x: Exchange, serving: Serving, match: CompiledMatch<CompiledRule>, access: DataPlaneAccess) {
    this.#whenAnswered(x, serving.door.ask(x, access), (answer) => {
      if (!answer.pass) return this.#turnAway(x, answer);
      x.user = answer.visitor?.claims.sub;
      x.departments = answer.visitor?.claims.departments;
      if (answer.setCookies.length > 0) x.answerHeaders = answer.setCookies;
      return this.#admitted(x, serving, match, answer.identity);
    });
  }

  /** Who calls may pass: now what the limits say. */
  #admitted(x: Exchange, serving: Serving, match: CompiledMatch<CompiledRule>, identity: string | undefined) {
    if (match.rule.limits?.length) {
      const state = serving.policies.limit(x, match.rule);
      if (state?.limit.responseHeaders || state?.allowed === false)
        x.answerHeaders = [...(x.answerHeaders ?? []), ...rateLimitHeaders(state)];
      if (state?.allowed === false) {
        x.limitedBy = state.limit.id;
        return x.problem(429, 'too-many-requests', `limit ${state.limit.id}`, x.answerHeaders);
      }
    }
    return this.#pass(x, serving, match, identity);
  }

  /** What the gateway itself serves, on every host. */
  #own(x: Exchange, serving: Serving) {
    const { method } = x.head;
    if (x.path === gatewayPaths.callback && method === 'GET')
      return this.#whenAnswered(x, serving.door.callback(x), (answer) => this.#turnAway(x, answer));
    if (x.path === gatewayPaths.signOut && (method === 'GET' || method === 'POST')) return this.#turnAway(x, serving.door.signOut(x));
    return x.problem(404, 'not-found');
  }

  #pass(x: Exchange, { policies }: Serving, match: CompiledMatch<CompiledRule>, identity: string | undefined) {
    const { rule } = match;
    if (rule.redirect !== undefined) return redirect(x, match);
    const { shares } = rule;
    const share = shares.length === 1 && (shares[0]?.weight ?? 0) > 0 ? shares[0] : pickWeighted(shares, Math.random());
    const { canary } = rule;
    const backend =
      canary && share?.backend?.id === canary.given.stable && policies.takesCanary(x, canary.given) ? canary.backend : share?.backend;
    if (backend === undefined) return x.problem(500, 'misconfigured', 'no valid backend', x.answerHeaders);
    const { head } = x;
    let target: string | undefined;
    if (rule.rewrite?.path !== undefined || backend.basePath || x.hiddenParameter !== undefined) {
      const path = rule.rewrite?.path ? changePath(x.path, match.given, rule.rewrite.path) : head.path;
      const query = x.hiddenParameter === undefined ? head.query : withoutParameter(head.query, x.hiddenParameter);
      target = `${backend.basePath ?? ''}${path}${query ? `?${query}` : ''}`;
    }
    x.forward(backend, onwardHead(x, { target, host: rule.rewrite?.hostname, identity }), rule.requestTimeoutMs);
  }

  #turnAway(x: Exchange, answer: DoorAnswer) {
    if (answer.pass) return;
    if (answer.message) return x.problem(answer.status, answer.message, undefined, answer.headers);
    return x.answer(answer.status, [...answer.headers, ['Cache-Control', 'no-store'], ['X-Request-Id', x.requestId]]);
  }

  /** Goes on when the promise is kept, where the client is still there. */
  #whenAnswered<T>(x: Exchange, promise: Promise<T>, next: (answer: T) => void): void {
    x.later();
    promise.then(
      (answer) => {
        if (!x.isOver) next(answer);
      },
      (error: Error) => {
        if (!x.isOver) x.problem(500, 'misconfigured', error.stack);
      },
    );
  }
}

function refuse(x: Exchange, { status, why }: { status: 401 | 403 | 503; why: string }) {
  if (status === 403) return x.problem(403, 'not-allowed', why);
  if (status === 503) return x.problem(503, 'sign-in-unavailable', why);
  return x.problem(401, 'wrong-credentials', why, [['WWW-Authenticate', 'Bearer']]);
}

/** The rest of a query, byte for byte. */
function withoutParameter(query: string, name: string): string {
  return query
    .split('&')
    .filter((pair) => [...new URLSearchParams(pair).keys()][0] !== name)
    .join('&');
}

function redirect(x: Exchange, { rule, given }: CompiledMatch<CompiledRule>): void {
  if (rule.redirect === undefined) return;
  const { head, client } = x;
  const path = rule.redirect.path ? x.path : head.path;
  const from = { scheme: client.isSecure ? 'https' : 'http', host: head.host, path, query: head.query };
  const location: Header = ['Location', redirectLocation(rule.redirect, from, given)];
  x.answer(rule.redirect.statusCode, [location, ['X-Request-Id', x.requestId], ...(x.answerHeaders ?? [])]);
}
