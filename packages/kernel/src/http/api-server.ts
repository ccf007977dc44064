import { randomUUID } from 'node:crypto';
import { type AppError, notFound, say, unauthorized } from '@dizuo/api';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type FastifyServerFactory } from 'fastify';
import type { Logger } from 'pino';
import type { Authorizer } from '../access/authorizer.ts';
import type { Pipeline } from '../admission/pipeline.ts';
import { largestObject } from '../admission/write-preparation.ts';
import type { Authenticator, Route } from '../module/module.ts';
import { patchTypes } from '../patch/apply-patch.ts';
import type { Store } from '../store/store.ts';
import { installDiscovery } from './discovery.ts';
import { decodeKubeProtobuf, protobufType } from './kube-protobuf.ts';
import { installModuleRoute } from './module-routes.ts';
import { installObjectRoutes } from './object-routes.ts';
import { installOpenApi } from './openapi-routes.ts';
import { installRequestContext } from './request-context.ts';
import { installReviews } from './reviews.ts';
import { statusOf, toAppError } from './status.ts';

export interface ApiServerOptions {
  pipeline: Pipeline;
  store: Store;
  authorizer: Authorizer;
  authenticators: readonly Authenticator[];
  routes: readonly Route[];
  log: Logger;
  version: string;
  /** Makes the listener; a plain HTTP server by default. */
  serverFactory?: FastifyServerFactory;
  /** Answers addresses that no route takes; false: not mine. */
  fallback?(request: FastifyRequest, reply: FastifyReply): boolean;
  /** True while the server can do its work; asked by `/readyz`. */
  ready?(): boolean | Promise<boolean>;
}

/** The HTTP side of the kernel: every object, discovery, schemas, reviews, and the modules' own routes. Throws where a route does not declare its access. */
export function createApiServer(options: ApiServerOptions): FastifyInstance {
  const { pipeline, log } = options;
  const app = Fastify({
    ...(options.serverFactory ? { serverFactory: options.serverFactory as never } : {}),
    bodyLimit: largestObject + 64 * 1024,
    genReqId: () => randomUUID(),
    logger: false,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  useContentTypes(app);
  installRequestContext(app, options.authenticators);
  app.addHook('preHandler', async (request) => {
    const access = request.routeOptions.config.access;
    if (access?.kind === 'signed-in' && request.principal.type === 'anonymous')
      throw unauthorized({ why: say('SignInFirst')`sign in first: this needs to know who you are` });
  });
  app.setErrorHandler((error, request, reply) => {
    const known = toAppError(error, request.id);
    logFailure(log, known, request.id, request.method, request.url);
    if (known.status === 401) reply.header('www-authenticate', 'Bearer realm="dizuo"');
    if (known.retryAfterSeconds) reply.header('retry-after', known.retryAfterSeconds);
    return reply.code(known.status).type('application/json').send(statusOf(known));
  });
  app.setNotFoundHandler((request, reply) => {
    if (options.fallback?.(request, reply)) return reply;
    const error = notFound({ kind: 'path', name: pathOf(request.url) });
    return reply.code(error.status).send(statusOf(error));
  });
  installHealth(app, options.ready ?? (() => true));
  installDiscovery(app, pipeline.kinds, options.version);
  installOpenApi(app, pipeline.kinds, options.version);
  installReviews(app, pipeline.kinds, options.authorizer);
  for (const served of pipeline.kinds.all) installObjectRoutes(app, served, options);
  for (const route of options.routes) installModuleRoute(app, route, pipeline, options.authorizer, options.log);
  return app;
}

/** Patches are JSON whatever they are called; a deletion may have a JSON type and no body. */
function useContentTypes(app: FastifyInstance): void {
  const types = [
    'application/json',
    patchTypes.json,
    patchTypes.merge,
    patchTypes.strategic,
    patchTypes.apply,
    'application/apply-patch+cbor',
  ];
  app.removeContentTypeParser('application/json');
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(types, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    if (request.headers['content-type']?.startsWith('application/apply-patch')) return done(null, body);
    return parse(request, body as string, done);
  });
  app.addContentTypeParser(protobufType, { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => decodeKubeProtobuf(body));
}

function installHealth(app: FastifyInstance, ready: () => boolean | Promise<boolean>): void {
  const open = { config: { access: { kind: 'public', why: 'watchdogs ask without a credential and learn nothing else' } } } as const;
  app.get('/livez', open, (_request, reply) => reply.type('text/plain').send('ok'));
  for (const path of ['/healthz', '/readyz']) {
    app.get(path, open, async (_request, reply) => {
      const good = await ready();
      return reply
        .code(good ? 200 : 503)
        .type('text/plain')
        .send(good ? 'ok' : 'not ready');
    });
  }
}

function logFailure(log: Logger, error: AppError, requestId: string, method: string, url: string): void {
  const about = { requestId, method, path: pathOf(url), code: error.code, status: error.status };
  if (error.family === 'unexpected') log.error({ ...about, err: error.cause ?? error }, 'unexpected error');
  else if (error.family === 'operational') log.warn({ ...about, err: error }, error.message);
  else log.debug(about, error.message);
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
