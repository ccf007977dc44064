import { type DataPlaneAccess, type DataPlaneBackend, gatewayPaths, type PathChange } from '@dizuo/api';
import { type CompiledMatch, comparablePath, isOpen, PathError, type RouteTable } from '@dizuo/api/routing';
import type { Header } from '../http/message-head.ts';
import type { CallerAnswer } from '../policy/caller-authenticator.ts';
import { CorsRules } from '../policy/cors-rules.ts';
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
    const { serverName } = x.client;
    if (serverName !== undefined && serving.table.isMisdirected(x, serverName))
      return x.problem(421, 'misdirected', `the connection is for ${serverName}`);
    const match = serving.table.find(x) ?? findAsked(x, serving.table);
    if (match === undefined) return x.problem(404, 'not-found', 'no route');
    x.rule = match.rule;
    const { cors } = match.rule;
    if (cors !== undefined) {
      if (CorsRules.askedMethod(fieldsOf(x)) !== undefined)
        return x.answer(204, [...cors.preflight(fieldsOf(x)), ['X-Request-Id', x.requestId]]);
      x.answerHeaders = cors.answer(fieldsOf(x));
    }
    const refused = this.#guard.enter(match.rule.tenant);
    if (refused !== undefined) return x.problem(503, 'unavailable', refused);
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
    const { caller } = answer;
    x.caller = caller?.name;
    if (caller?.consumer?.department !== undefined) x.departments = [caller.consumer.department];
    if (answer.kind === 'refused') return refuse(x, answer);
    if (answer.kind === 'caller') return this.#admitted(x, serving, match, undefined);
    if (access.authentication?.session) return this.#askVisitor(x, serving, match, access);
    if (isOpen(access, x.path)) return this.#admitted(x, serving, match, undefined);
    return refuse(x, { status: 401, why: 'nothing says who calls' });
  }

  #askVisitor(x: Exchange, serving: Serving, match: CompiledMatch<CompiledRule>, access: DataPlaneAccess) {
    this.#whenAnswered(x, serving.door.ask(x, access), (answer) => {
      x.visitor = answer.visitor?.claims;
      x.user = x.visitor?.sub;
      x.departments = answer.visitor?.departments;
      if (!answer.pass) return this.#turnAway(x, answer);
      if (answer.setCookies.length > 0) x.answerHeaders = [...(x.answerHeaders ?? []), ...answer.setCookies];
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
        return x.problem(429, 'too-many-requests', `limit ${state.limit.id}`);
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
    if (rule.redirect !== undefined) return redirect(x, match, rule.redirect);
    const { shares, canary } = rule;
    const share =
      policies.sessionOf(x, rule) ??
      (shares.length === 1 && (shares[0]?.weight ?? 0) > 0 ? shares[0] : pickWeighted(shares, Math.random()));
    if (share?.redirect !== undefined) return redirect(x, match, share.redirect);
    x.share = share;
    const backend =
      canary && share?.backend?.id === canary.given.stable && policies.takesCanary(x, canary.given) ? canary.backend : share?.backend;
    if (backend === undefined) return x.problem(500, 'misconfigured', 'no valid backend');
    if (rule.mirrors !== undefined) mirror(x, match, identity);
    const rewrite = share?.rewrite;
    const target = targetFor(x, match, backend, rewrite?.path);
    const onward = onwardHead(x, { target, host: rewrite?.hostname, identity, changes: share?.requestChanges });
    x.forward(backend, onward, rule.requestTimeoutMs);
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
  return x.problem(401, 'wrong-credentials', why, [['WWW-Authenticate', 'Bearer'], ...(x.answerHeaders ?? [])]);
}

/** Copies go to their backends as the rule changes the request, whatever single backends have changed for them. */
function mirror(x: Exchange, match: CompiledMatch<CompiledRule>, identity: string | undefined): void {
  const { mirrors = [], mirrorChanges: changes, rewrite } = match.rule;
  for (const { backend, share } of mirrors) {
    if (Math.random() >= share) continue;
    const target = targetFor(x, match, backend, rewrite?.path);
    x.copyTo(backend, onwardHead(x, { target, host: rewrite?.hostname, identity, changes }));
  }
}

/** Path and query as the backend shall see them; undefined: as the client sent them. */
function targetFor(
  { head, path: comparable, hiddenParameter }: Exchange,
  { given }: CompiledMatch<CompiledRule>,
  { basePath = '' }: DataPlaneBackend,
  change: PathChange | undefined,
): string | undefined {
  if (change === undefined && basePath === '' && hiddenParameter === undefined) return undefined;
  const path = change ? changePath(comparable, given, change) : head.path;
  const query = hiddenParameter === undefined ? head.query : withoutParameter(head.query, hiddenParameter);
  return `${basePath}${path}${query ? `?${query}` : ''}`;
}

/** What a script's question beforehand is about, where no rule takes the question itself: the rule of the request that it asks for. */
function findAsked(x: Exchange, table: RouteTable<CompiledRule>): CompiledMatch<CompiledRule> | undefined {
  const method = CorsRules.askedMethod(fieldsOf(x));
  if (method === undefined) return undefined;
  const { path, port, head } = x;
  const { hostname, query } = head;
  const match = table.find({ path, port, head: { method, hostname, query, values: (name) => head.values(name) } });
  return match?.rule.cors ? match : undefined;
}

function fieldsOf({ head }: Exchange) {
  return { method: head.method, get: (name: string) => head.get(name) };
}

/** The rest of a query, byte for byte. */
function withoutParameter(query: string, name: string): string {
  return query
    .split('&')
    .filter((pair) => [...new URLSearchParams(pair).keys()][0] !== name)
    .join('&');
}

function redirect(x: Exchange, { given }: CompiledMatch<CompiledRule>, to: NonNullable<CompiledRule['redirect']>): void {
  const { head, client, port } = x;
  const path = to.path ? x.path : head.path;
  const from = { scheme: client.isSecure ? 'https' : 'http', host: head.host, port, path, query: head.query };
  const location: Header = ['Location', redirectLocation(to, from, given)];
  x.answer(to.statusCode, [location, ['X-Request-Id', x.requestId], ...(x.answerHeaders ?? [])]);
}
