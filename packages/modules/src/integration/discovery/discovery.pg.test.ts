import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DatabaseScan, Department, DiscoveryFinding, InformationSystem, Ledger, Tenant } from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashPoints } from '../../../../../apps/server/test/crash-points.ts';
import { type ForeignPostgres, startForeignPostgres } from '../../../../../apps/server/test/foreign-postgres.ts';
import { type ApiDoor, eventually, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { outboundAddress } from '../../gateway/outbound-address.ts';
import { integrationMigrations, integrationStatements } from '../index.ts';
import { identityCheck } from './checked-numbers.ts';

const tenant = 't-a';
const waitMs = 30_000;
let database: TestDatabase;
let server: IntegrationServer;
let old: ForeignPostgres;
let port: number;
let admin: ApiDoor;
let stranger: ApiDoor;

beforeAll(async () => {
  port = await freePort();
  old = await startForeignPostgres(port);
  await fillOldSystem();
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await start();
  const make = (kind: never, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
  await make(Department as never, 'district', { displayName: 'District', category: 'district' });
  for (const name of ['a', 'b']) {
    await make(Department as never, name, { displayName: name, category: 'bureau', parentRef: 'district' });
    await make(Tenant as never, `t-${name}`, { displayName: name, departmentRef: name });
  }
  admin = server.as('admin', { [tenant]: ['tenant-admin', 'developer'] });
  stranger = server.as('stranger', { 't-b': ['tenant-admin', 'developer'] });
  await admin.create(InformationSystem, tenant, 'signs', {
    displayName: '招牌系统',
    departmentRef: 'a',
    level: 'district',
    data: [{ code: 'shop-sign', displayName: '户外招牌', records: 1 }],
  });
  await putSecret('signs-db');
}, 120_000);
afterAll(async () => {
  await server?.close();
  await database?.drop();
  await old?.stop();
});

/** Scans reach the database of the test, as the operator would allow it, and nothing else on this machine. */
const start = () =>
  startIntegration(database, { controllers: true, openAddress: outboundAddress({ allowed: [`127.0.0.1:${port}`], own: [] }) });

const person = (i: number) => {
  const first = `31010119850312${String(i).padStart(3, '0')}`;
  return first + identityCheck(first);
};
const marker = '绝不应被保存';

async function fillOldSystem(): Promise<void> {
  await old.query('grant create on schema public to dizuo_owner');
  await old.query(`create table t_shop_sign (id bigint primary key, mc text, wz text); comment on table t_shop_sign is '户外招牌'`);
  await old.query(`insert into t_shop_sign select i, '招牌' || i, '位置' from generate_series(1, 3000) i`);
  await old.query(`create table applicants (id bigint, c1 text, sjh text, remark text)`);
  for (let i = 0; i < 20; i += 1)
    await old.query(`insert into applicants values (${i}, '${person(i)}', '138001380${10 + i}', '${marker}')`);
  await old.query(`create schema archive; create table archive.years (year int, text text) partition by range (year);
    create table archive.y24 partition of archive.years for values from (2024) to (2025);
    create table archive.y25 partition of archive.years for values from (2025) to (2026);
    insert into archive.years select 2024 + i % 2, 'x' from generate_series(1, 500) i`);
  await old.query('create table empty (id int)');
  await old.query('create table hidden (id int, sfzh text); insert into hidden values (1, null)');
  await old.query('grant select on t_shop_sign, applicants to dizuo_owner; grant usage on schema archive to dizuo_owner');
  await old.query(
    `create extension if not exists postgres_fdw; create server city foreign data wrapper postgres_fdw options (host 'city.example', dbname 'permits')`,
  );
  await old.query('analyze');
}

function putSecret(name: string, change: Record<string, string> = {}, type = 'integration.dizuo/database') {
  const values = {
    host: '127.0.0.1',
    port: String(port),
    database: 'district',
    username: 'dizuo_owner',
    password: 'p@ss/word',
    sslmode: 'disable',
    ...change,
  };
  return admin.call('POST', `/api/v1/namespaces/${tenant}/secrets`, {
    metadata: { name },
    type,
    data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  });
}

const ended = (name: string) =>
  eventually(async () => {
    const { body } = await admin.get(DatabaseScan, tenant, name);
    return ['Succeeded', 'Failed'].includes(body.status?.phase) && body;
  }, waitMs);
// biome-ignore lint/suspicious/noExplicitAny: objects as a client that knows no types sees them
const findings = async (): Promise<any[]> => (await admin.list(DiscoveryFinding, tenant)).body.items;
const about = async (displayName: string) => (await findings()).find(({ spec }) => spec.displayName === displayName);
const decide = (name: string, spec: object) => admin.patch(DiscoveryFinding, tenant, name, { spec });
const phase = (name: string, wanted: string) =>
  eventually(async () => {
    const { body } = await admin.get(DiscoveryFinding, tenant, name);
    return body.status?.phase === wanted && body;
  }, waitMs);
const system = async (name: string) => (await admin.get(InformationSystem, tenant, name)).body;

describe('a scan', () => {
  it('sees tables, volumes, personal data and links, and keeps no value', async () => {
    expect((await admin.create(DatabaseScan, tenant, 'first', scan({ systemRef: 'signs', sampleValues: true }))).status).toBe(201);
    const { status, spec } = await ended('first');
    expect(status).toMatchObject({ phase: 'Succeeded', tables: 5, personalTables: 2, leftOut: 0, findings: 5 });
    expect(status.rows).toBe(3000 + 20 + 500 + 1);
    expect(status.bytes).toBeGreaterThan(1000);
    expect(spec.requester).toBe('admin');
    const signs = await about('户外招牌');
    expect(signs.spec).toMatchObject({
      source: 'database',
      finding: 'data',
      systemRef: 'signs',
      scanRef: 'first',
      data: [{ code: 'shop-sign', records: 3000, items: ['id', 'mc', 'wz'] }],
    });
    expect((await about('years')).spec.tables).toMatchObject([{ name: 'archive.years', rows: 500 }]);
    const people = (await about('applicants')).spec;
    expect(people.data).toMatchObject([{ code: 'applicants', personal: true }]);
    expect(people.tables[0].columns).toMatchObject([
      { name: 'id' },
      { name: 'c1', personal: 'identityNumber', confidence: 1 },
      { name: 'sjh', personal: 'phone' },
      { name: 'remark' },
    ]);
    expect(people.tables[0].columns[3].personal).toBeUndefined();
    expect((await about('hidden')).spec.tables[0].columns[1]).toMatchObject({ personal: 'identityNumber', confidence: 0.6 });
    expect((await about('city')).spec.interfaces).toMatchObject([{ direction: 'calls', counterpart: 'city.example/permits' }]);
    for (const table of ['object', 'change', 'audit'].map((name) => `dizuo.${name}`)) {
      const { rows } = await database.admin.query(`select count(*)::int as n from ${table} t where t::text like any($1)`, [
        [marker, person(3), '13800138012', 'p@ss/word', Buffer.from('p@ss/word').toString('base64')].map((word) => `%${word}%`),
      ]);
      expect([table, rows[0].n]).toEqual([table, 0]);
    }
  });

  it('without leave to look at values goes by names alone, and again on demand', async () => {
    await admin.create(DatabaseScan, tenant, 'names', scan({ schemas: ['public'] }));
    const { status } = await ended('names');
    expect(status).toMatchObject({ phase: 'Succeeded', tables: 4, personalTables: 2 });
    const seen = (await findings()).find(({ spec }) => spec.scanRef === 'names' && spec.displayName === 'applicants');
    expect(seen.spec.tables[0].columns[1].personal).toBeUndefined();
    expect(seen.spec.tables[0].columns[2]).toMatchObject({ personal: 'phone', confidence: 0.6 });
    const before = (await findings()).length;
    await admin.patch(DatabaseScan, tenant, 'names', { metadata: { annotations: { 'dizuo/retry': 'now' } } });
    await eventually(async () => {
      const { body } = await admin.get(DatabaseScan, tenant, 'names');
      return body.status?.retry === 'now' && body.status.phase === 'Succeeded';
    }, waitMs);
    expect(await findings()).toHaveLength(before);
  });

  it.each<[why: string, code: string, secret: Record<string, string>]>([
    ['a wrong password', 'ScanCredentials', { password: 'wrong' }],
    ['a database that is not there', 'ScanNoDatabase', { database: 'nowhere' }],
    ['another port of this machine', 'OutboundClosed', { port: '1' }],
    ['a server without TLS', 'ScanNoTls', { sslmode: 'require' }],
    ['the platform’s own machine', 'OutboundClosed', { host: 'localhost' }],
    ['a number that means this machine', 'OutboundClosed', { host: '2130706433' }],
    ['an IPv6 address that means this machine', 'OutboundClosed', { host: '::ffff:127.0.0.1' }],
    ['a metadata service', 'OutboundClosed', { host: '169.254.169.254' }],
    ['a socket in a directory', 'ScanSecretHost', { host: '/var/run' }],
    ['no user', 'ScanSecretKey', { username: '' }],
  ])('says what is wrong with %s, and no secret', async (why, code, secret) => {
    const name = `bad-${why.replaceAll(/[^a-zA-Z]/g, '').toLowerCase()}`;
    await putSecret(name, secret);
    await admin.create(DatabaseScan, tenant, name, scan({ secretRef: name }));
    const { status } = await ended(name);
    expect(status.conditions).toMatchObject([{ type: 'Ready', reason: 'ScanFailed', said: { code } }]);
    expect(JSON.stringify(status)).not.toContain('p@ss');
  });

  it('waits for its secret, and takes none that was not made for it', async () => {
    await admin.create(DatabaseScan, tenant, 'waits', scan({ secretRef: 'later', schemas: ['archive'] }));
    await eventually(async () => (await admin.get(DatabaseScan, tenant, 'waits')).body.status?.phase === 'Pending', waitMs);
    await putSecret('later', {}, 'Opaque');
    expect((await ended('waits')).status.conditions).toMatchObject([{ said: { code: 'ScanSecretType' } }]);
  });

  it('is its tenant’s alone, looks at what was asked, and at systems that there are', async () => {
    expect((await stranger.get(DatabaseScan, tenant, 'first')).status).toBe(403);
    expect((await stranger.create(DatabaseScan, tenant, 'theirs', scan())).status).toBe(403);
    expect((await server.as('viewer', { [tenant]: ['viewer'] }).create(DatabaseScan, tenant, 'v', scan())).status).toBe(403);
    expect((await stranger.create(DatabaseScan, 't-b', 'own', scan({ systemRef: 'signs' }))).status).toBe(422);
    const change = await admin.patch(DatabaseScan, tenant, 'first', { spec: { secretRef: 'other' } });
    expect([change.status, change.body.details.causes[0].field]).toEqual([422, 'spec.secretRef']);
  });
});

function scan(more: object = {}): object {
  return { displayName: '旧库', secretRef: 'signs-db', ...more };
}

describe('a finding', () => {
  it('confirmed is in the system in the same moment, and stays decided', async () => {
    const { metadata } = (await findings()).find(({ spec }) => spec.displayName === '户外招牌' && spec.systemRef === 'signs');
    await decide(metadata.name, { decision: 'confirm' });
    const done = await phase(metadata.name, 'Confirmed');
    expect(done.spec).toMatchObject({ target: 'signs', decidedBy: 'admin' });
    expect((await system('signs')).spec.data).toEqual([
      { code: 'shop-sign', displayName: '户外招牌', records: 3000, items: ['id', 'mc', 'wz'] },
    ]);
    const again = await decide(metadata.name, { decision: 'dismiss' });
    expect([again.status, again.body.details.causes[0].field]).toEqual([422, 'spec.decision']);
    await admin.patch(DatabaseScan, tenant, 'first', { metadata: { annotations: { 'dizuo/retry': 'again' } } });
    await eventually(async () => (await admin.get(DatabaseScan, tenant, 'first')).body.status?.retry === 'again', waitMs);
    expect((await admin.get(DiscoveryFinding, tenant, metadata.name)).body.metadata.resourceVersion).toBe(done.metadata.resourceVersion);
  });

  it('dismissed can be opened again', async () => {
    const { metadata } = await about('years');
    await decide(metadata.name, { decision: 'dismiss', comment: '历史数据' });
    await phase(metadata.name, 'Dismissed');
    await decide(metadata.name, { decision: null });
    expect((await phase(metadata.name, 'Open')).spec.decidedBy).toBeUndefined();
  });

  it('says which system it is about before it is confirmed, and what was seen is not rewritten', async () => {
    const { metadata } = (await findings()).find(({ spec }) => spec.scanRef === 'names' && spec.displayName === 'applicants');
    const field = async (spec: object) => (await decide(metadata.name, spec)).body.details.causes[0].field;
    expect(await field({ decision: 'confirm' })).toBe('spec.target');
    expect(await field({ decision: 'confirm', target: 'no-such-system' })).toBe('spec.target');
    expect(await field({ seenAt: '2020-01-01T00:00:00Z' })).toBe('spec.seenAt');
    expect((await stranger.patch(DiscoveryFinding, tenant, metadata.name, { spec: { decision: 'dismiss' } })).status).toBe(403);
  });

  it('of an unknown system enters it, once, if the ledger lets it', async () => {
    const make = (name: string, port: number) =>
      server.client.create(DiscoveryFinding, {
        metadata: { namespace: tenant, name },
        spec: {
          source: 'gateway',
          finding: 'system',
          displayName: '网关上的老系统',
          addresses: [`10.1.2.3:${port}`],
          seenAt: '2026-01-05T02:00:00Z',
        },
      } as never);
    await make('gw-one', 80);
    await decide('gw-one', { decision: 'confirm', target: 'found' });
    await phase('gw-one', 'Confirmed');
    expect((await system('found')).spec).toMatchObject({
      addresses: ['10.1.2.3:80'],
      departmentRef: 'a',
      lastActiveOn: '2026-01-05',
      countedIn: 'a',
    });

    await server.as('operator', operatorRoles).create(Ledger, tenant, 'default', { departmentRef: 'a', phase: 'frozen' });
    await eventually(async () => (await admin.get(Ledger, tenant, 'default')).body.status?.limit !== undefined, waitMs);
    await make('gw-two', 81);
    await decide('gw-two', { decision: 'confirm', target: 'more' });
    expect((await phase('gw-two', 'Failed')).status.conditions).toMatchObject([{ type: 'Entered', said: { code: 'LedgerFull' } }]);
    expect((await admin.get(InformationSystem, tenant, 'more')).status).toBe(404);
    await decide('gw-two', { target: 'found' });
    await phase('gw-two', 'Confirmed');
    expect((await system('found')).spec.addresses).toEqual(['10.1.2.3:80', '10.1.2.3:81']);
  });
});

describe('a server killed', () => {
  it.each(crashPoints.finding)('at %s leaves the system entered once', async (point) => {
    const name = `db-crash-${point.replace('/', '-')}`;
    await server.close();
    const quiet = await startIntegration(database);
    await quiet.client.create(DiscoveryFinding, {
      metadata: { namespace: tenant, name },
      spec: {
        source: 'database',
        finding: 'data',
        displayName: name,
        systemRef: 'signs',
        data: [{ code: name, displayName: name }],
        seenAt: '2026-01-05T02:00:00Z',
      },
    } as never);
    const body = { spec: { decision: 'confirm' } };
    expect((await quiet.as('admin', { [tenant]: ['tenant-admin'] }).patch(DiscoveryFinding, tenant, name, body)).status).toBe(200);
    await quiet.close();
    expect(await killedAt(point)).toBe('SIGKILL');
    await goOn();
    await phase(name, 'Confirmed');
    expect((await system('signs')).spec.data.filter(({ code }: { code: string }) => code === name)).toHaveLength(1);
  });

  it('amid the findings of a scan, the next one sees the scan through without a finding twice', async () => {
    await server.close();
    const quiet = await startIntegration(database);
    const body = scan({ systemRef: 'found' });
    await quiet.as('admin', { [tenant]: ['tenant-admin'] }).create(DatabaseScan, tenant, 'broken-off', body);
    await quiet.close();
    expect(await killedAt(`${crashPoints.scan[0]}#2`)).toBe('SIGKILL');
    await goOn();
    const { status } = await ended('broken-off');
    expect(status).toMatchObject({ phase: 'Succeeded', findings: 5 });
    expect((await findings()).filter(({ spec }) => spec.systemRef === 'found')).toHaveLength(5);
  });

  async function goOn(): Promise<void> {
    server = await start();
    admin = server.as('admin', { [tenant]: ['tenant-admin', 'developer'] });
  }

  function killedAt(point: string): Promise<NodeJS.Signals | null> {
    const script = fileURLToPath(new URL('../../../test/run-integration-platform.ts', import.meta.url));
    const { host, database: name } = database.access.admin as { host: string; database: string };
    const child = spawn(process.execPath, [script, JSON.stringify({ host, database: name })], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DIZUO_CRASH_AT: point },
      timeout: 40_000,
    });
    return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  }
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
