import { CanaryPolicy, type GatewayReport, gatewayPaths, HTTPRoute, latencyBoundsMs } from '@dizuo/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, putWorkload, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

let platform: TestPlatform;
let port: number;
const backends: Backend[] = [];

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  for (const name of ['old', 'new']) {
    const backend = await startBackend((_request, response) => response.end(name));
    backends.push(backend);
    await putWorkload(platform.client, name, [{ port: backend.port }]);
  }
  await platform.client.create(HTTPRoute, {
    ...inTenant('shop'),
    spec: { parentRefs, hostnames: ['shop.cn'], rules: [{ backendRefs: [workloadRef('old')] }] },
  });
  await platform.startGateway();
});
afterAll(async () => {
  await platform?.close();
  for (const backend of backends) await backend.close();
});

const key = { namespace: 'greening', name: 'shop' };
const visit = async (headers: Record<string, string> = {}) => (await ask(port, '/', { host: 'shop.cn', headers })).body;
const status = async () => (await platform.client.get(CanaryPolicy, key))?.status;
let sequence = 0;
/** What a data plane would say that it saw. */
function report(traffic: [backend: string, requests: number, errors: number][], again = false) {
  if (!again) sequence += 1;
  const body: GatewayReport = {
    instance: 'test',
    sequence,
    spanMs: 10_000,
    traffic: traffic.map(([name, requests, errors]) => ({
      rule: 'greening/shop/0',
      backend: `Workload/greening/${name}`,
      requests,
      errors,
      latency: [...latencyBoundsMs, 0].map((bound) => (bound === 10 ? requests : 0)),
    })),
  };
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${platform.credential}` };
  return ask(Number(new URL(platform.url).port), gatewayPaths.report, { method: 'POST', headers, body: JSON.stringify(body) });
}

it('goes from step to step, is taken back where the new version fails, and begins anew when it is changed', async () => {
  await until('served', async () => (await visit()) === 'old');
  const version = (name: string) => workloadRef(name);
  await platform.client.create(CanaryPolicy, {
    ...inTenant('shop'),
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' }],
      stable: version('old'),
      canary: version('new'),
      sticky: { by: 'Header', name: 'x-person' },
      always: { header: { name: 'x-preview', value: 'yes' } },
      steps: [{ percent: 10 }, { percent: 50 }],
      analysis: { maxErrorPercent: 5, minimumRequests: 20 },
    },
  });
  await until('the first step', async () => (await status())?.percent === 10);
  await until('the preview', async () => (await visit({ 'x-preview': 'yes' })) === 'new');
  const people = Array.from({ length: 200 }, (_, i) => `p${i}`);
  const share = async () => {
    const answers = await Promise.all(people.map((person) => visit({ 'x-person': person })));
    return people.filter((_, i) => answers[i] === 'new');
  };
  const early = await share();
  expect(early.length).toBeGreaterThan(5);
  expect(early.length).toBeLessThan(50);

  expect(
    (
      await report([
        ['old', 900, 1],
        ['new', 100, 1],
      ])
    ).status,
  ).toBe(200);
  await report(
    [
      ['old', 900, 1],
      ['new', 100, 1],
    ],
    true,
  );
  await platform.client.modify(CanaryPolicy, key, (p) => ({ ...p, spec: { ...p.spec, approvedSteps: 1 } }));
  await until('the second step', async () => (await status())?.percent === 50);
  expect(await status()).toMatchObject({
    step: 2,
    stable: { requests: 900, errors: 1 },
    canary: { requests: 100, errors: 1 },
  });
  const later = await until('more people', async () => {
    const now = await share();
    return now.length > 60 && now;
  });
  expect(early.filter((person) => !later.includes(person))).toEqual([]);

  await report([
    ['old', 500, 0],
    ['new', 500, 100],
  ]);
  await until('taken back', async () => (await status())?.phase === 'Returned');
  await until(
    'everyone is with the old version',
    async () => (await share()).length === 0 && (await visit({ 'x-preview': 'yes' })) === 'old',
  );
  expect((await status())?.reason).toContain('errors');

  await platform.client.modify(CanaryPolicy, key, (p) => ({ ...p, spec: { ...p.spec, steps: [{ percent: 20 }] } }));
  await until('anew', async () => (await status())?.percent === 20);
});
