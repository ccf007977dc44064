import { say, unauthorized } from '@dizuo/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anonymous, type Principal } from '../access/principal.ts';
import type { Caller } from '../admission/caller.ts';
import type { Authenticator, RouteAccess } from '../module/module.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** What the route's own handler asks of the caller. A route without it keeps the server from starting. */
    access?: RouteAccess | { kind: 'pipeline' };
  }
}

/** Who calls, as the pipeline wants it. Requests from outside are never trusted. */
export function callerOf(request: FastifyRequest): Caller {
  return { principal: request.principal, trusted: false, requestId: request.id, sourceAddress: request.ip };
}

/** Recognises the caller of every request, names the request in the answer, and lets no route exist that does not say whom it serves. */
export function installRequestContext(app: FastifyInstance, authenticators: readonly Authenticator[]): void {
  app.decorateRequest('principal', null as never);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access) throw new Error(`route ${String(route.method)} ${route.url} does not declare its access`);
  });
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('x-request-id', request.id);
    // kubectl 1.20 creates without saying what it sends; the Kubernetes API takes that for JSON.
    request.headers['content-type'] ??= 'application/json';
    request.principal = await authenticate(authenticators, request);
  });
}

async function authenticate(authenticators: readonly Authenticator[], request: FastifyRequest): Promise<Principal> {
  for (const authenticator of authenticators) {
    const principal = await authenticator.authenticate(request);
    if (principal) return principal;
  }
  // What is open to everybody may have credentials of its own protocol: OAuth clients sign in at the token endpoint.
  const open = request.routeOptions.config?.access?.kind === 'public';
  if (request.headers.authorization !== undefined && !open) {
    throw unauthorized({ why: say('CredentialUnknown')`this credential is not known; sign in again and fetch a new kubeconfig` });
  }
  return anonymous;
}

/** Aborts when the answer is finished or its receiver gone. */
export function closeSignal(reply: FastifyReply): AbortSignal {
  const abort = new AbortController();
  reply.raw.once('close', () => abort.abort());
  return abort.signal;
}
