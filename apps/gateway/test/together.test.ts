import { createHash } from 'node:crypto';
import type { DataPlaneRateLimit, DataPlaneRule } from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { ConfigurationServer, plainMatch } from './configuration-server.ts';
import { GatewayProcess } from './gateway-process.ts';
import { freePort, until } from './platform.ts';
import { readPrometheusText, type Sample } from './prometheus-text.ts';

/** What the processes of one gateway do as one. */

const workers = 2;
const key = 'a-key-that-is-long-enough';
const limit: DataPlaneRateLimit = {
  id: 't/limit/slow',
  name: 'slow',
  requests: 1,
  periodMs: 3_600_000,
  burst: 20,
  per: 'Client',
  responseHeaders: false,
};

let configuration: ConfigurationServer;
let gateway: GatewayProcess;
let backend: Backend;
let metricsPort: number;

beforeAll(async () => {
  [configuration, backend] = await Promise.all([
    ConfigurationServer.start(),
    startBackend((_request, response) => void response.end('ok')),
  ]);
  const open: DataPlaneRule = { id: 't/open/0', backends: [{ backend: 'Workload/t/app', weight: 1 }] };
  const rules: DataPlaneRule[] = [
    open,
    { ...open, id: 't/limited/0', limits: [limit] },
    {
      ...open,
      id: 't/keyed/0',
      access: {
        require: 'signed-in',
        audience: 'a',
        anonymousPaths: [],
        consumerNamespace: 't',
        authentication: { session: false, apiKey: { header: 'x-api-key' } },
      },
    },
  ];
  configuration.place({ 'Workload/t/app': [backend.port] });
  await configuration.configure(rules, [plainMatch(0, '/open'), plainMatch(1, '/limited'), plainMatch(2, '/keyed')], {
    consumers: [{ id: 't/shop', department: 'bureau', apiKeys: [createHash('sha256').update(key).digest('base64url')] }],
  });
  metricsPort = await freePort();
  gateway = await GatewayProcess.start({ configuration, port: await freePort(), workers, args: ['--metrics-port', String(metricsPort)] });
  await until('metrics are served', () => gateway.output.includes('metrics are served'), 30_000);
  await until('it serves', async () => (await ask(gateway.port, '/open')).status === 200, 30_000);
});

afterAll(async () => {
  await gateway?.close();
  await Promise.all([configuration?.close(), backend?.close()]);
});

async function scrape(): Promise<Sample[]> {
  const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return readPrometheusText(await response.text());
}

async function value(name: string, labels: Record<string, string> = {}): Promise<number> {
  const samples = await scrape();
  return samples.find((s) => s.name === `dizuo_gateway_${name}` && Object.entries(labels).every(([k, v]) => s.labels[k] === v))?.value ?? 0;
}

describe('metrics', () => {
  it('count what all processes did, by route, backend, consumer and department', async () => {
    const before = await value('route_requests_total', { route: 't/open/0', class: '2xx' });
    await Promise.all(Array.from({ length: 40 }, () => ask(gateway.port, '/open')));
    await Promise.all(Array.from({ length: 3 }, () => ask(gateway.port, '/keyed', { headers: { 'x-api-key': key } })));
    await ask(gateway.port, '/keyed');
    expect(await value('route_requests_total', { route: 't/open/0', class: '2xx' })).toBe(before + 40);
    expect(await value('route_requests_total', { route: 't/keyed/0', class: '4xx' })).toBe(1);
    expect(await value('backend_requests_total', { backend: 'Workload/t/app', class: '2xx' })).toBeGreaterThanOrEqual(43);
    expect(await value('consumer_requests_total', { consumer: 't/shop', class: '2xx' })).toBe(3);
    expect(await value('department_requests_total', { department: 'bureau', class: '2xx' })).toBe(3);
    expect(await value('route_request_duration_seconds_count', { route: 't/open/0' })).toBe(before + 40);
    expect(await value('processes')).toBe(workers);
  });

  it('do not fall when processes are replaced', async () => {
    const before = await value('route_requests_total', { route: 't/open/0', class: '2xx' });
    await gateway.replaceWorkers();
    expect(await value('route_requests_total', { route: 't/open/0', class: '2xx' })).toBe(before);
    expect(await value('processes')).toBe(workers);
  });

  it('are on the loopback address alone, and nothing else is there', async () => {
    expect((await fetch(`http://127.0.0.1:${metricsPort}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { method: 'POST' })).status).toBe(405);
    expect((await ask(gateway.port, '/metrics')).status).toBe(404);
  });
});

describe('a rate limit', () => {
  const pass = async () => (await ask(gateway.port, '/limited')).status === 200;

  it('holds for the processes together: at once at most a burst each, and when they have told each other not one more', async () => {
    const first = (await Promise.all(Array.from({ length: 120 }, pass))).filter(Boolean).length;
    expect(first).toBeGreaterThanOrEqual(limit.burst);
    expect(first).toBeLessThanOrEqual(workers * limit.burst);
    await until('both know', async () => !(await pass()) && !(await pass()) && !(await pass()));
    const later = (await Promise.all(Array.from({ length: 60 }, pass))).filter(Boolean).length;
    expect(later).toBe(0);
    expect(await value('limited_total', { limit: limit.id })).toBeGreaterThan(60);
  });

  it('is spent by requests one after the other as if there were one process', async () => {
    const [other, address] = [{ ...limit, id: 't/limit/other' }, '/limited'];
    await configuration.configure(
      [{ id: 't/limited/0', backends: [{ backend: 'Workload/t/app', weight: 1 }], limits: [other] }],
      [plainMatch(0, address)],
    );
    let passed = 0;
    for (let i = 0; i < 60; i += 1) {
      if (await pass()) passed += 1;
      // One exchange between processes.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(passed).toBeGreaterThanOrEqual(limit.burst);
    expect(passed).toBeLessThanOrEqual(limit.burst + 2);
  });
});
