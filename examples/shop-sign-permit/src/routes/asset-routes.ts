import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const assets = {
  'style.css': 'text/css; charset=utf-8',
  'form.js': 'text/javascript; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
} as const;

/** The few files beside the pages, read once. */
export function installAssetRoutes(app: FastifyInstance): void {
  for (const [name, type] of Object.entries(assets)) {
    const content = readFileSync(new URL(`../assets/${name}`, import.meta.url));
    const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`;
    app.get(`/assets/${name}`, (request, reply) => {
      reply.header('cache-control', 'public, max-age=300').header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type(type).send(content);
    });
  }
}
