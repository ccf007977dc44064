import { Application, chinaDay, countScope, Department, InformationSystem, LargeSystem, Ledger, LedgerException, Tenant } from '@dizuo/api';
import { quotaCounts } from '@dizuo/kernel';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type ApiDoor, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { integrationMigrations, integrationStatements } from '../index.ts';

/** Whoever wants one more system tries every door of the API. After each attempt the book and the count agree, and nothing has risen. */

const api = '/apis/integration.dizuo/v1alpha1/namespaces';
const merge = 'application/merge-patch+json';
let database: TestDatabase;
let servers: [IntegrationServer, IntegrationServer];
let round = 0;
let bureau: string;
let tenant: string;
let admin: ApiDoor;
let elsewhere: ApiDoor;
let operator: ApiDoor;

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  servers = [await startIntegration(database), await startIntegration(database)];
  operator = servers[0].as('operator', operatorRoles);
  await make(Department, 'district', { displayName: 'District', category: 'district' });
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

beforeEach(async () => {
  round += 1;
  bureau = `bureau-${round}`;
  tenant = `t-${round}`;
  await make(Department, bureau, { displayName: `Bureau ${round}`, category: 'bureau', parentRef: 'district' });
  for (const unit of ['one', 'two']) {
    await make(Department, `${unit}-${round}`, { displayName: unit, category: 'subordinate', parentRef: bureau });
  }
  await make(Tenant, tenant, { displayName: 'First', departmentRef: bureau });
  const roles = { [tenant]: ['tenant-admin', 'developer'] };
  [admin, elsewhere] = [servers[0].as('admin', roles), servers[1].as('admin', roles)];
  for (const name of ['a', 'b', 'c']) expect((await system(name)).status).toBe(201);
  expect((await operator.create(Ledger, tenant, 'default', { departmentRef: bureau, phase: 'frozen' })).status).toBe(201);
});

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
const make = (kind: any, name: string, spec: object) => servers[0].client.create(kind, { metadata: { name }, spec } as never);
const specOf = (name: string, more: object = {}) => ({
  displayName: `System ${name}`,
  departmentRef: `one-${round}`,
  level: 'district',
  ...more,
});
const system = (name: string, more: object = {}, who = admin) => who.create(InformationSystem, tenant, name, specOf(name, more));
const change = (name: string, spec: object, who = admin) => who.patch(InformationSystem, tenant, name, { spec });
const at = (kind: { plural: string }, name = '') => `${api}/${tenant}/${kind.plural}${name ? `/${name}` : ''}`;
const seen = async (name: string) => (await admin.get(InformationSystem, tenant, name)).body;
const causes = (answer: Answer) => (answer.body.details?.causes ?? []).map((c: { field: string }) => c.field);

/** Counted now, and what the book says that should be. */
async function counted(): Promise<number> {
  const [systems] = (await quotaCounts(servers[0].systemPool, countScope.department(bureau))).filter((c) => c.resource === 'systems');
  const { rows } = await database.admin.query('select coalesce(sum(delta), 0)::int as sum from dizuo.ledger_entry where department = $1', [
    bureau,
  ]);
  expect(rows[0].sum).toBe(systems?.used ?? 0);
  return systems?.used ?? 0;
}

/** An exception as the process and the calendar would make it. */
async function exception(name: string, { systems = 1, days = 30 } = {}): Promise<void> {
  const until = chinaDay(new Date(Date.now() + days * 86_400_000));
  const spec = { displayName: name, departmentRef: bureau, cause: 'newNeed', systems, until, reason: 'needed' };
  expect((await admin.create(LedgerException, tenant, name, spec)).status).toBe(201);
  await decide(name, true, 'Granted');
}

async function decide(name: string, granted: boolean, phase: 'Granted' | 'Expired' | 'Withdrawn'): Promise<void> {
  const key = { namespace: tenant, name };
  await servers[0].client.modify(LedgerException, key, (e) => ({ ...e, spec: { ...e.spec, granted } }));
  await servers[0].client.modify(LedgerException, key, (e) => ({ ...e, status: { ...e.status, phase } }), 'status');
}

describe('whatever is sent, the count stays', () => {
  const patches: [string, string, unknown][] = [
    ['a merge patch', merge, { spec: { moduleOf: null, countedIn: 'district', lifecycle: 'running' } }],
    ['a JSON patch', 'application/json-patch+json', [{ op: 'replace', path: '/spec/lifecycle', value: 'running' }]],
    [
      'a JSON patch that adds its own count',
      'application/json-patch+json',
      [
        { op: 'add', path: '/spec/countedIn', value: 'district' },
        { op: 'replace', path: '/spec/lifecycle', value: 'running' },
      ],
    ],
    [
      'a JSON patch that says it was replaced',
      'application/json-patch+json',
      [
        { op: 'add', path: '/spec/replacedBy', value: 'b' },
        { op: 'replace', path: '/spec/lifecycle', value: 'running' },
      ],
    ],
    ['a strategic merge patch', 'application/strategic-merge-patch+json', { spec: { lifecycle: 'running' } }],
    [
      'labels and annotations beside it',
      merge,
      { metadata: { labels: { x: 'y' }, annotations: { x: 'y' } }, spec: { lifecycle: 'running' } },
    ],
    ['another unit beside it', merge, { spec: { departmentRef: 'two', lifecycle: 'running' } }],
  ];
  it.each(patches)('%s does not revive a system', async (_name, type, body) => {
    await change('a', { lifecycle: 'retired' });
    const text = JSON.parse(JSON.stringify(body).replaceAll('"two"', `"two-${round}"`));
    expect([403, 415, 422]).toContain((await admin.call('PATCH', at(InformationSystem, 'a'), text, type)).status);
    expect(await counted()).toBe(2);
  });

  it('a whole object put back as it was does not revive it either', async () => {
    const before = await seen('a');
    await change('a', { lifecycle: 'retired' });
    const { metadata } = await seen('a');
    expect((await admin.call('PUT', at(InformationSystem, 'a'), { ...before, metadata })).status).toBe(403);
    expect(await counted()).toBe(2);
  });

  it('a generated name, a dry run, a name taken again: each is one more', async () => {
    const path = at(InformationSystem);
    expect((await admin.call('POST', path, { metadata: { generateName: 's-' }, spec: specOf('x') })).status).toBe(403);
    await admin.call('POST', `${path}?dryRun=All`, { metadata: { name: 'x' }, spec: specOf('x') });
    expect(await counted()).toBe(3);
    await admin.remove(InformationSystem, tenant, 'a');
    expect((await system('a')).status).toBe(403);
    expect(await counted()).toBe(2);
  });

  it('a move between units of the bureau changes nothing; a unit that goes takes nothing along', async () => {
    expect((await change('a', { departmentRef: `two-${round}` })).status).toBe(200);
    expect(await counted()).toBe(3);
    const organiser = servers[0].as('organiser', { 'dizuo-system': ['system-admin'] });
    expect(causes(await organiser.remove(Department, undefined, `two-${round}`))).toEqual(['metadata.name']);
    expect(await counted()).toBe(3);
  });

  it('a bureau split in two: nothing comes along that is counted, and the new one cannot be entered from here', async () => {
    const organiser = servers[0].as('organiser', { 'dizuo-system': ['system-admin'] });
    const half = `half-${round}`;
    await organiser.create(Department, undefined, half, { displayName: 'Half', category: 'bureau', parentRef: 'district' });
    expect(causes(await organiser.patch(Department, undefined, `one-${round}`, { spec: { parentRef: half } }))).toEqual(['spec.parentRef']);
    expect(causes(await change('a', { departmentRef: half }))).toContain('spec.departmentRef');
    const above = await organiser.create(Department, undefined, `root-${round}`, { displayName: 'Root', category: 'district' });
    expect([
      above.status,
      (await organiser.patch(Department, undefined, 'district', { spec: { parentRef: `root-${round}` } })).status,
    ]).toEqual([201, 422]);
    // A unit without systems may go, and what is entered there later counts there.
    expect((await organiser.patch(Department, undefined, `two-${round}`, { spec: { parentRef: half } })).status).toBe(200);
    expect(causes(await system('x', { departmentRef: `two-${round}` }))).toContain('spec.departmentRef');
    expect(await counted()).toBe(3);
  });
});

describe('what waits for its deletion', () => {
  const withFinalizer = (name: string, more: object) =>
    admin.call('POST', at(InformationSystem), { metadata: { name, finalizers: ['test/wait'] }, spec: specOf(name, more) });

  it('counts until it is gone, and gives back what it replaced then', async () => {
    expect((await withFinalizer('d', { replaces: ['a'] })).status).toBe(201);
    expect((await admin.remove(InformationSystem, tenant, 'd')).status).toBe(200);
    expect(await counted()).toBe(3);
    expect((await system('x')).status).toBe(403);
    expect((await admin.patch(InformationSystem, tenant, 'd', { metadata: { finalizers: null } })).status).toBe(200);
    expect((await seen('a')).spec.replacedBy).toBeUndefined();
    expect(await counted()).toBe(3);
  });

  it('does not forget on its way out what it replaced', async () => {
    await withFinalizer('d', { replaces: ['a'] });
    await admin.remove(InformationSystem, tenant, 'd');
    const last = { metadata: { finalizers: null }, spec: { replaces: null } };
    await admin.call('PATCH', at(InformationSystem, 'd'), last, merge);
    const d = await admin.get(InformationSystem, tenant, 'd');
    const covered = d.status === 200 || (await seen('a')).spec.replacedBy === undefined;
    expect(covered).toBe(true);
    expect(await counted()).toBe(3);
  });

  it('does not forget what it is a module of', async () => {
    const modules = [{ name: 'm', displayName: 'M' }];
    await admin.create(LargeSystem, tenant, 'l', { displayName: 'L', departmentRef: bureau, modules, formedFrom: ['a'] });
    await withFinalizer('d', { moduleOf: { largeSystemRef: 'l', module: 'm' } });
    await admin.remove(InformationSystem, tenant, 'd');
    await admin.call('PATCH', at(InformationSystem, 'd'), { metadata: { finalizers: null }, spec: { description: 'gone' } }, merge);
    expect((await admin.get(LargeSystem, tenant, 'l')).body.spec.members ?? []).toEqual([]);
    expect(await counted()).toBe(3);
  });
});

describe('an exception', () => {
  it('that was given back and deleted revives nothing', async () => {
    await exception('e');
    expect((await system('d', { exceptionRef: 'e' })).status).toBe(201);
    await change('d', { lifecycle: 'retired' });
    await decide('e', false, 'Expired');
    expect((await admin.patch(LedgerException, tenant, 'e', { spec: { withdrawn: true } })).status).toBe(200);
    await decide('e', false, 'Withdrawn');
    expect(causes(await admin.remove(LedgerException, tenant, 'e'))).toEqual(['metadata.name']);
    expect([403, 422]).toContain((await change('d', { lifecycle: 'running' })).status);
    expect(await counted()).toBe(3);
  });

  it('whose last day has passed revives nothing, even before anybody has noticed', async () => {
    await exception('e');
    await system('d', { exceptionRef: 'e' });
    await change('d', { lifecycle: 'retired' });
    await servers[0].client.modify(LedgerException, { namespace: tenant, name: 'e' }, (e) => ({
      ...e,
      spec: { ...e.spec, until: chinaDay(new Date(Date.now() - 86_400_000)) },
    }));
    expect(causes(await change('d', { lifecycle: 'running' }))).toEqual(['spec.exceptionRef']);
    expect(await counted()).toBe(3);
  });

  it('of one place is one place, whatever kind asks, under whatever name', async () => {
    await exception('e');
    const answers = await Promise.all([
      system('d', { exceptionRef: 'e' }),
      elsewhere.create(Application, tenant, 'd', { displayName: { zh: 'd' }, exceptionRef: 'e' }),
      elsewhere.create(LargeSystem, tenant, 'd', { displayName: 'd', departmentRef: bureau, exceptionRef: 'e' }),
      admin.call('POST', at(InformationSystem), { metadata: { generateName: 'd-' }, spec: specOf('x', { exceptionRef: 'e' }) }),
    ]);
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
    expect(await counted()).toBe(3);
  });

  it('asked for is not given: its writer can set neither granted, holders nor status', async () => {
    const until = chinaDay(new Date(Date.now() + 86_400_000));
    const spec = { displayName: 'e', departmentRef: bureau, cause: 'newNeed', until, reason: 'needed', granted: true, holders: [] };
    await admin.call('POST', at(LedgerException), { metadata: { name: 'e' }, spec, status: { phase: 'Granted' } });
    const { body } = await admin.get(LedgerException, tenant, 'e');
    expect([body.spec.granted, body.status?.phase]).toEqual([false, undefined]);
    expect((await admin.call('PATCH', `${at(LedgerException, 'e')}/status`, { status: { phase: 'Granted' } }, merge)).status).toBe(403);
    await admin.call(
      'PATCH',
      at(LedgerException, 'e'),
      [{ op: 'replace', path: '/spec/granted', value: true }],
      'application/json-patch+json',
    );
    expect(causes(await system('d', { exceptionRef: 'e' }))).toEqual(['spec.exceptionRef']);
    expect(await counted()).toBe(3);
  });
});

describe('two servers at once', () => {
  it.each([1, 2, 3])('freezing and entering: the opening count is what was there (%i)', async () => {
    const [lone, place] = [`lone-${round}`, `t-lone-${round}`];
    await make(Department, lone, { displayName: 'Lone', category: 'bureau', parentRef: 'district' });
    await make(Tenant, place, { displayName: 'Lone', departmentRef: lone });
    const both = servers.map((server) => server.as('lone', { [place]: ['tenant-admin', 'developer'] })) as [ApiDoor, ApiDoor];
    const enter = (who: ApiDoor, name: string) => who.create(InformationSystem, place, name, { ...specOf(name), departmentRef: lone });
    const answers = await Promise.all([
      ...['a', 'b', 'c'].map((name) => enter(both[0], name)),
      operator.create(Ledger, place, 'default', { departmentRef: lone, phase: 'frozen' }),
      ...['d', 'e', 'f'].map((name) => enter(both[1], name)),
    ]);
    const made = answers.filter((a) => a.status === 201 && a.body.kind === 'InformationSystem').length;
    const [systems] = (await quotaCounts(servers[0].systemPool, countScope.department(lone))).filter((c) => c.resource === 'systems');
    expect([systems?.used, systems?.hard]).toEqual([made, made]);
    const { rows } = await database.admin.query(
      `select count, (select coalesce(sum(delta), 0)::int from dizuo.ledger_entry l where l.department = e.department) as sum
       from dizuo.ledger_entry e where department = $1 and cause = 'opened'`,
      [lone],
    );
    expect(rows).toEqual([{ count: made, sum: made }]);
  });
});
