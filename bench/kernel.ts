import { request } from 'node:http';
import autocannon from 'autocannon';
import { Platform } from '../apps/server/test/platform.ts';
import { processorSecondsOf } from './machine.ts';
import { Peer, type Rate } from './peer.ts';
import { ms, quantile, say, table } from './report.ts';

/** Objects through the whole platform, with bearer token, policies and audit, beside plain SQL on the same PostgreSQL. */

const clients = 32;
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
const watchers = 1000;
const listed = 10_000;
/** A kind that no controller acts on; its admission looks up the broker that it names. */
const path = '/apis/catalog.dizuo/v1alpha1/serviceclasses';
const metadata = { generateName: 'bench-', labels: { 'app.kubernetes.io/part-of': 'bench', tier: 'one' } };

const platform = await Platform.create();
try {
  await platform.start({
    env: process.env.BENCH_PROFILE ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${process.env.BENCH_PROFILE}` } : {},
  });
  const token = await prepare();
  const peer = await Peer.open(`${platform.directory}/run/state`, clients);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  await load({ method: 'POST', path, headers, body: object() }, 2);
  const create = await load({ method: 'POST', path, headers, body: object() }, seconds);
  const peerCreate = await peer.create(object(), clients, seconds * 1000);
  await fill(headers);
  const list = await lists(headers);
  const peerLists = [];
  for (let i = 0; i < 7; i += 1) peerLists.push(await peer.list(listed));
  const names = await someNames(headers);
  const any = () => `${path}/${names[Math.floor(Math.random() * names.length)]}`;
  const get = await load({ method: 'GET', headers, setupRequest: (r) => ({ ...r, path: any() }) }, seconds);
  const peerGet = await peer.get(clients, seconds * 1000);
  const merge = { ...headers, 'content-type': 'application/merge-patch+json' };
  let turn = 0;
  const setupRequest = (r: autocannon.Request) => {
    turn += 1;
    return { ...r, path: any(), body: JSON.stringify({ spec: documented(String(turn)) }) };
  };
  const patch = await load({ method: 'PATCH', headers: merge, setupRequest }, seconds);
  const peerPatch = await peer.patch(clients, seconds * 1000);
  const changes = await fanOut(merge, `${path}/${names[0]}`);
  await peer.close();

  table([
    ['', 'platform/s', 'p50', 'p99', 'server', 'PostgreSQL', 'plain SQL/s', 'p50', 'p99', 'ratio', 'aim'],
    row('create', create, peerCreate, '4260/s, p99 26 ms'),
    row('get', get, peerGet, '10060/s'),
    row('merge patch', patch, peerPatch, '3700/s, p99 14 ms'),
  ]);
  say('');
  table([
    ['', 'measured', 'aim'],
    [`list of ${listed} objects`, `${ms(quantile(list, 0.5))} (plain SQL ${ms(quantile(peerLists, 0.5))})`, '373 ms'],
    [`change at ${watchers} watchers, p50`, ms(quantile(changes, 0.5)), ''],
    [`change at ${watchers} watchers, p99`, ms(quantile(changes, 0.99)), '100 ms'],
  ]);
} finally {
  await platform.remove();
}

/** A rate, and microseconds of processor time for one request, by role. */
interface Cost extends Rate {
  server: number;
  postgres: number;
}

function row(name: string, ours: Cost, theirs: Rate, aim: string): string[] {
  const cells = (rate: Rate) => [Math.round(rate.perSecond).toString(), ms(rate.p50), ms(rate.p99)];
  const spent = [ours.server, ours.postgres].map((microseconds) => `${Math.round(microseconds)} µs`);
  return [name, ...cells(ours), ...spent, ...cells(theirs), (ours.perSecond / theirs.perSecond).toFixed(2), aim];
}

/** An object of one kilobyte. */
function object(): string {
  const name = { zh: '测量', en: 'Measurement' };
  const spec = { displayName: name, description: name, category: 'other', brokerRef: 'postgresql', version: '1', provider: name };
  return JSON.stringify({ metadata, spec: { ...spec, ...documented('new') } });
}

function documented(mark: string): object {
  return {
    documentation: { zh: `${mark} ${'x'.repeat(180)}`, en: 'x'.repeat(200) },
    tags: Array.from({ length: 8 }, (_, i) => `${i}${'x'.repeat(25)}`),
  };
}

/** The token of the operator, who may write components. */
async function prepare(): Promise<string> {
  const operator = await platform.signIn('operator');
  const answer = await must(operator.request('/auth/kubeconfig', { method: 'POST', body: {} }));
  const token = /token: "?([^"\s]+)/.exec(((await answer.json()) as { kubeconfig: string }).kubeconfig)?.[1];
  if (!token) throw new Error('the kubeconfig holds no token');
  return token;
}

async function must(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
}

async function load(asked: autocannon.Request, duration: number): Promise<Cost> {
  const { setupRequest, ...plain } = asked;
  const before = processorSecondsOf(platform.directory);
  const result = await autocannon({
    url: platform.url,
    connections: clients,
    duration,
    requests: [{ ...plain, ...(setupRequest ? { setupRequest } : {}) }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were no success, ${result.errors} requests failed`);
  const after = processorSecondsOf(platform.directory);
  const spent = (role: string) => (((after.get(role) ?? 0) - (before.get(role) ?? 0)) * 1e6) / result['2xx'];
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    server: spent('server'),
    postgres: spent('PostgreSQL of the platform'),
  };
}

async function fill(headers: Record<string, string>): Promise<void> {
  while ((await someNames(headers)).length < listed) await load({ method: 'POST', path, headers, body: object() }, 1);
}

async function someNames(headers: Record<string, string>): Promise<string[]> {
  const { items } = (await (await fetch(`${platform.url}${path}?limit=${listed}`, { headers })).json()) as {
    items: { metadata: { name: string } }[];
  };
  return items.map((item) => item.metadata.name);
}

async function lists(headers: Record<string, string>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const startedAt = performance.now();
    await (await fetch(`${platform.url}${path}?limit=${listed}`, { headers })).arrayBuffer();
    times.push(performance.now() - startedAt);
  }
  return times;
}

/** Milliseconds from the sending of a change to its arrival, for each of many changes at each of the watchers. */
async function fanOut(headers: Record<string, string>, target: string): Promise<number[]> {
  const { authorization = '' } = headers;
  const newest = (await (await fetch(`${platform.url}${path}?limit=1`, { headers: { authorization } })).json()) as {
    metadata: { resourceVersion: string };
  };
  const latencies: number[] = [];
  let sentAt = 0;
  let arrived = 0;
  const open = await Promise.all(
    Array.from({ length: watchers }, () => {
      return new Promise<{ destroy(): void }>((resolve, reject) => {
        const watch = request(`${platform.url}${path}?watch=1&resourceVersion=${newest.metadata.resourceVersion}`, {
          headers: { authorization },
          agent: false,
        });
        watch.on('error', reject);
        watch.on('response', (response) => {
          response.on('error', () => {});
          response.on('data', (chunk: Buffer) => {
            if (chunk.at(-1) !== 10) return;
            latencies.push(performance.now() - sentAt);
            arrived += 1;
          });
          resolve(watch);
        });
        watch.end();
      });
    }),
  );
  for (let change = 1; change <= 30; change += 1) {
    sentAt = performance.now();
    await must(
      fetch(`${platform.url}${target}`, {
        method: 'PATCH',
        headers,
        body: JSON.stringify({ spec: documented(`change ${change}`) }),
      }),
    );
    for (let waited = 0; arrived < change * watchers; waited += 1) {
      if (waited > 2000)
        throw new Error(`change ${change} reached ${arrived - (change - 1) * watchers} of ${watchers} watchers within 10 s`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const watch of open) {
    (watch as { on?(event: string, listener: () => void): void }).on?.('error', () => {});
    watch.destroy();
  }
  return latencies;
}
