import { randomBytes } from 'node:crypto';
import { AuthPolicy, Consumer, DiscoveryFinding, HTTPRoute, InformationSystem, Secret, Tenant, Upstream } from '@dizuo/api';
import { serve } from '@dizuo/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trafficDiscovery } from '../../../packages/modules/src/flows/discovery/traffic-discovery.controller.ts';
import { discoveryFindingAdmission } from '../../../packages/modules/src/integration/discovery/discovery-finding.admission.ts';
import { discoveryFindingController } from '../../../packages/modules/src/integration/discovery/discovery-finding.controller.ts';
import { informationSystemAdmission } from '../../../packages/modules/src/integration/inventory/information-system.admission.ts';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, startPlatform, type TestPlatform, until } from './platform.ts';

let platform: TestPlatform;
let backend: Backend;
let other: Backend;
let port: number;
const namespace = 'greening';
const apiKey = randomBytes(24).toString('base64url');
/** Data planes report every ten seconds. */
const reportMs = 40_000;

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port, 'http', {
    kinds: [serve(Tenant), serve(InformationSystem, informationSystemAdmission), serve(DiscoveryFinding, discoveryFindingAdmission)],
    controllers: (gateway) => [trafficDiscovery(gateway, 500), discoveryFindingController],
  });
  backend = await startBackend((_request, response) => response.end('old'));
  other = await startBackend((_request, response) => response.end('nobody’s'));
  const { client } = platform;
  await client.create(Tenant, { metadata: { name: namespace }, spec: { displayName: '绿化', departmentRef: 'bureau' } });
  const system = { departmentRef: 'bureau', level: 'district' as const };
  await client.create(InformationSystem, {
    ...inTenant('known'),
    spec: { ...system, displayName: '已登记', lifecycle: 'suspended', addresses: [`127.0.0.1:${backend.port}`] },
  });
  await client.create(InformationSystem, { ...inTenant('caller'), spec: { ...system, displayName: '调用方' } });
  await client.create(Upstream, {
    ...inTenant('known'),
    spec: { addresses: [{ host: '127.0.0.1', port: backend.port }] },
  });
  await client.create(Upstream, {
    ...inTenant('unknown'),
    spec: { displayName: '无人认领的系统', addresses: [{ host: '127.0.0.1', port: other.port }] },
  });
  for (const name of ['known', 'unknown']) {
    await client.create(HTTPRoute, {
      ...inTenant(name),
      spec: { parentRefs, hostnames: [`${name}.cn`], rules: [{ backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name }] }] },
    });
  }
  await client.create(Secret, { ...inTenant('key'), type: 'Opaque', data: { key: Buffer.from(apiKey).toString('base64') } } as never);
  await client.create(Consumer, {
    ...inTenant('caller'),
    spec: { credentials: [{ name: 'key', type: 'ApiKey', apiKey: { secretRef: { name: 'key', key: 'key' } } }] },
  } as never);
  const policy = (name: string, spec: object) =>
    client.create(AuthPolicy, {
      ...inTenant(name),
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }], ...spec },
    } as never);
  await policy('known', { authentication: { apiKey: {} } });
  await policy('unknown', { require: 'optional' });
  await platform.startGateway();
});
afterAll(async () => {
  await platform?.close();
  await Promise.all([backend?.close(), other?.close()]);
});

const findings = () => platform.client.list(DiscoveryFinding, { namespace });
const system = async (name: string) => platform.client.get(InformationSystem, { namespace, name });
const decide = (name: string, decision: 'confirm' | 'dismiss', target?: string) =>
  platform.client.modify(DiscoveryFinding, { namespace, name }, (f) => ({
    ...f,
    spec: { ...f.spec, decision, ...(target ? { target } : {}) },
  }));
const find = (kind: string) => until(kind, async () => (await findings()).find(({ spec }) => spec.finding === kind), reportMs);

it('real traffic tells of a system nobody knows, of one that is used after all, and of who calls it', async () => {
  await until('served', async () => (await ask(port, '/', { host: 'unknown.cn' })).status === 200);
  await until(
    'served to the program',
    async () => (await ask(port, '/', { host: 'known.cn', headers: { 'x-api-key': apiKey } })).status === 200,
  );

  const unknown = await find('system');
  expect(unknown.spec).toMatchObject({
    source: 'gateway',
    displayName: '无人认领的系统',
    addresses: [`127.0.0.1:${other.port}`],
    routeRef: 'unknown',
    upstreamRef: 'unknown',
  });
  const activity = await find('activity');
  expect(activity.spec).toMatchObject({ systemRef: 'known', routeRef: 'known' });
  const link = await find('interface');
  expect(link.spec.interfaces).toMatchObject([{ direction: 'serves', tenant: namespace, systemRef: 'caller' }]);
  expect((await system('known'))?.status?.lastSeenAt).toBeDefined();
  expect(await findings()).toHaveLength(3);

  await decide(unknown.metadata.name, 'confirm', 'claimed');
  await decide(activity.metadata.name, 'confirm');
  await decide(link.metadata.name, 'confirm');
  const claimed = await until('entered', () => system('claimed'));
  expect(claimed.spec).toMatchObject({ displayName: '无人认领的系统', addresses: [`127.0.0.1:${other.port}`], departmentRef: 'bureau' });
  await until('seen', async () => (await system('claimed'))?.status?.lastSeenAt, reportMs);
  const known = await until('linked', async () => {
    const now = await system('known');
    return now?.spec.interfaces && now.spec.lastActiveOn ? now : undefined;
  });
  expect(known.spec.interfaces).toMatchObject([{ systemRef: 'caller', direction: 'serves' }]);
  const phases = await until('all decided', async () => {
    const all = (await findings()).map(({ status }) => status?.phase);
    return all.every((phase) => phase === 'Confirmed') && all;
  });
  expect(phases).toHaveLength(3);
});
