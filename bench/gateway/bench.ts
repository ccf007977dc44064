import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataPlaneConfiguration, DataPlaneRule } from '@dizuo/api';
import { loadCertificates } from '@dizuo/kernel';
import { ConfigurationServer, plainMatch } from '../../apps/gateway/test/configuration-server.ts';
import { quantile, say, table } from '../report.ts';
import { startBackend } from './backend.ts';
import { inForceMs } from './change-in-force.ts';
import { guardedRule } from './guarded.ts';
import { idleConnections } from './idle-connections.ts';
import { type PeerKind, peerKinds, type Task } from './peers.ts';
import type { PinnedProcess } from './pinned-process.ts';
import { type Load, type Measured, wrk } from './wrk.ts';

/** The data plane beside HAProxy, nginx, Caddy and two libraries: one core each, in turns, medians. What is not reached is printed too. */

/** On a machine that does other work too, what a second of the processor serves says more than what a second of the clock does. */
interface Timed extends Measured {
  perCpuSecond: number;
}

const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const only = process.env.BENCH_ONLY?.split(',');
const withPeers = process.env.BENCH_PEERS?.split(',');
const manyRoutes = 10_000;
const idle = 10_000;

const directory = mkdtempSync(join(tmpdir(), 'dizuo-bench-'));
const backendPort = 18_700;
let nextPort = 18_701;
const configuration = await ConfigurationServer.start();
/** For one of ours that has one route while the others have many. */
const oneRoute = await ConfigurationServer.start();
const hosts = Array.from({ length: manyRoutes }, (_, i) => `app-${i}.district.example`);
const certificates = await loadCertificates(directory, ['127.0.0.1']);
const tls = { certificateFile: join(directory, 'server.crt'), keyFile: join(directory, 'server.key') };
writeFileSync(`${tls.certificateFile}.pem`, certificates.certificate + certificates.key);
const backend = await startBackend(directory, backendPort);

try {
  await scenario('plain', 'a plain route, 256 bytes', {}, '/plain');
  await scenario('routes', `${manyRoutes} routes`, { hosts }, '/plain', { headers: { Host: hosts[manyRoutes / 2] ?? '' } });
  await scenario('tls', 'TLS', { tls }, '/plain');
  await scenario('16k', 'bodies of 16 KiB', {}, '/16k');
  await scenario('1m', 'bodies of 1 MiB', {}, '/1m');
  await scenario('cores', 'two processes on two cores (with load and backend on the same two)', { workers: 2 }, '/plain', {
    connections: 128,
  });
  if (wanted('policies')) await policies();
  if (wanted('pace')) await pace();
  if (wanted('change')) await changes();
  if (wanted('idle')) await idleMemory();
} finally {
  await backend.stop();
  await Promise.all([configuration.close(), oneRoute.close()]);
  rmSync(directory, { recursive: true, force: true });
}

function wanted(name: string): boolean {
  return !only || only.includes(name);
}

type Extra = { rule?: Partial<DataPlaneRule>; more?: Partial<DataPlaneConfiguration> };

/** Tells ours: the plain route, one for each host, and what `extra` adds to them; and a host that is led elsewhere. */
function configure(
  moreHosts: readonly string[],
  { rule = {}, more = {} }: Extra = {},
  redirected?: string,
  told = configuration,
): Promise<void> {
  const matches = ['', ...moreHosts, ...(redirected ? [redirected] : [])].map((host, i) => plainMatch(i, '/', host));
  const rules = matches.map(({ host }, i) => ({
    id: `bench/app/${i}`,
    backends: [{ backend: 'Workload/bench/app', weight: 1 }],
    ...rule,
    ...(host !== '' && host === redirected ? { redirect: { statusCode: 302, hostname: 'elsewhere.example' } } : {}),
  }));
  return told.configure(rules, matches, more);
}

/** Starts each peer that can do it. */
async function start(part: Partial<Task>, extra?: Extra): Promise<Map<string, { process: PinnedProcess; url: string; port: number }>> {
  await configure(part.hosts ?? [], extra);
  await configure([], extra, undefined, oneRoute);
  for (const told of [configuration, oneRoute]) told.place({ 'Workload/bench/app': [backendPort] });
  const running = new Map<string, { process: PinnedProcess; url: string; port: number }>();
  const begin = async (name: string, kind: PeerKind, task: Partial<Task>) => {
    nextPort += 1;
    const process = kind.start({ directory, port: nextPort, backendPort, hosts: [], workers: 1, configuration, ...part, ...task });
    if (!process) return;
    await process.listening(nextPort);
    running.set(name, { process, url: `${part.tls ? 'https' : 'http'}://127.0.0.1:${nextPort}`, port: nextPort });
  };
  for (const kind of peerKinds) {
    const isOurs = kind.name === 'dizuo';
    if (withPeers && !isOurs && !withPeers.includes(kind.name)) continue;
    await begin(kind.name, kind, {});
    if (isOurs && part.hosts) await begin('dizuo, one route', kind, { configuration: oneRoute });
  }
  await new Promise((resolve) => setTimeout(resolve, part.hosts ? 2000 : 500));
  return running;
}

async function stop(running: Map<string, { process: PinnedProcess }>): Promise<void> {
  await Promise.all([...running.values()].map(({ process }) => process.stop()));
}

async function scenario(
  name: string,
  title: string,
  part: Partial<Task>,
  path: string,
  load: Partial<Load> = {},
  extra?: Extra,
): Promise<void> {
  if (!wanted(name)) return;
  const running = await start(part, extra);
  try {
    const results = new Map<string, Timed[]>([...running.keys()].map((peer) => [peer, []]));
    for (const { url } of running.values()) await wrk(directory, { url: url + path, seconds: 1, ...load });
    for (let round = 0; round < rounds; round += 1)
      for (const [peer, { url, process }] of running) {
        const before = process.cpuSeconds();
        const measured = await wrk(directory, { url: url + path, seconds, ...load });
        results.get(peer)?.push({ ...measured, perCpuSecond: measured.requests / (process.cpuSeconds() - before) });
      }
    report(title, results);
  } finally {
    await stop(running);
  }
}

function report(title: string, results: Map<string, Timed[]>): void {
  const middle = (peer: string, of: (m: Timed) => number) => quantile(results.get(peer)?.map(of) ?? [], 0.5);
  const rows = [...results].map(([peer, all]) => {
    const perCpu = all.map((m) => m.perCpuSecond);
    const median = middle(peer, (m) => m.perCpuSecond);
    const spread = `±${((100 * (Math.max(...perCpu) - Math.min(...perCpu))) / 2 / median).toFixed(0)} %`;
    const rate = middle(peer, (m) => m.perSecond);
    const failed = all.reduce((sum, m) => sum + m.failed, 0);
    return [
      peer,
      `${Math.round(rate)}/s`,
      (rate / middle('HAProxy', (m) => m.perSecond)).toFixed(2),
      `${Math.round(median)}`,
      spread,
      (median / middle('HAProxy', (m) => m.perCpuSecond)).toFixed(2),
      `${middle(peer, (m) => m.p99Ms).toFixed(1)} ms`,
      String(failed),
    ];
  });
  say(`\n${title}`);
  table([['', 'median', 'to HAProxy', 'per second of CPU', 'spread', 'to HAProxy', 'p99', 'failed'], ...rows]);
}

/** Ours with everything that a published application has, beside peers that do nothing of it. */
async function policies(): Promise<void> {
  const { rule, more, token } = guardedRule();
  const load = { headers: { Authorization: `Bearer ${token}` } };
  await scenario('policies', 'ours: a token checked, a limit for each consumer, figures; peers: nothing of it', {}, '/plain', load, {
    rule,
    more,
  });
}

/** From telling a change to the first answer by it, on a process that is under no load. */
async function changes(): Promise<void> {
  const rows: string[][] = [];
  for (const count of [1, manyRoutes]) {
    const others = hosts.slice(0, count - 1);
    const running = await start({ hosts: others });
    try {
      const { url } = running.get('dizuo') ?? { url: '' };
      const flip = 'flip.example';
      const all: number[] = [];
      for (let i = 0; i < 20; i += 1) {
        const isThere = i % 2 === 0;
        const change = () => configure(others, {}, isThere ? flip : undefined);
        all.push(await inForceMs(`${url}/plain`, flip, change, (status) => (status === 302) === isThere));
      }
      rows.push([`${count} routes`, `${quantile(all, 0.5).toFixed(0)} ms`, `${Math.max(...all).toFixed(0)} ms`]);
    } finally {
      await stop(running);
    }
  }
  say('\na changed route in force, from telling it to the first answer by it');
  table([['', 'median', 'most'], ...rows]);
}

/** Latency at about 70 % of what each reaches. */
async function pace(): Promise<void> {
  const running = await start({});
  const pauseMs = 2;
  try {
    const rows: string[][] = [];
    for (const [peer, { url }] of running) {
      const most = await wrk(directory, { url: `${url}/plain`, seconds });
      let connections = Math.max(4, Math.round(0.7 * most.perSecond * (pauseMs / 1000 + 0.0003)));
      for (let tries = 0; tries < 3; tries += 1) {
        const { perSecond } = await wrk(directory, { url: `${url}/plain`, seconds: 1, connections, pauseMs });
        connections = Math.max(4, Math.round((connections * 0.7 * most.perSecond) / perSecond));
      }
      const all: Measured[] = [];
      for (let round = 0; round < rounds; round += 1)
        all.push(await wrk(directory, { url: `${url}/plain`, seconds, connections, pauseMs }));
      const middle = (of: (m: Measured) => number) => quantile(all.map(of), 0.5);
      const rate = middle((m) => m.perSecond);
      rows.push([
        peer,
        `${Math.round(rate)}/s`,
        `${Math.round((100 * rate) / most.perSecond)} %`,
        `${middle((m) => m.p50Ms).toFixed(2)} ms`,
        `${middle((m) => m.p99Ms).toFixed(2)} ms`,
      ]);
    }
    say('\nlatency at about 70 % of its own maximum');
    table([['', 'rate', 'of maximum', 'p50', 'p99'], ...rows]);
  } finally {
    await stop(running);
  }
}

async function idleMemory(): Promise<void> {
  const running = await start({});
  try {
    const rows: string[][] = [];
    for (const [peer, { process, port, url }] of running) {
      await wrk(directory, { url: `${url}/plain`, seconds: 1 });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const before = process.memoryKiB();
      const connections = await idleConnections(port, idle);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const after = process.memoryKiB();
      connections.close();
      rows.push([
        peer,
        `${Math.round(before / 1024)} MiB`,
        `${Math.round(after / 1024)} MiB`,
        `${((after - before) / idle).toFixed(1)} KiB`,
      ]);
    }
    say(`\nmemory with ${idle} idle connections, each after one request`);
    table([['', 'before', 'with them', 'each'], ...rows]);
  } finally {
    await stop(running);
  }
}
