import { Agent, createServer } from 'node:http';
import httpProxy from 'http-proxy-3';

const [port, target] = process.argv.slice(2);
const proxy = httpProxy.createProxyServer({ target, xfwd: true, agent: new Agent({ keepAlive: true, maxSockets: 256 }) });
proxy.on('error', (_error, _request, response) => response.destroy());
createServer({ keepAliveTimeout: 75_000 }, (request, response) => proxy.web(request, response)).listen(Number(port), '127.0.0.1', 1024);
