import { readFileSync } from 'node:fs';
import {
  chinaDay,
  Department,
  IntegrationPlan,
  IntegrationRules,
  integrationPackagePath,
  LargeSystem,
  Ledger,
  ProcessDefinition,
  Survey,
  Tenant,
} from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiDoor, eventually, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { decisionProcesses } from '../../flows/decision/decision.ts';
import { standardRules } from '../assessment/standard-rules.ts';
import { integrationMigrations, integrationStatements } from '../index.ts';

let database: TestDatabase;
let server: IntegrationServer;
let operator: ApiDoor;
let file: string;
const inDays = (days: number) => chinaDay(new Date(Date.now() + days * 86_400_000));
const dueOn = inDays(30);

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await startIntegration(database, { controllers: true });
  const make = (kind: never, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
  await make(Department as never, 'district', { displayName: 'District', category: 'district' });
  for (const name of ['a', 'b', 'c']) {
    await make(Department as never, name, { displayName: `局${name}`, category: 'bureau', parentRef: 'district' });
    await make(Tenant as never, `t-${name}`, { displayName: `局${name}`, departmentRef: name });
  }
  const gate = decisionProcesses.find(({ appliesTo }) => appliesTo === 'ItProject') as (typeof decisionProcesses)[number];
  const bpmn = readFileSync(gate.file, 'utf8');
  await make(ProcessDefinition as never, gate.name, { displayName: { zh: gate.zh }, appliesTo: gate.appliesTo, bpmn });
  await make(IntegrationRules as never, 'default', standardRules);
  operator = server.as('operator', operatorRoles);
  const pilot = server.as('admin-a', { 't-a': ['tenant-admin'] });
  await pilot.create(LargeSystem, 't-a', 'greening', {
    displayName: '绿化一体化',
    departmentRef: 'a',
    modules: [
      { name: 'trees', displayName: '树木' },
      { name: 'parks', displayName: '公园' },
    ],
  });
  await pilot.create(IntegrationPlan, 't-a', 'default', {
    departmentRef: 'a',
    waves: [
      { name: 'one', displayName: '第一批', startsOn: '2026-01-10', endsOn: '2026-03-31' },
      { name: 'two', displayName: '第二批', startsOn: '2026-04-01', endsOn: '2026-06-30', dependsOn: ['one'] },
    ],
  });
  await operator.create(Survey, undefined, 'pilot', {
    displayName: '摸底',
    tenants: ['t-a'],
    fields: ['functions', 'data'],
    dueOn: inDays(5),
    remindDaysBefore: [3],
  });
  const answer = await operator.call('GET', `${integrationPackagePath}/t-a`);
  expect(answer.status).toBe(200);
  file = JSON.stringify(answer.body);
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const send = (door: ApiDoor, tenant: string, body: object) => door.call('POST', `${integrationPackagePath}/${tenant}`, body);
const look = (tenant: string, more: object = {}) => send(operator, tenant, { file, startsOn: '2027-03-01', dueOn, ...more });
const actions = ({ body }: { body: { changes: { kind: string; action: string }[] } }) =>
  Object.fromEntries(body.changes.map(({ kind, action }) => [kind, action]));
const nothing = async (tenant: string) => [
  (await operator.list(LargeSystem, tenant)).body.items.length,
  (await operator.list(IntegrationPlan, tenant)).body.items.length,
];

describe('a package', () => {
  it('holds what the next department can use, and nothing of the pilot’s own', () => {
    const pack = JSON.parse(file);
    expect(pack).toMatchObject({ format: 'dizuo-integration-package', formatVersion: 1, from: '局a', name: 'from-t-a' });
    expect(pack.contents.waves).toEqual([
      { name: 'one', displayName: '第一批', startsAfterDays: 0, days: 80 },
      { name: 'two', displayName: '第二批', startsAfterDays: 81, days: 90, dependsOn: ['one'] },
    ]);
    expect(pack.contents.survey).toEqual({ displayName: '摸底', fields: ['functions', 'data'], remindDaysBefore: [3] });
    expect(pack.contents.processes).toHaveLength(1);
    expect(JSON.stringify(pack.contents)).not.toContain('"departmentRef"');
  });

  it('says what it would do before it does, then does it, once', async () => {
    const preview = await look('t-b');
    expect([preview.status, preview.body.applied]).toEqual([200, false]);
    expect(actions(preview)).toEqual({
      IntegrationRules: 'unchanged',
      ProcessDefinition: 'unchanged',
      LargeSystem: 'create',
      IntegrationPlan: 'create',
      Survey: 'create',
    });
    expect(await nothing('t-b')).toEqual([0, 0]);
    expect((await look('t-b', { apply: true })).body.applied).toBe(true);
    const large = (await operator.get(LargeSystem, 't-b', 'greening')).body;
    expect(large.spec).toMatchObject({ departmentRef: 'b', countedIn: 'b', modules: [{ name: 'trees' }, { name: 'parks' }] });
    expect((await operator.get(IntegrationPlan, 't-b', 'default')).body.spec.waves).toMatchObject([
      { startsOn: '2027-03-01', endsOn: '2027-05-20' },
      { startsOn: '2027-05-21', endsOn: '2027-08-19', dependsOn: ['one'] },
    ]);
    expect((await operator.get(Survey, undefined, 'from-t-a-t-b')).body.spec).toMatchObject({ tenants: ['t-b'], dueOn });
    const again = await look('t-b', { apply: true, startsOn: '2030-01-01' });
    expect(actions(again)).toMatchObject({ LargeSystem: 'unchanged', IntegrationPlan: 'kept', Survey: 'kept' });
    expect((await operator.get(LargeSystem, 't-b', 'greening')).body.metadata.resourceVersion).toBe(large.metadata.resourceVersion);
  });

  it('adds modules that are missing, and tells rules that differ by their place', async () => {
    await operator.patch(LargeSystem, 't-b', 'greening', {
      spec: { displayName: '我局的名称', modules: [{ name: 'own', displayName: '自有' }] },
    });
    await operator.patch(IntegrationRules, undefined, 'default', { spec: { activity: { zombieDays: 90 } } });
    const { body } = await look('t-b');
    const of = (kind: string) => body.changes.find((change: { kind: string }) => change.kind === kind);
    expect(of('IntegrationRules')).toMatchObject({ action: 'update', details: [{ path: 'activity.zombieDays', before: '90' }] });
    expect(of('LargeSystem').details.map(({ path }: { path: string }) => path)).toContain('modules[trees].displayName');
    await look('t-b', { apply: true });
    const { spec } = (await operator.get(LargeSystem, 't-b', 'greening')).body;
    expect(spec.displayName).toBe('我局的名称');
    expect(spec.modules.map(({ name }: { name: string }) => name)).toEqual(['own', 'trees', 'parks']);
  });
});

describe('nothing of it is applied', () => {
  const changed = (change: (pack: ReturnType<typeof JSON.parse>) => void) => {
    const pack = JSON.parse(file);
    change(pack);
    return JSON.stringify(pack);
  };
  it.each<[why: string, text: () => string, code: string]>([
    [
      'where somebody changed it',
      () =>
        changed((p) => {
          p.contents.waves[0].days = 1;
        }),
      'PackageTampered',
    ],
    [
      'where its digest was left out',
      () =>
        changed((p) => {
          delete p.digest;
        }),
      'PackageUnreadable',
    ],
    [
      'where it is newer than the platform',
      () =>
        changed((p) => {
          p.formatVersion = 2;
          p.contents.more = {};
        }),
      'PackageTooNew',
    ],
    [
      'where it has an unknown part',
      () =>
        changed((p) => {
          p.contents.secrets = [];
        }),
      'PackageUnreadable',
    ],
    ['where it was cut off', () => file.slice(0, 900), 'PackageUnreadable'],
    ['where it is another file', () => '{"format":"other"}', 'PackageUnreadable'],
  ])('%s', async (_why, text, code) => {
    const { status, body } = await send(operator, 't-c', { file: text(), apply: true, dueOn });
    expect([status, body.details.causes?.find((c: { reason: string }) => c.reason === 'Code')?.message ?? body.details.said?.code]).toEqual(
      [422, code],
    );
    expect(await nothing('t-c')).toEqual([0, 0]);
  });

  it('where the survey has no day, or one that has passed', async () => {
    expect((await look('t-c', { apply: true, dueOn: undefined })).body.details.said.code).toBe('PackageSurveyDue');
    expect((await look('t-c', { apply: true, dueOn: '2020-01-01' })).status).toBe(422);
    expect(await nothing('t-c')).toEqual([0, 0]);
  });

  it('where the department’s ledger is full', async () => {
    await operator.create(Ledger, 't-c', 'default', { departmentRef: 'c', phase: 'frozen' });
    await eventually(async () => (await operator.get(Ledger, 't-c', 'default')).body.status?.limit !== undefined);
    const { status, body } = await look('t-c', { apply: true });
    expect([status, body.details.said.code]).toEqual([403, 'LedgerFull']);
    expect(await nothing('t-c')).toEqual([0, 0]);
    expect((await operator.get(Survey, undefined, 'from-t-a-t-c')).status).toBe(404);
  });

  it('by whom it is not for', async () => {
    const stranger = server.as('stranger', { 't-b': ['tenant-admin'] });
    expect((await stranger.call('GET', `${integrationPackagePath}/t-a`)).status).toBe(403);
    expect((await send(stranger, 't-c', { file, dueOn })).status).toBe(403);
    const viewer = server.as('viewer', { 't-c': ['viewer'] });
    expect((await send(viewer, 't-c', { file, dueOn })).status).toBe(403);
    // The rules are the platform's: a department's own administrator does not bring others.
    await operator.patch(IntegrationRules, undefined, 'default', { spec: { activity: { zombieDays: 91 } } });
    const own = server.as('admin-b', { 't-b': ['tenant-admin'] });
    expect((await send(own, 't-b', { file, dueOn })).status).toBe(200);
    expect((await send(own, 't-b', { file, dueOn, apply: true })).status).toBe(403);
    expect((await operator.get(IntegrationRules, undefined, 'default')).body.spec.activity.zombieDays).toBe(91);
  });
});
