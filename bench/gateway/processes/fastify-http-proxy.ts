import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';

const [port, target] = process.argv.slice(2);
const app = fastify({ keepAliveTimeout: 75_000 });
await app.register(httpProxy, { upstream: target ?? '', undici: { connections: 256, pipelining: 1 } });
await app.listen({ host: '127.0.0.1', port: Number(port), backlog: 1024 });
