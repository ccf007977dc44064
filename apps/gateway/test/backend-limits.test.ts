import type { DataPlaneBackendPolicy } from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { until } from './platform.ts';
import { type Standing, standing } from './standing.ts';

/** What a BackendPolicy says of connections, waiting and silence. */

let gateway: Standing;
let backend: Backend;
const held: (() => void)[] = [];

beforeAll(async () => {
  backend = await startBackend((request, response) => {
    if (request.url?.endsWith('/held')) held.push(() => response.end('released'));
    else if (request.url?.endsWith('/silent')) response.write('first ');
    else response.end('ok');
  });
  gateway = await standing();
});

afterAll(async () => {
  await gateway?.close();
  await backend?.close();
});

const serve = (policy: Omit<DataPlaneBackendPolicy, 'id'>) =>
  gateway.serve(
    { '/app': { ports: [backend.port] } },
    { backends: [{ id: 'Workload/test/app', policy: { id: 'test/policy', ...policy } }] },
  );

const open = () => new Promise<number>((resolve) => backend.server.getConnections((_error, count) => resolve(count)));

describe('a replica with few connections', () => {
  it('gets no more; so many requests wait as the policy says, the rest is refused', async () => {
    await serve({ connections: { maxPerReplica: 2, maxPending: 3 }, timeouts: { connectMs: 30_000 } });
    const asked = Array.from({ length: 6 }, () => ask(gateway.port, '/app/held'));
    const refused = await Promise.race(asked);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    await until('two are under way', () => held.length === 2);
    const statuses: number[] = [];
    for (const one of asked) void one.then(({ status }) => statuses.push(status));
    while (statuses.length < 6) {
      await until('one is there', () => held.length > 0 || statuses.length === 6);
      expect(await open()).toBeLessThanOrEqual(2);
      held.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 503]);
  });

  it('lets a request wait no longer than a connection may take', async () => {
    await serve({ connections: { maxPerReplica: 1, maxPending: 1 }, timeouts: { connectMs: 100 } });
    const first = ask(gateway.port, '/app/held');
    await until('it is under way', () => held.length === 1);
    expect((await ask(gateway.port, '/app')).status).toBe(503);
    held.shift()?.();
    expect((await first).status).toBe(200);
  });

  it('keeps as many without use as the policy says, and not for longer', async () => {
    await serve({ connections: { maxIdlePerReplica: 1, idleMs: 300 } });
    const all = Array.from({ length: 4 }, () => ask(gateway.port, '/app/held'));
    await until('all are under way', () => held.length === 4);
    for (const release of held.splice(0)) release();
    await Promise.all(all);
    await until('one is left', async () => (await open()) <= 1);
    await until('none is left', async () => (await open()) === 0);
  });
});

describe('silence', () => {
  it('in the middle of an answer ends it after what the policy says', async () => {
    await serve({ timeouts: { idleMs: 300 } });
    await expect(ask(gateway.port, '/app/silent')).rejects.toThrow();
  });
});
