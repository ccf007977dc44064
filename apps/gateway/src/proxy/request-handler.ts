import { gatewayPaths } from '@dizuo/api';
import { HeadError, type Header } from '../http/message-head.ts';
import type { CompiledMatch } from '../routing/compiled-match.ts';
import { comparablePath } from '../routing/request-path.ts';
import { changePath, redirectLocation } from '../routing/rewrite.ts';
import type { RouteTable } from '../routing/route-table.ts';
import { pickWeighted } from '../routing/weighted.ts';
import type { DoorAnswer, VisitorDoor } from '../visitor/visitor-door.ts';
import type { Exchange } from './exchange.ts';
import { onwardHead } from './onward-head.ts';

/** What one configuration says, ready for use. Never changes: the next one takes its place as a whole. */
export interface Serving {
  version: string;
  table: RouteTable;
  door: VisitorDoor;
}

const ownPaths = '/.dizuo/';

/** Serves requests: finds the route, asks at the door, sends the request to a backend. Without promises where nothing has to be waited for. */
export class RequestHandler {
  readonly #serving: () => Serving | undefined;
  readonly #newRequestId: () => string;

  constructor(options: { serving: () => Serving | undefined; newRequestId: () => string }) {
    this.#serving = options.serving;
    this.#newRequestId = options.newRequestId;
  }

  serve(x: Exchange) {
    x.requestId = this.#newRequestId();
    const { head } = x;
    try {
      x.path = head.isOddPath ? comparablePath(head.path) : head.path;
    } catch (error) {
      x.path = head.path;
      if (!(error instanceof HeadError)) throw error;
      return x.problem(error.status, 'bad-request', error.message);
    }
    const serving = this.#serving();
    if (serving === undefined) return x.problem(503, 'unavailable', 'no configuration yet');
    if (x.path.startsWith(ownPaths)) return this.#own(x, serving);
    const match = serving.table.find(x);
    if (match === undefined) return x.problem(404, 'not-found', 'no route');
    x.rule = match.rule;
    const { access } = match.rule;
    if (access === undefined) return this.#pass(x, match, undefined);
    this.#whenAnswered(x, serving.door.ask(x, access), (answer) => {
      if (!answer.pass) return this.#turnAway(x, answer);
      x.user = answer.visitor?.claims.sub;
      if (answer.setCookies.length > 0) x.answerHeaders = answer.setCookies;
      return this.#pass(x, match, answer.identity);
    });
  }

  /** What the gateway itself serves, on every host. */
  #own(x: Exchange, serving: Serving) {
    const { method } = x.head;
    if (x.path === gatewayPaths.callback && method === 'GET')
      return this.#whenAnswered(x, serving.door.callback(x), (answer) => this.#turnAway(x, answer));
    if (x.path === gatewayPaths.signOut && (method === 'GET' || method === 'POST')) return this.#turnAway(x, serving.door.signOut(x));
    return x.problem(404, 'not-found');
  }

  #pass(x: Exchange, match: CompiledMatch, identity: string | undefined) {
    const { rule } = match;
    if (rule.redirect !== undefined) return redirect(x, match);
    const { shares } = rule;
    const share = shares.length === 1 && (shares[0]?.weight ?? 0) > 0 ? shares[0] : pickWeighted(shares, Math.random());
    const backend = share?.backend;
    if (backend === undefined) return x.problem(500, 'misconfigured', 'no valid backend', x.answerHeaders);
    const { head } = x;
    let target: string | undefined;
    if (rule.rewrite?.path !== undefined || backend.basePath) {
      const path = rule.rewrite?.path ? changePath(x.path, match.given, rule.rewrite.path) : head.path;
      target = `${backend.basePath ?? ''}${path}${head.query ? `?${head.query}` : ''}`;
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

function redirect(x: Exchange, { rule, given }: CompiledMatch): void {
  if (rule.redirect === undefined) return;
  const { head, client } = x;
  const path = rule.redirect.path ? x.path : head.path;
  const from = { scheme: client.isSecure ? 'https' : 'http', host: head.host, path, query: head.query };
  const location: Header = ['Location', redirectLocation(rule.redirect, from, given)];
  x.answer(rule.redirect.statusCode, [location, ['X-Request-Id', x.requestId], ...(x.answerHeaders ?? [])]);
}
