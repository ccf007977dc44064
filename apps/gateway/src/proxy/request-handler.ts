import { randomUUID } from 'node:crypto';
import { type DataPlaneBackend, gatewayPaths } from '@dizuo/api';
import type { Log } from '../access-log.ts';
import type { Endpoint, EndpointSet } from '../balance/endpoint-set.ts';
import { HeadError, type Header } from '../http/message-head.ts';
import type { RequestHead } from '../http/request-head.ts';
import { comparablePath } from '../routing/request-path.ts';
import { changeHeaders, changePath, redirectLocation } from '../routing/rewrite.ts';
import type { Routed, RouteTable } from '../routing/route-table.ts';
import { pickWeighted } from '../routing/weighted.ts';
import type { DoorAnswer, VisitorDoor } from '../visitor/visitor-door.ts';
import type { BackendPool } from './backend-pool.ts';
import type { ClientConnection } from './client-connection.ts';
import { exchange } from './exchange.ts';
import { onwardHeaders, requestBytes } from './forwarded-head.ts';

/** What one configuration says, ready for use. Never changes: the next one takes its place as a whole. */
export interface Serving {
  version: string;
  table: RouteTable;
  door: VisitorDoor;
  backends: ReadonlyMap<string, DataPlaneBackend>;
}

export interface HandlerOptions {
  serving(): Serving | undefined;
  endpoints: EndpointSet;
  pool: BackendPool;
  isTls: boolean;
  log: Log;
}

/** One request as it is worked on. */
interface Work {
  connection: ClientConnection;
  head: RequestHead;
  path: string;
  requestId: string;
  entry: Record<string, unknown>;
}

/** Serves requests: finds the route, asks at the door, carries the request to a backend. Answers whether the connection goes on. */
export function requestHandler(options: HandlerOptions) {
  return async (connection: ClientConnection, head: RequestHead): Promise<boolean> => {
    const started = performance.now();
    const work: Work = { connection, head, path: head.path, requestId: randomUUID(), entry: { status: 0 } };
    let keep = false;
    try {
      work.path = comparablePath(head.path);
      keep = await handle(options, work);
    } catch (error) {
      if (!(error instanceof HeadError)) {
        Object.assign(work.entry, { level: 'error', status: 500, problem: (error as Error).stack });
        throw error;
      }
      keep = problem(work, error.status, 'bad-request', error.message);
    } finally {
      options.log({
        requestId: work.requestId,
        client: connection.address,
        method: head.method,
        host: head.host,
        path: work.path,
        ms: Math.round((performance.now() - started) * 10) / 10,
        ...work.entry,
      });
    }
    return keep;
  };
}

async function handle(options: HandlerOptions, work: Work): Promise<boolean> {
  const { head, path } = work;
  const serving = options.serving();
  if (!serving) return problem(work, 503, 'unavailable', 'no configuration yet');
  const request = { head, path, isTls: options.isTls };
  if (path === gatewayPaths.callback && head.method === 'GET') return doorAnswer(work, await serving.door.callback(request));
  if (path === gatewayPaths.signOut && (head.method === 'GET' || head.method === 'POST'))
    return doorAnswer(work, serving.door.signOut(request));
  if (path.startsWith('/.dizuo/')) return problem(work, 404, 'not-found');
  const routed = serving.table.find({ hostname: head.hostname, path, query: head.query, method: head.method, headers: head.headers });
  if (!routed) return problem(work, 404, 'not-found', 'no route');
  work.entry.route = routed.rule.id;
  const { access } = routed.rule;
  const answer: DoorAnswer = access ? await serving.door.ask(request, access) : { pass: true, setCookies: [] };
  if (!answer.pass) return doorAnswer(work, answer);
  if (answer.visitor) work.entry.user = answer.visitor.claims.sub;
  if (routed.rule.redirect) return redirect(options, work, routed, answer.setCookies);
  return forward(options, serving, work, routed, answer);
}

function redirect({ isTls }: HandlerOptions, work: Work, { rule, match }: Routed, setCookies: readonly Header[]): boolean {
  if (!rule.redirect) return false;
  const { head, path } = work;
  const from = { scheme: isTls ? 'https' : 'http', host: head.host, path: rule.redirect.path ? path : head.path, query: head.query };
  const location = redirectLocation(rule.redirect, from, match);
  work.entry.status = rule.redirect.statusCode;
  return work.connection.answer(head, rule.redirect.statusCode, [['Location', location], ...setCookies], undefined);
}

async function forward(
  { endpoints, pool, isTls }: HandlerOptions,
  serving: Serving,
  work: Work,
  { rule, match }: Routed,
  door: Extract<DoorAnswer, { pass: true }>,
): Promise<boolean> {
  const { head, connection, requestId } = work;
  const share = pickWeighted(rule.backends, Math.random());
  const backend = share?.backend === undefined ? undefined : serving.backends.get(share.backend);
  if (!backend) return problem(work, 500, 'misconfigured', 'no valid backend', door.setCookies);
  const path = rule.rewrite?.path ? changePath(work.path, match, rule.rewrite.path) : head.path;
  const target = `${backend.basePath ?? ''}${head.target === '*' ? '*' : path}${head.query ? `?${head.query}` : ''}`;
  const bytesFor = (_endpoint: Endpoint) => {
    const onward = {
      target,
      host: rule.rewrite?.hostname ?? head.host,
      client: connection.address,
      scheme: isTls ? ('https' as const) : ('http' as const),
      requestId,
      identity: door.identity,
    };
    return requestBytes(head, onward, changeHeaders(onwardHeaders(head, onward), rule.requestHeaders));
  };
  const result = await exchange({
    client: connection.reader,
    head,
    bytesFor,
    backend,
    endpoints,
    pool,
    requestId,
    isLast: () => connection.isDraining,
    changeBack: (headers) => [...changeHeaders(headers, rule.responseHeaders), ...door.setCookies],
    requestTimeoutMs: rule.requestTimeoutMs,
    backendTimeoutMs: rule.backendTimeoutMs,
  });
  Object.assign(work.entry, {
    status: result.status,
    ...(result.endpoint ? { endpoint: `${backend.id}#${result.endpoint}` } : {}),
    ...(result.retries > 0 ? { retries: result.retries } : {}),
    ...(result.why ? { problem: result.why } : {}),
  });
  if (!result.problem) return result.keep;
  return problem(work, result.status, result.problem, result.why, door.setCookies) && result.keep;
}

function doorAnswer(work: Work, answer: DoorAnswer): boolean {
  if (answer.pass) return false;
  work.entry.status = answer.status;
  if (answer.message) return work.connection.problem(work.head, answer.status, answer.message, work.requestId, answer.headers);
  return work.connection.answer(work.head, answer.status, [...answer.headers, ['Cache-Control', 'no-store']], undefined);
}

function problem(
  work: Work,
  status: number,
  kind: Parameters<ClientConnection['problem']>[2],
  why?: string,
  headers: readonly Header[] = [],
): boolean {
  Object.assign(work.entry, { status, ...(why ? { problem: why } : {}) });
  return work.connection.problem(work.head, status, kind, work.requestId, headers);
}
