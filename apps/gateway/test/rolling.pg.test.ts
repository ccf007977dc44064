import { Agent, request as httpRequest } from 'node:http';
import { HTTPRoute } from '@dizuo/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, putWorkload, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

let platform: TestPlatform;
let port: number;
let backends: Backend[];

const answer: Parameters<typeof startBackend>[0] = (request, response) => {
  let text = '';
  request.on('data', (data) => {
    text += data;
  });
  request.on('end', () => setTimeout(() => response.end(`${request.url} ${text}`), Math.random() * 10));
};

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  await platform.startGateway();
  backends = [await startBackend(answer), await startBackend(answer)];
  await putWorkload(platform.client, 'w', backends);
  const rules = [{ backendRefs: [workloadRef('w')] }];
  await platform.client.create(HTTPRoute, { ...inTenant('w'), spec: { parentRefs, hostnames: ['w.cn'], rules } });
  await until('served', async () => (await ask(port, '/', { host: 'w.cn' })).status === 200);
});

afterAll(async () => {
  await platform?.close();
  await Promise.all(backends?.map((b) => b.close()) ?? []);
});

/** Requests one after the other on a kept connection, each answer held against what was asked. */
async function visitor(id: number, agent: Agent, isOver: () => boolean): Promise<string[]> {
  const wrong: string[] = [];
  for (let n = 0; !isOver(); n += 1) {
    const body = n % 3 === 0 ? `body-${id}-${n}` : '';
    const path = `/v${id}/${n}`;
    const got = await new Promise<string>((resolve) => {
      const options = { host: '127.0.0.1', port, path, method: body ? 'POST' : 'GET', headers: { host: 'w.cn' }, agent };
      const sent = httpRequest(options, (response) => {
        let text = '';
        response.on('data', (data) => {
          text += data;
        });
        response.on('end', () => resolve(`${response.statusCode} ${text}`));
        response.on('error', (error) => resolve(String(error)));
      });
      sent.on('error', (error) => resolve(String(error)));
      sent.end(body);
    });
    if (got !== `200 ${path} ${body}`) wrong.push(`${path}: ${got}`);
  }
  return wrong;
}

it('loses and mixes up nothing while replicas are replaced and routes come and go', async () => {
  let over = false;
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const visitors = Promise.all(Array.from({ length: 16 }, (_, id) => visitor(id, agent, () => over)));
  for (let round = 0; round < 12; round += 1) {
    const next = await startBackend(answer);
    const [leaving, staying] = backends as [Backend, Backend];
    // The way of a rolling restart: the new one ready, the old one out of the endpoints, then told to end.
    await putWorkload(platform.client, 'w', [staying, next]);
    const key = inTenant(`side-${round}`);
    await platform.client.create(HTTPRoute, {
      ...key,
      spec: { parentRefs, hostnames: [`s${round}.cn`], rules: [{ backendRefs: [workloadRef('w')] }] },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise<void>((resolve) => {
      leaving.server.close(() => resolve());
      leaving.server.closeIdleConnections();
    });
    if (round % 2 === 1) await platform.client.delete(HTTPRoute, key.metadata);
    backends = [staying, next];
  }
  over = true;
  const wrong = (await visitors).flat();
  agent.destroy();
  expect(wrong).toEqual([]);
  expect(platform.log.filter((entry) => entry.host === 'w.cn').length).toBeGreaterThan(500);
});
