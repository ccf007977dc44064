import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What the console's pages may do: run its own scripts, talk to its own server, nothing else. Ant Design writes its styles into the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const apiPaths = /^\/(api|apis|openapi|oidc|auth|gateway|version|healthz|livez|readyz)(\/|$)/;

/** Serves the built console: files by name, its one page for every other address. Resolves to what answers paths that no route takes. */
export async function consoleFiles(app: FastifyInstance, directory: string, secure: boolean): Promise<void> {
  await app.register(fastifyStatic, { root: directory, serve: false, index: false, preCompressed: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
    reply.header('x-frame-options', 'DENY');
    if (secure) reply.header('strict-transport-security', 'max-age=31536000');
  });
}

/** Answers with a file or the page, or says that this is not for the console. */
export function sendConsole(directory: string, request: FastifyRequest, reply: FastifyReply): boolean {
  if (request.method !== 'GET') return false;
  const path = request.url.split('?')[0] ?? '/';
  if (apiPaths.test(path)) return false;
  const file = /^\/[\w./-]+\.\w+$/.test(path) && !path.includes('..') ? path.slice(1) : undefined;
  reply.header('content-security-policy', contentSecurityPolicy);
  if (file && existsSync(join(directory, file))) {
    const forever = file.startsWith('assets/');
    reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    reply.sendFile(file, { cacheControl: false });
    return true;
  }
  if (file || !existsSync(join(directory, 'index.html'))) return false;
  reply.header('cache-control', 'no-cache');
  reply.sendFile('index.html', { cacheControl: false });
  return true;
}
