import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProcessCounts } from './process-counts.ts';
import { prometheusText } from './prometheus.ts';

export interface MetricsServer {
  port: number;
  close(): void;
}

/** Serves `GET /metrics` on the loopback address, for a Prometheus that scrapes this machine. Rejects where the port cannot be had. */
export async function serveMetrics(port: number, counts: () => Promise<ProcessCounts>): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end('only /metrics is here\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    counts().then(
      (now) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(prometheusText(now)),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
