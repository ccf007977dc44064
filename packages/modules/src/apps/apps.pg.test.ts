import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Artifact, type ObjectOf, Secret, Workload } from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Platform, type PlatformOptions, startPlatform } from '../../test/apps-platform.ts';

/** A program that tells who it is; it notes each of its starts, and is slow or bad on demand. */
const program = `
import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
const { PORT, HOST, GREETING = 'hello', HOME } = process.env;
appendFileSync(HOME + '/starts', PORT + '\\n');
console.log('starting', GREETING);
if (GREETING === 'crash') { console.error('it went wrong'); process.exit(3); }
let sick = false;
const server = createServer((request, response) => {
  if (request.url === '/sick') sick = true;
  if (request.url === '/exit') process.exit(4);
  if (request.url === '/eat') globalThis.eaten = Buffer.alloc(300 * 1024 * 1024, 1);
  if (request.url === '/healthz') return response.writeHead(sick ? 503 : 200).end();
  setTimeout(() => response.end(JSON.stringify({ GREETING, PORT, uid: process.getuid() })), request.url === '/slow' ? 500 : 5);
});
server.listen(Number(PORT), HOST, () => console.log('listening'));
process.on('SIGTERM', () => { console.log('ending'); server.close(() => process.exit(0)); });
`;

const root = process.getuid?.() === 0;
let directory: string;
let database: TestDatabase;
let options: PlatformOptions;
let platform: Platform | undefined;
let nextPort = 40_000 + (process.pid % 100) * 100;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dizuo-apps-'));
  chmodSync(directory, 0o711);
  database = await createTestDatabase([{ name: 'apps', directory: new URL('./migrations/', import.meta.url) }]);
  const { host, database: name } = database.access.admin;
  options = { sockets: String(host), database: String(name), directory, root, ports: { from: nextPort, to: nextPort + 49 } };
  nextPort += 50;
});
afterEach(async () => {
  platform ??= await startPlatform(options);
  for (const name of platform.supervisor.list()) await platform.supervisor.stop(name, 0);
  await platform.close();
  platform = undefined;
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

const here = () => {
  if (!platform) throw new Error('no platform runs');
  return platform;
};
const key = { namespace: 't-a', name: 'web' };
type WorkloadObject = ObjectOf<typeof Workload>;

function archive(source = program): Buffer {
  const place = mkdtempSync(join(tmpdir(), 'dizuo-archive-'));
  mkdirSync(join(place, 'src'));
  writeFileSync(join(place, 'src', 'main.ts'), source);
  writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  const content = execFileSync('tar', ['-cz', '-C', place, '.']);
  rmSync(place, { recursive: true });
  return content;
}

async function upload(content: Buffer): Promise<Response> {
  const path = '/apis/apps.dizuo/v1alpha1/namespaces/t-a/applications/app/artifacts?note=v1';
  return fetch(here().url + path, { method: 'POST', headers: { 'content-type': 'application/gzip' }, body: new Uint8Array(content) });
}

async function deploy(spec: Partial<WorkloadObject['spec']> = {}): Promise<void> {
  await here().client.create(Application, { metadata: { namespace: 't-a', name: 'app' }, spec: { displayName: { zh: '应用' } } });
  const uploaded = await upload(archive());
  const { spec: artifact, message } = (await uploaded.json()) as ObjectOf<typeof Artifact> & { message?: string };
  expect([uploaded.status, message]).toEqual([201, undefined]);
  await here().client.create(Workload, {
    metadata: key,
    spec: {
      applicationRef: 'app',
      artifact: { digest: artifact.digest },
      replicas: 2,
      healthCheck: { intervalSeconds: 1, timeoutSeconds: 1, failureThreshold: 2 },
      stopGraceSeconds: 5,
      ...spec,
    },
  });
}

const read = () => here().client.get(Workload, key);
async function until(what: (workload: WorkloadObject) => boolean, timeoutMs = 60_000): Promise<WorkloadObject> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const workload = await read();
    if (workload && what(workload)) return workload;
    if (Date.now() > deadline) throw new Error(`not reached: ${JSON.stringify(workload?.status, null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const settled = (workload: WorkloadObject) =>
  workload.status?.observedGeneration === workload.metadata.generation &&
  workload.status?.phase === 'Ready' &&
  workload.status.conditions?.find((c) => c.type === 'Progressing')?.reason === 'Complete';
const change = (next: (spec: WorkloadObject['spec']) => void) =>
  here().client.modify(Workload, key, (object) => {
    next(object.spec);
    return object;
  });
const condition = (workload: WorkloadObject, type: string) => workload.status?.conditions?.find((c) => c.type === type);
const starts = () => readFileSync(join(directory, 'workloads/tenants/t-a/home/web/starts'), 'utf8').trim().split('\n').length;
const ask = async (workload: WorkloadObject, index = 0, path = '/') =>
  (await fetch(`http://127.0.0.1:${workload.status?.instances?.[index]?.port}${path}`)).json() as Promise<{
    GREETING: string;
    uid: number;
  }>;

describe('workloads', () => {
  test('run an upload, with secrets, a user of their own, logs and figures, and leave nothing', async () => {
    platform = await startPlatform(options);
    await deploy({ env: [{ name: 'GREETING', secretKeyRef: { name: 'words', key: 'greeting' } }] });
    const waiting = await until((w) => w.status?.phase === 'Pending');
    expect(condition(waiting, 'Progressing')).toMatchObject({
      reason: 'SecretMissing',
      message: expect.stringContaining('key "greeting" of Secret "words"'),
    });
    const secret = (value: string) => ({
      metadata: { namespace: 't-a', name: 'words' },
      data: { greeting: Buffer.from(value).toString('base64') },
    });
    await here().client.create(Secret, secret('good morning'));
    const workload = await until(settled);
    expect(workload.status).toMatchObject({ readyReplicas: 2 });
    expect(new Set(workload.status?.instances?.map((i) => i.port)).size).toBe(2);
    const answer = await ask(workload);
    expect(answer.GREETING).toBe('good morning');
    expect(condition(workload, 'Isolated')?.status).toBe(root ? 'True' : 'False');
    if (root) expect(answer.uid).toBeGreaterThanOrEqual(20_000);

    const base = `${here().url}/apis/apps.dizuo/v1alpha1/namespaces/t-a/workloads/web`;
    const log = await (await fetch(`${base}/log?tail=50`)).text();
    for (const { name } of workload.status?.instances ?? []) expect(log).toContain(`[${name}] listening`);
    const usage = (await (await fetch(`${base}/usage`)).json()) as { instances: { memoryMiB: number }[] };
    expect(usage.instances).toHaveLength(2);
    expect(usage.instances[0]?.memoryMiB).toBeGreaterThan(10);

    // A changed Secret is a new revision, replica by replica.
    await here().client.modify(Secret, { namespace: 't-a', name: 'words' }, (object) => ({ ...object, data: secret('good evening').data }));
    const changed = await until((w) => settled(w) && w.status?.revision !== workload.status?.revision);
    expect((await ask(changed)).GREETING).toBe('good evening');

    await here().client.delete(Workload, key);
    await expect.poll(read).toBeUndefined();
    expect(here().supervisor.list()).toEqual([]);
    expect(existsSync(join(directory, 'logs/t-a/web'))).toBe(false);
    expect((await database.admin.query('select * from dizuo.app_port')).rows).toEqual([]);
  });

  test('a rollout fails no request, not even a slow one', async () => {
    platform = await startPlatform(options);
    await deploy();
    await until(settled);
    let failed = 0;
    let answered = 0;
    let going = true;
    // As a data plane does it: the addresses of the last status that it heard of.
    let ports: number[] = [];
    const listen = async () => {
      while (going) {
        ports = ((await read())?.status?.instances ?? []).filter((i) => i.state === 'Ready').map((i) => i.port);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    };
    const visitor = async (path: string) => {
      while (going) {
        if (ports.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
        const port = ports[Math.floor(Math.random() * ports.length)];
        if (port === undefined) continue;
        const ok = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } }).then(
          (response) => response.ok,
          () => false,
        );
        if (ok) answered += 1;
        else failed += 1;
      }
    };
    const all = [listen(), visitor('/'), visitor('/'), visitor('/slow'), visitor('/slow')];
    const before = (await read())?.status?.revision;
    let fewest = 2;
    await change((spec) => {
      spec.restartedAt = '2026-01-01T00:00:00Z';
    });
    await until((w) => {
      fewest = Math.min(fewest, w.status?.readyReplicas ?? 0);
      return settled(w) && w.status?.revision !== before;
    });
    going = false;
    await Promise.all(all);
    expect(failed).toBe(0);
    expect(answered).toBeGreaterThan(50);
    expect(fewest).toBe(2);
  });

  test('a crash is answered by a start, a crash loop is said, and a good revision ends it', async () => {
    platform = await startPlatform(options);
    await deploy({ replicas: 1 });
    const first = await until(settled);
    await ask(first, 0, '/exit').catch(() => {});
    const again = await until((w) => settled(w) && w.status?.instances?.[0]?.restarts === 1);
    expect(again.status?.instances?.[0]?.name).toBe(first.status?.instances?.[0]?.name);

    await change((spec) => {
      spec.env = [{ name: 'GREETING', value: 'crash' }];
    });
    const looping = await until(
      (w) => condition(w, 'Progressing')?.status === 'True' && (w.status?.instances ?? []).some((i) => i.restarts >= 2),
    );
    // The old revision goes on serving.
    expect(looping.status?.readyReplicas).toBe(1);
    expect(looping.status?.instances?.find((i) => i.restarts >= 2 && i.state !== 'Ready')?.message).toContain('exit code 3');
    await change((spec) => {
      spec.env = [{ name: 'GREETING', value: 'better' }];
    });
    const better = await until(settled);
    expect((await ask(better)).GREETING).toBe('better');
  });

  test('a sick replica gets no traffic and is restarted; one that eats too much too', async () => {
    platform = await startPlatform(options);
    await deploy({ replicas: 1 });
    const first = await until(settled);
    await ask(first, 0, '/sick');
    await until((w) => w.status?.instances?.[0]?.state === 'Unhealthy');
    const again = await until((w) => settled(w) && w.status?.instances?.[0]?.restarts === 1);
    await ask(again, 0, '/eat');
    const eaten = await until((w) => w.status?.instances?.[0]?.restarts === 2 || w.status?.instances?.[0]?.state === 'Failed');
    expect(eaten.status?.instances?.[0]?.message).toMatch(/MiB of 256 MiB/);
  });

  test('scales up and down, and stops', async () => {
    platform = await startPlatform(options);
    await deploy({ replicas: 1 });
    await until(settled);
    await change((spec) => {
      spec.replicas = 3;
    });
    expect((await until((w) => settled(w) && w.status?.readyReplicas === 3)).status?.instances).toHaveLength(3);
    await change((spec) => {
      spec.replicas = 0;
    });
    await until((w) => w.status?.phase === 'Stopped');
    expect(here().supervisor.list()).toEqual([]);
  });

  test('an upload is checked, kept once, and removed when nobody runs it', async () => {
    platform = await startPlatform(options);
    await deploy({ replicas: 0 });
    const bad = await upload(Buffer.from('this is no archive'));
    expect(bad.status).toBe(422);
    expect(((await bad.json()) as { message: string }).message).toContain('not a usable tar.gz');
    const name = (await read())?.spec.artifact.digest?.slice(7) ?? '';
    const file = join(directory, 'blobs/t-a', `${name}.tar.gz`);
    expect(existsSync(file)).toBe(true);
    await here().client.delete(Workload, key);
    await expect.poll(read).toBeUndefined();
    await here().client.delete(Artifact, { namespace: 't-a', name });
    await expect.poll(() => existsSync(file)).toBe(false);
    await expect.poll(() => here().client.get(Artifact, { namespace: 't-a', name })).toBeUndefined();
  });

  test('runs the sample of the checkout, with all that it needs, as two replicas that migrate at once', async () => {
    options.samples = { 'shop-sign-permit': fileURLToPath(new URL('../../../../examples/shop-sign-permit', import.meta.url)) };
    platform = await startPlatform(options);
    const address = `postgresql://postgres@${encodeURIComponent(options.sockets)}/${options.database}`;
    await here().client.create(Secret, {
      metadata: { namespace: 't-a', name: 'database' },
      data: { uri: Buffer.from(address).toString('base64') },
    });
    await deploy({
      artifact: { sample: 'shop-sign-permit' },
      env: [
        { name: 'DATABASE_URL', secretKeyRef: { name: 'database', key: 'uri' } },
        { name: 'DIZUO_JWKS_URL', value: 'http://127.0.0.1:1/jwks' },
        { name: 'DIZUO_ISSUER', value: 'platform' },
        { name: 'CLERK_POSITION', value: 'clerk' },
      ],
    });
    const workload = await until(settled);
    expect(workload.status?.readyReplicas).toBe(2);
    const page = await fetch(`http://127.0.0.1:${workload.status?.instances?.[0]?.port}/permits`);
    expect(await page.text()).toContain('查验许可');
  });

  test('after a stop of everything a start goes on where it was, and it counts as no failure', async () => {
    platform = await startPlatform(options);
    await deploy();
    const before = await until(settled);
    await platform.close();
    const { supervisor } = await startPlatform({ ...options, controllers: false }).then(async (quiet) => {
      for (const name of quiet.supervisor.list()) await quiet.supervisor.stop(name);
      await quiet.close();
      return quiet;
    });
    expect(supervisor.list()).toEqual([]);
    platform = await startPlatform(options);
    await expect.poll(() => here().supervisor.list().length).toBe(2);
    const after = await until(settled);
    expect(after.status?.instances?.map(({ name, restarts }) => [name, restarts])).toEqual(
      before.status?.instances?.map(({ name }) => [name, 0]),
    );
    // Adopted as they are by the next server.
    const pids = here()
      .supervisor.list()
      .map((name) => here().supervisor.find(name)?.pid);
    await platform.close();
    platform = await startPlatform(options);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await until(settled)).status?.instances?.map(({ restarts }) => restarts)).toEqual([0, 0]);
    expect(
      here()
        .supervisor.list()
        .map((name) => here().supervisor.find(name)?.pid),
    ).toEqual(pids);
  });

  test('the log is followed live, also by who starts later', async () => {
    platform = await startPlatform(options);
    await deploy({ replicas: 1 });
    await until(settled);
    const abort = new AbortController();
    const path = '/apis/apps.dizuo/v1alpha1/namespaces/t-a/workloads/web/log?follow=true&tail=0';
    const answer = await fetch(here().url + path, { signal: abort.signal });
    let seen = '';
    const reading = (async () => {
      for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) seen += text;
    })().catch(() => {});
    await change((spec) => {
      spec.env = [{ name: 'GREETING', value: 'second' }];
    });
    const after = await until(settled);
    const [name] = after.status?.instances?.map((instance) => instance.name) ?? [];
    await expect.poll(() => seen).toContain('ending');
    await expect.poll(() => seen).toContain(`[${name}] starting second`);
    abort.abort();
    await reading;
  });

  test.runIf(root)("one tenant's process reads neither another's files nor the platform's keys", async () => {
    platform = await startPlatform(options);
    await deploy({ replicas: 1 });
    const workload = await until(settled);
    const digest = workload.spec.artifact.digest?.slice(7);
    const own = (await ask(workload)).uid;
    const reads = (uid: number, path: string) => {
      try {
        execFileSync('setpriv', [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', 'cat', path], { stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    };
    const code = join(directory, 'workloads/tenants/t-a/artifacts', digest ?? '', 'src/main.ts');
    const pid = here().supervisor.find(here().supervisor.list()[0] ?? '')?.pid;
    expect(reads(own, code)).toBe(true);
    const stranger = own + 1;
    for (const path of [
      code,
      join(directory, 'workloads/tenants/t-a/home/web/starts'),
      join(directory, 'workloads/revision-key'),
      join(directory, 'run/hash-key'),
      join(directory, 'logs/t-a/web', `${workload.status?.instances?.[0]?.name}.log`),
      join(directory, 'blobs/t-a', `${digest}.tar.gz`),
      `/proc/${pid}/environ`,
    ])
      expect([path, reads(stranger, path)]).toEqual([path, false]);
    expect(reads(own, join(directory, 'workloads/revision-key'))).toBe(false);
  });

  test.each([
    ['workload/planned', 'before anything is recorded'],
    ['workload/started', 'between the first start and its record'],
    ['workload/started#2', 'between the second start and its record'],
  ])('a server killed at %s (%s) loses nothing and starts nothing twice', async (point) => {
    platform = await startPlatform(options);
    await deploy({ replicas: 0 });
    await until((w) => w.status?.phase === 'Stopped');
    await platform.close();
    await setReplicas(2);
    expect(await runKilled(point)).toBe('SIGKILL');
    platform = await startPlatform(options);
    const workload = await until(settled);
    expect(workload.status?.instances?.map((i) => i.restarts)).toEqual([0, 0]);
    expect(here().supervisor.list()).toHaveLength(2);
    expect(starts()).toBe(2);
    expect((await database.admin.query('select * from dizuo.app_port')).rows).toHaveLength(2);
  });

  test.each(['workload/stopped', 'workload/forgotten', 'workload/removed'])(
    'a server killed at %s while it deletes leaves nothing behind',
    async (point) => {
      platform = await startPlatform(options);
      await deploy({ replicas: 2 });
      await until(settled);
      await platform.close();
      await withClient((client) => client.delete(Workload, key));
      expect(await runKilled(point)).toBe('SIGKILL');
      platform = await startPlatform(options);
      await expect.poll(read).toBeUndefined();
      expect(here().supervisor.list()).toEqual([]);
      expect((await database.admin.query('select * from dizuo.app_port')).rows).toEqual([]);
    },
  );
});

async function runKilled(point: string): Promise<NodeJS.Signals | null> {
  const script = fileURLToPath(new URL('../../test/run-apps-platform.ts', import.meta.url));
  const server = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DIZUO_CRASH_AT: point },
  });
  return new Promise((resolve) => server.once('exit', (_code, signal) => resolve(signal)));
}

const setReplicas = (replicas: number) =>
  withClient(async (client) => {
    await client.modify(Workload, key, (object) => ({ ...object, spec: { ...object.spec, replicas } }));
  });

/** Writes while no platform runs. */
async function withClient(work: (client: Platform['client']) => Promise<void>): Promise<void> {
  const quiet = await startPlatform({ ...options, controllers: false });
  try {
    await work(quiet.client);
  } finally {
    await quiet.close();
  }
}
