import { internal, say, unauthorized } from '@dizuo/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Authorizer } from '../access/authorizer.ts';
import type { Pipeline } from '../admission/pipeline.ts';
import { createObjectClient } from '../client/pipeline-client.ts';
import type { Route, RouteCall } from '../module/module.ts';
import { collectionPath } from './object-routes.ts';
import { callerOf, closeSignal } from './request-context.ts';

/** Serves what is not plain object access. The access that a route declares is asked before its handler runs. */
export function installModuleRoute(app: FastifyInstance, route: Route, pipeline: Pipeline, authorizer: Authorizer, log: Logger): void {
  const served = route.on && pipeline.kinds.of(route.on);
  const url = route.path ?? (served && `${collectionPath(served.kind, served.kind.version)}/:name/${route.subresource}`);
  if (!url) throw new Error('a route needs a path, or an object and a subresource');
  if (route.access.kind === 'object' && !served) throw new Error(`route ${url} decides on an object but names no kind`);
  log.debug({ method: route.method, url, access: route.access.kind }, 'serves');
  app.register(async (scope) => {
    if (route.rawBody) {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    }
    scope.route({
      method: route.method,
      url,
      config: { access: route.access },
      schema: route.schema ?? {},
      ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
      handler: async (request, reply) => {
        const object = await admit(route, request, pipeline);
        const result = await route.handler(callOf(request, reply, pipeline, authorizer, object));
        return result === undefined && !reply.sent ? reply.send() : result;
      },
    });
  });
}

async function admit(route: Route, request: FastifyRequest, pipeline: Pipeline): Promise<unknown> {
  const { access } = route;
  const caller = callerOf(request);
  const params = request.params as Record<string, string>;
  if (access.kind === 'public') return undefined;
  if (request.principal.type === 'anonymous')
    throw unauthorized({ why: say('SignInFirst')`sign in first: this needs to know who you are` });
  if (access.kind === 'resource') {
    const namespace = access.namespace?.(params);
    await pipeline.require(caller, { verb: access.verb, resource: access.resource, ...(namespace ? { namespace } : {}) });
  }
  if (!route.on) return undefined;
  const key = params.namespace ? { namespace: params.namespace, name: params.name ?? '' } : { name: params.name ?? '' };
  const served = pipeline.kinds.of(route.on);
  if (access.kind !== 'object') throw internal({ requestId: request.id });
  return pipeline.get(caller, served, key, { verb: access.verb, subresource: route.subresource });
}

function callOf(request: FastifyRequest, reply: FastifyReply, pipeline: Pipeline, authorizer: Authorizer, object: unknown): RouteCall {
  const caller = callerOf(request);
  return {
    principal: request.principal,
    requestId: request.id,
    params: request.params as Record<string, string>,
    query: request.query as Record<string, unknown>,
    body: request.body,
    object,
    client: createObjectClient({ pipeline, principal: request.principal, requestId: request.id, sourceAddress: request.ip }),
    request,
    reply,
    require: (asked) => pipeline.require(caller, asked),
    async scope(asked) {
      const scope = await authorizer.scope({ ...asked, principal: request.principal });
      if (scope) return scope;
      await pipeline.require(caller, asked);
      return { namespaces: [] };
    },
    get signal() {
      return untilRightsChange(closeSignal(reply), authorizer, request.principal.name);
    },
  };
}

/** A long answer also ends when its caller's rights may have changed: who still has them asks again. */
function untilRightsChange(closed: AbortSignal, authorizer: Authorizer, caller: string): AbortSignal {
  const changed = new AbortController();
  const stopListening = authorizer.onRightsChanged((user) => {
    if (user === undefined || user === caller) changed.abort();
  });
  closed.addEventListener('abort', stopListening, { once: true });
  return AbortSignal.any([closed, changed.signal]);
}
