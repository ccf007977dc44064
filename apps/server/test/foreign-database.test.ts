import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignPostgres, startForeignPostgres } from './foreign-postgres.ts';
import { approve, delivered, deploy, insist, makeTenant, order, type People, publish, tenant } from './journey.ts';
import { Platform } from './platform.ts';
import { processesOf } from './processes.ts';

let foreign: ForeignPostgres;
let platform: Platform;
let people: People;
const start = () => platform.start({ env: { DATABASE_URL: foreign.url } });

beforeAll(async () => {
  platform = await Platform.create();
  const spare = await Platform.create();
  foreign = await startForeignPostgres(spare.port);
  await spare.remove();
  await start();
  people = {
    operator: await platform.kubectl('operator'),
    security: await platform.kubectl('security-admin'),
    developer: await platform.kubectl('developer'),
  };
});
afterAll(async () => {
  await platform?.remove();
  await foreign?.stop();
});

const read = async (kind: string, name: string, path: string) =>
  (await people.developer(['get', kind, name, '-n', tenant, '-o', `jsonpath=${path}`])).stdout;
const statusAtGateway = () =>
  new Promise<number>((resolve, reject) => {
    const headers = { host: `shop-sign.localhost:${platform.gatewayPort}`, accept: 'text/html' };
    request({ host: '127.0.0.1', port: platform.gatewayPort, headers }, (answer) => resolve(answer.statusCode ?? 0))
      .on('error', reject)
      .end();
  });

/** Whether it answers, and not only listens: a stranger is asked for a password when it has recovered. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'stranger', password: 'wrong', database: 'postgres' });
  client.on('error', () => {});
  return client.connect().then(
    () => true,
    (error: { code?: string }) => error.code === '28P01',
  );
}

describe('the journey on a PostgreSQL by DATABASE_URL', () => {
  it('keeps everything there, with roles that are no superusers, and runs no database for its state', async () => {
    expect(foreign.major).toBeGreaterThanOrEqual(15);
    await makeTenant(people);
    const roles = await foreign.query<{ rolname: string }>(
      `select rolname from pg_roles where rolname like 'dizuo%' and (rolsuper or rolbypassrls)`,
    );
    expect(roles).toEqual([]);
    const [found] = await foreign.query<{ n: number }>(`select count(*)::int as n from dizuo.object where namespace = '${tenant}'`);
    expect(found?.n).toBeGreaterThan(0);
    expect(processesOf(platform.directory).filter(({ command }) => command.includes('/state/postgres'))).toEqual([]);
    expect(readdirSync(join(platform.directory, 'state'))).toEqual([]);
  });

  it('component server down: the order says why, and goes on when it is back and somebody asks', { timeout: 120_000 }, async () => {
    const settings = join(platform.directory, 'components', 'postgresql', 'data', 'postgresql.auto.conf');
    await insist(people.operator, ['wait', 'broker/postgresql', '--for=condition=Ready', '--timeout=40s']);
    const port = Number(await insist(people.operator, ['get', 'broker', 'postgresql', '-o', 'jsonpath={.status.endpoint.port}']));
    const before = readFileSync(settings, 'utf8');
    // It dies, and does not come up again: as after a full disk, or a bad change of its settings.
    appendFileSync(settings, `shared_buffers = 'much'\n`);
    const postmaster = processesOf(platform.directory).find(({ command }) => /postgres -D \S+\/components\/postgresql\/data/.test(command));
    process.kill(postmaster?.pid ?? 0, 'SIGKILL');
    await order(people);
    await approve(people);
    await expect.poll(() => read('request', 'permits-database', '{.status.phase}')).toBe('Failed');
    const words = await read('request', 'permits-database', '{.status.conditions[?(@.type=="Ready")].message}');
    expect(words).toMatch(/^the server of broker postgresql does not answer: [^;]+; it is tried again by itself$/);
    expect(await read('serviceinstance', 'permits', '{.status.steps[*].state}')).toBe('Failed Pending Pending Pending');
    expect(await read('serviceinstance', 'permits', '{.status.steps[0].message}')).toContain('does not answer');
    writeFileSync(settings, before);
    await expect.poll(() => answers(port), { interval: 200 }).toBe(true);
    await insist(people.developer, ['annotate', 'serviceinstance', 'permits', '-n', tenant, `dizuo/retry=${new Date().toISOString()}`]);
    await delivered(people);
    expect(await read('serviceinstance', 'permits', '{.status.steps[*].state}')).toBe('Succeeded Succeeded Succeeded Succeeded');
  });

  it('delivers a database, an application and its address', async () => {
    const uri = Buffer.from(await read('secret', 'permits', '{.data.uri}'), 'base64').toString();
    const client = new pg.Client({ connectionString: uri });
    await client.connect();
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await client.end();
    await deploy(people);
    await publish(people);
    await expect.poll(statusAtGateway).toBe(302);
  });

  it('goes on after kill -9, and nothing is lost', async () => {
    await platform.kill();
    expect(await statusAtGateway()).toBe(302);
    await start();
    await insist(people.developer, ['wait', '-n', tenant, 'workload/shop-sign-permit', '--for=condition=Ready', '--timeout=40s']);
    const [seals] = await foreign.query<{ n: number }>('select count(*)::int as n from dizuo.audit_seal');
    await insist(people.developer, ['annotate', 'workload', 'shop-sign-permit', '-n', tenant, '--overwrite', 'dizuo.example/after=kill']);
    await expect
      .poll(async () => (await foreign.query<{ n: number }>('select count(*)::int as n from dizuo.audit_seal'))[0]?.n)
      .toBeGreaterThan(seals?.n ?? 0);
  });

  it('deleting takes everything with it', async () => {
    await insist(people.developer, [
      'delete',
      'httproute,authpolicy,workload,application,serviceinstance',
      '--all',
      '-n',
      tenant,
      '--timeout=60s',
    ]);
    await insist(people.operator, ['delete', 'tenant', tenant, '--timeout=60s']);
    const left = await foreign.query(`select kind, name from dizuo.object where namespace = '${tenant}' and kind <> 'events'`);
    expect(left).toEqual([]);
  });

  it('a user that may too little: the program does not start, and says what to grant', async () => {
    await platform.stop();
    await foreign.query(`create role poor login password 'poor'`);
    const url = new URL(foreign.url);
    url.username = url.password = 'poor';
    const refusal = async () => {
      const child = await platform.launch({ env: { DATABASE_URL: url.toString() } });
      await platform.ended();
      expect(child.exitCode).toBe(1);
      expect(platform.output.trim().split('\n')).toHaveLength(1);
      return platform.output;
    };
    expect(await refusal()).toMatch(/may not create roles; give it CREATEROLE, or make dizuo_migrator, dizuo_app, dizuo_system and grant/);
    await foreign.query('alter role poor createrole');
    expect(await refusal()).toMatch(/may not create a schema; grant CREATE on the database/);
  });

  it('written by a newer version: the program does not start, and says so in one line', async () => {
    await platform.stop();
    await foreign.query(`insert into dizuo.migration (id, checksum) values ('kernel/9999-from-the-future.sql', 'x')`);
    const child = await platform.launch({ env: { DATABASE_URL: foreign.url } });
    await platform.ended();
    expect(child.exitCode).toBe(1);
    expect(platform.output).toBe(
      'Dizuo cannot start: the database was written by a newer version (migration kernel/9999-from-the-future.sql); start that version, or restore a backup into another database\n',
    );
    await foreign.query(`delete from dizuo.migration where id like '%9999%'`);
    await start();
  });
});
