import {
  Department,
  Disposition,
  decisionsPath,
  InformationSystem,
  IntegrationPlan,
  IntegrationRules,
  LargeSystem,
  systemNamespace,
  Tenant,
} from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  type ApiDoor,
  eventually,
  type IntegrationServer,
  operatorRoles,
  startIntegration,
} from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { integrationMigrations, integrationStatements, standardRules } from '../index.ts';

const tenant = 't-a';
let database: TestDatabase;
let server: IntegrationServer;
let admin: ApiDoor;
let stranger: ApiDoor;
let operator: ApiDoor;

const permits = {
  level: 'district',
  functions: ['户外招牌审批', '现场勘察'],
  linesOfBusiness: ['市容景观'],
  data: [{ code: 'shop-sign', displayName: '招牌', items: ['店名'], from: ['staff'] }],
  use: { accounts: 10, monthlyActive: 9 },
};

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await startIntegration(database, { controllers: true });
  const make = (kind: never, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
  await make(Department as never, 'district', { displayName: 'District', category: 'district' });
  for (const [bureau, place] of [
    ['bureau', tenant],
    ['other', 't-b'],
  ] as const) {
    await make(Department as never, bureau, { displayName: bureau, category: 'bureau', parentRef: 'district' });
    await make(Tenant as never, place, { displayName: bureau, departmentRef: bureau });
  }
  await make(IntegrationRules as never, 'default', standardRules);
  admin = server.as('admin', { [tenant]: ['tenant-admin'] });
  stranger = server.as('stranger', { 't-b': ['tenant-admin'] });
  operator = server.as('operator', operatorRoles);
  const system = (who: ApiDoor, place: string, name: string, spec: object) =>
    who.create(InformationSystem, place, name, {
      displayName: `系统 ${name}`,
      departmentRef: place === tenant ? 'bureau' : 'other',
      ...spec,
    });
  await system(admin, tenant, 'permits', permits);
  await system(admin, tenant, 'asleep', { level: 'district', use: { accounts: 3, monthlyActive: 0 } });
  await system(admin, tenant, 'alone', {
    level: 'unit',
    functions: ['餐厨垃圾收运'],
    addresses: ['https://10.1.2.3/alone'],
    use: { accounts: 5, monthlyActive: 5 },
  });
  await system(admin, tenant, 'homeless', { level: 'unit', functions: ['林火监测'], use: { accounts: 5, monthlyActive: 5 } });
  await system(admin, tenant, 'city', { level: 'city' });
  await system(stranger, 't-b', 'zzsecretzz', { level: 'district', functions: ['学籍登记'] });
  await admin.create(LargeSystem, tenant, 'appearance', {
    displayName: '市容景观大系统',
    departmentRef: 'bureau',
    linesOfBusiness: ['市容景观'],
    modules: [
      { name: 'patrol', displayName: '道路保洁' },
      { name: 'signs', displayName: '户外招牌审批' },
      { name: 'survey', displayName: '现场勘察' },
    ],
  });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const ask = async (who: ApiDoor, path: string) => (await who.call('GET', `${decisionsPath}${path}`)).body;
const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
const fields = ({ status, body }: Answer) => [status, ...(body.details?.causes ?? []).map((c: { field: string }) => c.field)];
const propose = (name: string, spec: object = {}) =>
  admin.create(Disposition, tenant, name, { systemRef: name, way: 'keep', reason: '按计划', ...spec });

describe('what the assessment proposes', () => {
  it('becomes a disposition that only lacks what nobody knows, each with its reasons', async () => {
    const { items } = await eventually(async () => {
      const body = await ask(admin, '/drafts?domain=apps.example');
      return body.items.length === 4 && body.items.some(({ way }: { way: string }) => way === 'merge') && body;
    });
    const draft = (name: string) => items.find((item: { name: string }) => item.name === name);
    expect(draft('permits')).toMatchObject({
      way: 'merge',
      merge: { largeSystemRef: 'appearance', module: 'signs' },
      into: '市容景观大系统 · 户外招牌审批',
      missing: [],
    });
    expect(draft('permits').reasons.map((r: { code: string }) => r.code)).toContain('fits');
    expect(draft('asleep')).toMatchObject({ way: 'retire', missing: [], reasons: [{ code: 'nobody' }] });
    expect(draft('alone')).toMatchObject({
      way: 'connect',
      connect: { host: 'alone.apps.example', address: '10.1.2.3:443', tls: true, signIn: 'required' },
    });
    expect(draft('homeless')).toMatchObject({ way: 'connect', missing: ['address'] });
    expect(names(await ask(admin, '/drafts?system=t-a/city'))).toEqual(['city']);
  });

  it('is kept with the disposition, whatever is decided', async () => {
    expect((await propose('asleep')).status).toBe(201);
    const { status } = await eventually(async () => {
      const { body } = await admin.get(Disposition, tenant, 'asleep');
      return body.status?.proposed && body;
    });
    expect(status.proposed).toBe('retire');
    await eventually(async () => !names(await ask(admin, '/drafts')).includes('asleep'));
    expect(names(await ask(admin, '?only=differs'))).toEqual(['asleep']);
  });
});

describe('a wave', () => {
  const wave = (name: string, startsOn: string, endsOn: string, dependsOn?: string[]) => ({
    name,
    displayName: name,
    startsOn,
    endsOn,
    ...(dependsOn ? { dependsOn } : {}),
  });
  const one = wave('one', '2026-01-01', '2026-03-31');

  it.each([
    ['waits for itself', [wave('one', '2026-01-01', '2026-03-31', ['one'])], 'spec.waves[0].dependsOn'],
    ['waits for one that is not there', [wave('one', '2026-01-01', '2026-03-31', ['two'])], 'spec.waves[0].dependsOn'],
    ['ends before it starts', [wave('one', '2026-03-01', '2026-01-31')], 'spec.waves[0].endsOn'],
    ['starts before what it waits for ends', [one, wave('two', '2026-02-01', '2026-06-30', ['one'])], 'spec.waves[1].startsOn'],
  ])('that %s is refused, and the field named', async (_why, waves, field) => {
    expect(fields(await admin.create(IntegrationPlan, tenant, 'default', { departmentRef: 'bureau', waves }))).toEqual([422, field]);
  });

  it('holds systems within its days', async () => {
    const waves = [one, wave('two', '2027-04-01', '2027-06-30', ['one'])];
    expect((await admin.create(IntegrationPlan, tenant, 'default', { departmentRef: 'bureau', waves })).status).toBe(201);
    expect(fields(await propose('alone', { wave: 'three' }))).toEqual([422, 'spec.wave']);
    expect(fields(await propose('alone', { wave: 'two', startsOn: '2027-03-31' }))).toEqual([422, 'spec.startsOn']);
    expect(fields(await propose('alone', { wave: 'two', endsOn: '2027-07-01' }))).toEqual([422, 'spec.endsOn']);
    expect(fields(await propose('alone', { wave: 'two', startsOn: '2027-05-02', endsOn: '2027-05-01' }))).toEqual([422, 'spec.endsOn']);
    expect((await propose('alone', { wave: 'two', endsOn: '2027-05-31' })).status).toBe(201);
    expect(fields(await propose('permits', { wave: 'one', dependsOn: ['alone'] }))).toEqual([422, 'spec.dependsOn']);
    expect((await propose('permits', { wave: 'two', dependsOn: ['alone'], startsOn: '2027-06-01' })).status).toBe(201);
    expect((await admin.patch(Disposition, tenant, 'asleep', { spec: { wave: 'one' } })).status).toBe(200);
  });

  it('is shown with its systems, what is late and what waits', async () => {
    const plan = await eventually(async () => {
      const body = await ask(admin, `/plan?namespace=${tenant}`);
      return body.waves?.[1]?.systems === 2 && body.waves[0].systems === 1 && body;
    });
    expect(plan).toMatchObject({ namespace: tenant, exists: true, displayName: 'bureau', unplanned: [] });
    expect(plan.waves[0]).toMatchObject({ name: 'one', late: 1, share: 0, items: [{ name: 'asleep', late: true, endsOn: '2026-03-31' }] });
    expect(plan.waves[1]).toMatchObject({ late: 0, waitsFor: [], dependsOn: ['one'] });
    expect(plan.waves[1].items).toMatchObject([
      { name: 'alone', endsOn: '2027-05-31', startsOn: '2027-04-01', waitsFor: [] },
      { name: 'permits', waitsFor: [{ name: 'alone', displayName: '系统 alone' }] },
    ]);
  });
});

describe('the list of decisions', () => {
  it('counts what there is and filters, sorts and pages it', async () => {
    const all = await ask(admin, '?sort=name');
    expect(all).toMatchObject({
      total: 4,
      counts: { systems: 4, open: 1, ways: { keep: 3, merge: 0, connect: 0, retire: 0 }, late: 1, blocked: 1 },
    });
    expect(names(await ask(admin, '?phase=open'))).toEqual(['homeless']);
    expect(names(await ask(admin, '?only=late'))).toEqual(['asleep']);
    expect(names(await ask(admin, '?only=blocked'))).toEqual(['permits']);
    expect(names(await ask(admin, '?wave=two&sort=endsOn&descending=true'))).toEqual(['permits', 'alone']);
    expect(names(await ask(admin, '?search=PERM'))).toEqual(['permits']);
    expect((await ask(admin, '?limit=1&offset=1')).items).toHaveLength(1);
    expect((await ask(operator, '?department=bureau')).total).toBe(4);
    expect((await ask(operator, '')).total).toBe(5);
  });

  it('tells a tenant nothing of another', async () => {
    for (const path of ['', '/drafts', '/plan']) {
      expect(JSON.stringify(await ask(admin, path))).not.toContain('zzsecretzz');
      expect(JSON.stringify(await ask(stranger, path))).not.toContain('permits');
    }
    expect((await stranger.call('GET', `${decisionsPath}/plan?namespace=${tenant}`)).status).toBeGreaterThanOrEqual(403);
    expect((await server.as('nobody', { [systemNamespace]: ['audit-admin'] }).call('GET', decisionsPath)).status).toBe(403);
  });
});
