import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crashes, itemsOf, noEventTwice } from './crash.ts';
import { crashPoints } from './crash-points.ts';
import { approve, delivered, deploy, insist, makeTenant, manifestText, order, type People, publish, tenant } from './journey.ts';
import { Platform, pause } from './platform.ts';
import { processesOf } from './processes.ts';

let platform: Platform;
let crashes: Crashes;
let people: People;

beforeAll(async () => {
  platform = await Platform.create();
  crashes = new Crashes(platform);
  await platform.start();
  people = {
    operator: await platform.kubectl('operator'),
    security: await platform.kubectl('security-admin'),
    developer: await platform.kubectl('developer'),
  };
  await makeTenant(people);
});
afterAll(() => platform?.remove());

const items = <T = Record<string, unknown>>(kind: string) => itemsOf<T>(people.operator, kind, tenant);

/** The component server, from behind. */
async function onComponents<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const broker = JSON.parse(await insist(people.operator, ['get', 'broker', 'postgresql', '-o', 'json'])) as {
    status: { endpoint: { port: number } };
  };
  const client = new pg.Client({
    host: join(platform.directory, 'run', 'c-postgresql'),
    port: broker.status.endpoint.port,
    user: 'dizuo_components',
    database: 'postgres',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

interface Delivered {
  databases: string[];
  owners: string[];
  logins: string[];
}

function whatIsThere(): Promise<Delivered> {
  return onComponents(async (client) => {
    const names = async (sql: string) => (await client.query(sql)).rows.map((row) => row.name as string);
    return {
      databases: await names(`select datname as name from pg_database where datname like 'db\\_%'`),
      owners: await names(`select rolname as name from pg_roles where rolname like 'owner\\_%' and not rolcanlogin`),
      logins: await names(`select rolname as name from pg_roles where rolname like 'app\\_%' and rolcanlogin`),
    };
  });
}

function replicas(): number {
  return processesOf(join(platform.directory, 'workloads', 'tenants', tenant)).length;
}

async function orderCameOnce(): Promise<void> {
  const tasks = await items<{ status: { phase: string } }>('humantasks');
  expect(tasks.map(({ status }) => status.phase)).toEqual(['Completed']);
  const [process, ...others] = await items<{ status: { phase: string; history: unknown[] } }>('processinstances');
  expect(others).toEqual([]);
  expect(process?.status).toMatchObject({ phase: 'Completed', outcome: 'approved' });
  expect(process?.status.history).toHaveLength(1);
  const [request] = await items<{ status: { phase: string; decisions: unknown[] } }>('requests');
  expect(request?.status).toMatchObject({ phase: 'Delivered', decisions: [{ outcome: 'approve', by: 'operator' }] });
  expect(request?.status.decisions).toHaveLength(1);
  expect(await items('serviceinstances')).toHaveLength(1);
  expect(await items('servicebindings')).toHaveLength(1);
  const secrets = JSON.parse(await insist(people.developer, ['get', 'secrets', '-n', tenant, '-o', 'json'])) as { items: unknown[] };
  expect(secrets.items).toHaveLength(1);
  const there = await whatIsThere();
  expect([there.databases.length, there.owners.length, there.logins.length], JSON.stringify(there)).toEqual([1, 1, 1]);
  const [quota] = await items<{ status: { used: Record<string, number> } }>('quotas');
  expect(quota?.status.used).toMatchObject({ databases: 1, storageMiB: 1024, connections: 20 });
  await noEventTwice(people.operator, tenant);
}

async function credentialsWork(): Promise<void> {
  const encoded = await insist(people.developer, ['get', 'secret', 'permits', '-n', tenant, '-o', 'jsonpath={.data.uri}']);
  const client = new pg.Client({ connectionString: Buffer.from(encoded, 'base64').toString() });
  await client.connect();
  expect((await client.query('select count(*)::int as n from pg_class where relname = $1', ['dizuo_round_trip'])).rows[0].n).toBe(0);
  await client.end();
}

describe('kill -9 at every point between an effect and its record', { timeout: 600_000 }, () => {
  it('goes through every point that the program names', () => {
    const modules = fileURLToPath(new URL('../../../packages/modules/src', import.meta.url));
    const sources = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.ts$/.test(name) && !/test\.ts$/.test(name),
    );
    const named = sources.flatMap((name) => [...readFileSync(join(modules, name), 'utf8').matchAll(/crashPoint\((['`])([^'`]+)\1\)/g)]);
    const tried: string[] = Object.values(crashPoints).flat();
    // A name that is made up stands for all that it can be.
    const untried = named.filter(([, , point = '']) => {
      const pattern = new RegExp(`^${point.replaceAll(/\$\{[^}]+\}/g, '[^/]+')}$`);
      return !tried.some((name) => pattern.test(name));
    });
    expect(untried.map(([call]) => call)).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it('an order: one process, one task', async () => {
    await crashes.dieAtEach(crashPoints.order, () => order(people));
    await expect.poll(async () => (await items('humantasks')).length).toBe(1);
    expect(await items('processinstances')).toHaveLength(1);
  });

  it('the decision and the delivery: one of each', async () => {
    await crashes.dieAtEach([...crashPoints.decision, ...crashPoints.delivery], () => approve(people));
    await delivered(people);
    await orderCameOnce();
    await credentialsWork();
  });

  it('the deployment: as many processes as replicas', async () => {
    await crashes.dieAtEach(crashPoints.deployment, () =>
      insist(people.developer, ['apply', '-f', '-'], { input: manifestText('04-application.yaml') }),
    );
    await deploy(people);
    expect(replicas()).toBe(2);
    await noEventTwice(people.operator, tenant);
  });

  it('an upload that goes', async () => {
    const developer = await platform.signIn('developer');
    const content = execFileSync('tar', ['-cz', '-C', fileURLToPath(new URL('.', import.meta.url)), 'journey.ts']);
    const path = `/apis/apps.dizuo/v1alpha1/namespaces/${tenant}/applications/shop-sign-permit/artifacts`;
    const answer = await fetch(platform.url + path, {
      method: 'POST',
      headers: { cookie: `dizuo_session=${developer.cookie('dizuo_session')}`, 'x-dizuo-csrf': '1', 'content-type': 'application/gzip' },
      body: new Uint8Array(content),
    });
    expect(answer.status, await answer.clone().text()).toBe(201);
    await crashes.dieAtEach(crashPoints.artifact, () => insist(people.developer, ['delete', 'artifact', '--all', '-n', tenant]));
    await expect.poll(async () => (await items('artifacts')).length).toBe(0);
  });

  it('after the end of it all nothing is left', async () => {
    const remove = (kinds: string) => () => insist(people.developer, ['delete', kinds, '--all', '-n', tenant, '--wait=false']);
    await crashes.dieAtEach(crashPoints.undeployment, remove('workload,application'));
    await crashes.dieAtEach(crashPoints.deletion, remove('serviceinstance'));
    await expect.poll(async () => [(await items('workloads')).length, (await items('serviceinstances')).length]).toEqual([0, 0]);
    expect(replicas()).toBe(0);
    expect(await whatIsThere()).toEqual({ databases: [], owners: [], logins: [] });
    const secrets = await insist(people.developer, ['get', 'secrets,servicebindings', '-n', tenant, '-o', 'name']);
    expect(secrets).toBe('');
    const [quota] = await items<{ status: { used: Record<string, number> } }>('quotas');
    await expect.poll(async () => (await items<typeof quota>('quotas'))[0]?.status.used.databases).toBe(0);
    expect(existsSync(join(platform.directory, 'workloads', 'tenants', tenant, 'home', 'shop-sign-permit'))).toBe(false);
  });
});

describe('kill -9 between any two steps of the journey', { timeout: 600_000 }, () => {
  const second = (name: string) => manifestText(name).replaceAll('permits', 'second');

  it('ends as if nothing had happened', async () => {
    await insist(people.developer, ['delete', 'requests', '--all', '-n', tenant]);
    await crashes.lose();
    await insist(people.developer, ['apply', '-f', '-'], { input: second('03-order.yaml') });
    await crashes.lose();
    await approve(people, 'second-database');
    await crashes.lose();
    await insist(people.developer, ['wait', '-n', tenant, 'request/second-database', '--for=condition=Ready', '--timeout=120s']);
    await insist(people.developer, ['apply', '-f', '-'], { input: second('04-application.yaml') });
    await crashes.lose();
    await insist(people.developer, ['wait', '-n', tenant, 'workload/shop-sign-permit', '--for=condition=Ready', '--timeout=120s']);
    await publish(people);
    await crashes.lose();
    await expect.poll(() => answerOf('shop-sign.localhost')).toBe(302);
    const there = await whatIsThere();
    expect([there.databases.length, there.owners.length, there.logins.length]).toEqual([1, 1, 1]);
    await expect.poll(async () => (await items('humantasks')).length).toBe(1);
    expect(replicas()).toBe(2);
    await insist(people.operator, ['get', 'tenant', tenant]);
    await insist(people.developer, ['delete', 'httproute,authpolicy,workload,application', '--all', '-n', tenant, '--wait=false']);
    await crashes.lose();
    await insist(people.developer, ['delete', 'serviceinstance', '--all', '-n', tenant, '--wait=false']);
    await crashes.lose();
    await expect.poll(async () => (await items('serviceinstances')).length).toBe(0);
    await insist(people.operator, ['delete', 'tenant', tenant, '--wait=false']);
    await crashes.lose();
    await expect.poll(async () => (await people.operator(['get', 'tenant', tenant])).stderr).toMatch(/not found/i);
    expect(await whatIsThere()).toEqual({ databases: [], owners: [], logins: [] });
    expect(replicas()).toBe(0);
  });

  async function answerOf(host: string): Promise<number> {
    const { request } = await import('node:http');
    return new Promise((resolve) => {
      const outgoing = request(
        { host: '127.0.0.1', port: platform.gatewayPort, path: '/', headers: { host, accept: 'text/html' } },
        (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode ?? 0);
        },
      );
      outgoing.on('error', () => resolve(0));
      outgoing.end();
    });
  }
});

describe('kill -9 during the very first start', { timeout: 600_000 }, () => {
  it('the next start completes it, and the passwords of the file work', async () => {
    const first = await Platform.create();
    try {
      const moments: { name: string; come: () => boolean }[] = [
        { name: 'lock', come: () => existsSync(join(first.directory, 'lock')) },
        { name: 'authority', come: () => existsSync(join(first.directory, 'certificates', 'ca.crt')) },
        { name: 'cluster', come: () => existsSync(join(first.directory, 'state', 'postgres', 'PG_VERSION')) },
        { name: 'socket', come: () => existsSync(join(first.directory, 'run', 'state', '.s.PGSQL.5432')) },
        { name: 'keys', come: () => existsSync(join(first.directory, 'keys', 'master.key')) },
        { name: 'passwords', come: () => existsSync(join(first.directory, 'first-passwords.txt')) },
      ];
      for (const { name, come } of moments) {
        const child = await first.launch();
        const deadline = Date.now() + 120_000;
        while (!come() && child.exitCode === null && Date.now() < deadline) await pause(3);
        expect(come(), `${name}\n${first.output}`).toBe(true);
        await first.kill();
        expect(first.output, name).not.toMatch(/cannot start/);
      }
      const before = first.password('developer');
      await first.launch();
      await pause(700);
      await first.kill();
      await first.start();
      expect(first.password('developer')).toBe(before);
      for (const user of ['developer', 'operator', 'audit-admin', 'shopkeeper']) await first.signIn(user);
    } finally {
      await first.remove();
    }
  });
});
