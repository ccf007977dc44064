import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppError, Gateway, HTTPRoute, ReferenceGrant, systemNamespace, Upstream } from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDataPlane } from '../src/data-plane.ts';
import { ask } from './backends.ts';
import { freePort, inTenant, parentRefs, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startPlatform(await freePort());
});
afterAll(() => platform?.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => [],
    (error: AppError) => error.fields.map((f) => `${f.field} ${f.reason}`),
  );
const route = (name: string, namespace: string, path: string, hostnames: string[] = []) =>
  platform.client.create(HTTPRoute, {
    ...inTenant(name, namespace),
    spec: { parentRefs, hostnames, rules: [{ matches: [{ path: { value: path } }], backendRefs: [workloadRef('w')] }] },
  });

describe('admission', () => {
  it('refuses what another namespace has published', async () => {
    await route('first', 'one', '/a', ['x.cn']);
    expect(await refusal(route('second', 'two', '/a/b', ['x.cn']))).toEqual(['spec.hostnames[0] FieldValueDuplicate']);
    expect(await refusal(route('second', 'two', '/b', ['x.cn']))).toEqual([]);
    expect(await refusal(route('third', 'one', '/a/b', ['x.cn']))).toEqual([]);
  });

  it('a backend of another namespace is used once that namespace grants the reference, and the route says so', async () => {
    await platform.client.create(HTTPRoute, {
      ...inTenant('cross', 'two'),
      spec: {
        parentRefs,
        rules: [{ matches: [{ path: { value: '/cross' } }], backendRefs: [{ ...workloadRef('w'), namespace: 'one' }] }],
      },
    });
    const resolved = async () => {
      const route = await platform.client.get(HTTPRoute, { namespace: 'two', name: 'cross' });
      return route?.status?.parents?.[0]?.conditions?.find((c) => c.type === 'ResolvedRefs')?.reason;
    };
    await until('not permitted', async () => (await resolved()) === 'RefNotPermitted');
    await platform.client.create(ReferenceGrant, {
      ...inTenant('two', 'one'),
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'two' }],
        to: [{ group: 'apps.dizuo', kind: 'Workload' }],
      },
    });
    await until('permitted, but nothing there', async () => (await resolved()) === 'BackendNotFound');
  });

  it('refuses an upstream on the platform’s machines, and a certificate that cannot be read', async () => {
    const upstream = (host: string, tls?: { caCertificates: string }) =>
      platform.client.create(Upstream, {
        ...inTenant(`u-${Math.random().toString(36).slice(2)}`),
        spec: { addresses: [{ host, port: 80 }], ...(tls ? { tls } : {}) },
      });
    expect(await refusal(upstream('127.0.0.2'))).toEqual(['spec.addresses[0].host FieldValueForbidden']);
    expect(await refusal(upstream('localhost'))).toEqual(['spec.addresses[0].host FieldValueForbidden']);
    expect(await refusal(upstream('10.0.0.1', { caCertificates: 'x' }))).toEqual(['spec.tls.caCertificates FieldValueInvalid']);
    expect(await refusal(upstream('10.0.0.1'))).toEqual([]);
  });
});

describe('the platform’s own Gateway', () => {
  it('follows the port that the platform is started on', async () => {
    const key = { namespace: systemNamespace, name: 'default' };
    const before = await until('the Gateway', () => platform.client.get(Gateway, key));
    expect(before.spec.listeners.map((l) => l.port)).toEqual([platform.gatewayPort]);
    await platform.movedTo(4711, 'HTTPS');
    const after = await platform.client.get(Gateway, key);
    expect(after?.spec.listeners.map((l) => `${l.name} ${l.port} ${l.protocol}`)).toEqual(['http 4711 HTTPS']);
    await platform.movedTo(platform.gatewayPort, 'HTTP');
  });
});

describe('acknowledgement', () => {
  const programmed = async () => {
    const gateway = await platform.client.get(Gateway, { namespace: systemNamespace, name: 'default' });
    const condition = gateway?.status?.conditions?.find((c) => c.type === 'Programmed');
    return `${condition?.status} ${condition?.reason} ${condition?.message}`;
  };

  it('no data plane, one that accepts, and one that refuses show on the Gateway', async () => {
    await until('no data plane', async () => (await programmed()).startsWith('False NoResources'));
    const plane = await platform.startGateway();
    await until('programmed', async () => (await programmed()).startsWith('True Programmed'));
    const said = await platform.pool.query('select digest, version from dizuo.gateway_instance');
    const body = JSON.stringify({ instance: 'other', ...said.rows[0], accepted: false, message: 'a key that cannot be read' });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${platform.credential}` };
    const answer = await ask(Number(new URL(platform.url).port), '/gateway/v1/acknowledgements', { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    await until('the reason is told', async () => (await programmed()).includes('a key that cannot be read'));
    await plane.stop();
  });

  it('a data plane refuses a configuration that it cannot use, says why, and serves on', async () => {
    const said: { accepted: boolean; message?: string }[] = [];
    const server = createServer((request, response) => {
      if (request.url === '/gateway/v1/configuration')
        response.write(`${JSON.stringify({ type: 'configuration', version: '9-1', digest: 'wrong', backends: [] })}\n`);
      else if (request.method === 'POST')
        request.on('data', (data) => said.push(JSON.parse(String(data)))).on('end', () => response.end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const directory = mkdtempSync(join(tmpdir(), 'dizuo-gateway-'));
    const { port } = server.address() as { port: number };
    const plane = await startDataPlane({
      server: `http://127.0.0.1:${port}`,
      credential: 'c',
      stateDirectory: directory,
      host: '127.0.0.1',
      port: 0,
      log: () => {},
    });
    await until('refused', () => said[0]?.accepted === false && said[0]);
    expect(said[0]?.message).toContain('digest');
    expect((await ask(plane.port, '/')).status).toBe(503);
    server.closeAllConnections();
    server.close();
    await plane.stop();
    rmSync(directory, { recursive: true });
  });
});
