import { Application, chinaDay, countScope, Department, InformationSystem, LargeSystem, Ledger, LedgerException, Tenant } from '@dizuo/api';
import { quotaCounts } from '@dizuo/kernel';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  type ApiDoor,
  eventually,
  type IntegrationServer,
  operatorRoles,
  startIntegration,
} from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { integrationMigrations, integrationStatements } from '../index.ts';

let database: TestDatabase;
let server: IntegrationServer;
let second: IntegrationServer;
let operator: ApiDoor;
let round = 0;

/** A bureau of its own for each test: two tenants, three systems, and a frozen ledger. */
let bureau: string;
let tenant: string;
let other: string;
let admin: ApiDoor;
let elsewhere: ApiDoor;

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await startIntegration(database, { controllers: true });
  second = await startIntegration(database);
  operator = server.as('operator', operatorRoles);
  await make(Department, 'district', { displayName: 'District', category: 'district' });
});
afterAll(async () => {
  await second.close();
  await server.close();
  await database.drop();
});

beforeEach(async () => {
  round += 1;
  bureau = `bureau-${round}`;
  tenant = `t-${round}`;
  other = `t-${round}-b`;
  await make(Department, bureau, { displayName: `Bureau ${round}`, category: 'bureau', parentRef: 'district' });
  await make(Department, `unit-${round}`, { displayName: 'Unit', category: 'subordinate', parentRef: bureau });
  await make(Tenant, tenant, { displayName: 'First', departmentRef: bureau });
  await make(Tenant, other, { displayName: 'Second', departmentRef: `unit-${round}` });
  admin = server.as('admin', { [tenant]: ['tenant-admin', 'developer'], [other]: ['tenant-admin', 'developer'] });
  elsewhere = second.as('admin', { [tenant]: ['tenant-admin', 'developer'], [other]: ['tenant-admin', 'developer'] });
  for (const name of ['a', 'b', 'c']) expect((await system(name)).status).toBe(201);
  expect((await operator.create(Ledger, tenant, 'default', { departmentRef: bureau, phase: 'frozen' })).status).toBe(201);
});

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
const make = (kind: any, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
const system = (name: string, more: object = {}, who = admin, where = tenant) =>
  who.create(InformationSystem, where, name, { displayName: `System ${name}`, departmentRef: `unit-${round}`, level: 'district', ...more });
const change = (name: string, spec: object, who = admin) => who.patch(InformationSystem, tenant, name, { spec });
const remove = (name: string, who = admin) => who.remove(InformationSystem, tenant, name);
const counts = async (scope = countScope.department(bureau)) => {
  const found = (await quotaCounts(server.systemPool, scope)).find((c) => c.resource === 'systems');
  return [found?.used ?? 0, found?.hard];
};
const book = async () => {
  const { body } = await operator.call('GET', `/apis/integration.dizuo/v1alpha1/namespaces/${tenant}/ledgers/default/entries`);
  return body.items as { delta: number; count: number; cause: string; name: string; approval: string | null; principal: string }[];
};
const refused = (answer: Answer) => expect([answer.status, answer.body.message].join(' ')).toMatch(/^403 .*may only fall/);
const causes = (answer: Answer) => (answer.body.details?.causes ?? []).map((c: { field: string }) => c.field);
const large = (name: string, more: object = {}, who = admin, where = tenant) =>
  who.create(LargeSystem, where, name, {
    displayName: `Large ${name}`,
    departmentRef: bureau,
    modules: [
      { name: 'm', displayName: 'M' },
      { name: 'n', displayName: 'N' },
    ],
    ...more,
  });
const app = (name: string, more: object = {}, who = admin, where = tenant) =>
  who.create(Application, where, name, { displayName: { zh: name }, ...more });

/** An exception as the process would grant it. */
async function exception(name: string, systems = 1): Promise<void> {
  const until = chinaDay(new Date(Date.now() + 30 * 86_400_000));
  await admin.create(LedgerException, tenant, name, {
    displayName: name,
    departmentRef: bureau,
    cause: 'newNeed',
    systems,
    until,
    reason: 'needed',
  });
  await server.client.modify(LedgerException, { namespace: tenant, name }, (e) => ({ ...e, spec: { ...e.spec, granted: true } }));
  await server.client.modify(
    LedgerException,
    { namespace: tenant, name },
    (e) => ({ ...e, status: { ...e.status, phase: 'Granted' as const } }),
    'status',
  );
}

describe('a frozen ledger', () => {
  it('refuses one more, and says which ledger, how many, and the ways out', async () => {
    const answer = await system('d');
    expect([answer.status, answer.body.details.code ?? answer.body.reason]).toEqual([403, expect.stringMatching(/LedgerFull|Forbidden/)]);
    expect(answer.body.message).toMatch(
      /ledger of Bureau \d+ \(bureau-\d+\).*3 are counted, 3 allowed.*spec\.moduleOf.*spec\.replaces.*spec\.exceptionRef/,
    );
    expect(await counts()).toEqual([3, 3]);
  });

  it('falls with what goes, and never comes back', async () => {
    await change('a', { lifecycle: 'retired' });
    expect(await counts()).toEqual([2, 2]);
    refused(await change('a', { lifecycle: 'running' }));
    refused(await system('d'));
    await remove('b');
    refused(await system('b'));
    expect(await counts()).toEqual([1, 1]);
  });

  it('shows count, opening and limit, and the book of every change with what is behind it', async () => {
    await system('d', { replaces: ['a', 'b'] });
    const shown = await eventually(async () => {
      const { body } = await operator.get(Ledger, tenant, 'default');
      return body.status?.count === 2 && body;
    });
    expect(shown.status).toMatchObject({ count: 2, limit: 2, opening: 3 });
    const lines = await book();
    expect(lines.map(({ name, delta, cause, approval }) => [name, delta, cause, approval])).toEqual(
      expect.arrayContaining([
        ['d', 1, 'registered', 'a'],
        ['a', -1, 'replaced', 'd'],
        ['b', -1, 'replaced', 'd'],
      ]),
    );
    expect(lines[0]).toMatchObject({ count: 2, principal: 'admin' });
    expect(lines.reduce((sum, line) => sum + line.delta, 0)).toBe(2);
    await expect(database.admin.query('update dizuo.ledger_entry set delta = 0')).rejects.toThrow(/never changed/);
    await expect(database.admin.query('delete from dizuo.ledger_entry')).rejects.toThrow(/never changed/);
  });

  it('is one for the bureau, is not thawed, deleted or moved, and keeps its tenant', async () => {
    expect((await operator.create(Ledger, other, 'default', { departmentRef: bureau })).status).toBe(403);
    expect(causes(await operator.create(Ledger, other, 'default', { departmentRef: `unit-${round}` }))).toEqual(['spec.departmentRef']);
    expect(causes(await operator.patch(Ledger, tenant, 'default', { spec: { phase: 'inventory' } }))).toEqual(['spec.phase']);
    expect(causes(await operator.patch(Ledger, tenant, 'default', { spec: { departmentRef: 'district' } }))).toContain(
      'spec.departmentRef',
    );
    expect(causes(await operator.remove(Ledger, tenant, 'default'))).toEqual(['metadata.name']);
    expect(causes(await operator.remove(Tenant, undefined, tenant))).toEqual(['metadata.name']);
    expect((await admin.patch(Ledger, tenant, 'default', { spec: { target: 9 } })).status).toBe(403);
    await operator.patch(Ledger, tenant, 'default', { spec: { target: 4 } });
    refused(await system('d'));
  });

  it('deleted while it is not frozen, it cannot be frozen on its way out', async () => {
    await operator.call('POST', `/apis/integration.dizuo/v1alpha1/namespaces/${other}/ledgers`, {
      metadata: { name: 'default' },
      spec: { departmentRef: bureau },
    });
    const lone = `lone-${round}`;
    await make(Department, lone, { displayName: 'Lone', category: 'bureau', parentRef: 'district' });
    await make(Tenant, `t-${lone}`, { displayName: 'Lone', departmentRef: lone });
    const path = `/apis/integration.dizuo/v1alpha1/namespaces/t-${lone}/ledgers`;
    await operator.call('POST', path, { metadata: { name: 'default', finalizers: ['test/x'] }, spec: { departmentRef: lone } });
    await operator.call('DELETE', `${path}/default`);
    expect(causes(await operator.patch(Ledger, `t-${lone}`, 'default', { spec: { phase: 'frozen' } }))).toEqual(['spec.phase']);
  });
});

describe('ways round it', () => {
  it.each([
    ['another tenant of the bureau', () => system('d', {}, admin, other)],
    [
      'a department of another bureau',
      async () => {
        await make(Department, `free-${round}`, { displayName: 'Free', category: 'bureau', parentRef: 'district' });
        return system('d', { departmentRef: `free-${round}` });
      },
    ],
    ["a count of one's own", () => system('d', { countedIn: 'district' })],
    ['a replacement that nobody wrote', () => system('d', { replacedBy: 'a', replacedByKind: 'InformationSystem' })],
    [
      'a level that is changed later',
      async () => {
        await system('d', { level: 'city' });
        return change('d', { level: 'district' });
      },
    ],
    [
      'a plan that comes true',
      async () => {
        await system('d', { lifecycle: 'planned' });
        return change('d', { lifecycle: 'running' });
      },
    ],
    [
      'replacing what does not count',
      async () => {
        await system('x', { level: 'city' });
        return system('d', { replaces: ['x'] });
      },
    ],
    [
      'replacing what is replaced',
      async () => {
        await system('d', { replaces: ['a'] });
        return system('e', { replaces: ['a'] });
      },
    ],
    ['replacing itself', () => system('d', { replaces: ['d'] })],
    ['a module of what is not there', () => system('d', { moduleOf: { largeSystemRef: 'none', module: 'm' } })],
    ['an exception that is not there', () => system('d', { exceptionRef: 'none' })],
    ['an application', () => app('d')],
    ['an application in the other tenant', () => app('d', {}, admin, other)],
    [
      'an application that is a planned system',
      async () => {
        await system('p', { lifecycle: 'planned' });
        return app('d', { realises: 'p' });
      },
    ],
    ['a large system from nothing', () => large('l')],
    [
      'a large system from a city system',
      async () => {
        await system('x', { level: 'city' });
        return large('l', { formedFrom: ['x'] });
      },
    ],
  ] as const)('%s is refused', async (_way, attempt) => {
    const answer = await attempt();
    expect([403, 422]).toContain(answer.status);
    expect(await counts()).toEqual([3, 3]);
  });

  it('what was replaced stays what it was: no other name, no way back, no other successor', async () => {
    await system('d', { replaces: ['a'] });
    expect(await counts()).toEqual([3, 3]);
    expect(causes(await change('a', { displayName: 'Something new' }))).toEqual(['spec.displayName']);
    expect(causes(await change('a', { addresses: ['https://new.example'] }))).toEqual(['spec.addresses']);
    await change('a', { replacedBy: null });
    expect((await admin.get(InformationSystem, tenant, 'a')).body.spec.replacedBy).toBe('d');
    refused(await change('d', { replaces: [] }));
    expect((await change('a', { lifecycle: 'retired' })).status).toBe(200);
    expect(causes(await change('a', { lifecycle: 'running' }))).toEqual(['spec.lifecycle']);
    expect((await remove('a')).status).toBe(200);
    refused(await system('a'));
  });

  it('a successor that goes before what it replaced gives the place back; two for one are not given back', async () => {
    await system('d', { replaces: ['a'] });
    expect((await remove('d')).status).toBe(200);
    expect((await admin.get(InformationSystem, tenant, 'a')).body.spec.replacedBy).toBeUndefined();
    expect(await counts()).toEqual([3, 3]);
    await system('e', { replaces: ['a', 'b'] });
    expect(await counts()).toEqual([2, 2]);
    const answer = await remove('e');
    expect([answer.status, answer.body.message]).toEqual([403, expect.stringMatching(/would count again/)]);
    await change('a', { lifecycle: 'retired' });
    expect((await remove('e')).status).toBe(200);
    expect(await counts()).toEqual([2, 2]);
  });

  it('a successor that is retired lets what it replaced, and what still runs, count again', async () => {
    await system('d', { replaces: ['a'] });
    expect((await change('d', { lifecycle: 'retired' })).status).toBe(200);
    expect((await admin.get(InformationSystem, tenant, 'a')).body.spec.replacedBy).toBeUndefined();
    expect(await counts()).toEqual([3, 3]);
  });

  it('a dry run changes nothing and answers as the write would in its shape', async () => {
    await admin.create(
      InformationSystem,
      tenant,
      'd',
      { displayName: 'D', departmentRef: bureau, level: 'district', replaces: ['a'] },
      '?dryRun=All',
    );
    expect((await admin.get(InformationSystem, tenant, 'a')).body.spec.replacedBy).toBeUndefined();
    expect((await admin.get(InformationSystem, tenant, 'd')).status).toBe(404);
    expect(await counts()).toEqual([3, 3]);
  });

  it("status is nobody's to write", async () => {
    const path = `/apis/integration.dizuo/v1alpha1/namespaces/${tenant}/ledgers/default/status`;
    expect((await operator.call('PATCH', path, { status: { limit: 99 } }, 'application/merge-patch+json')).status).toBe(403);
  });

  it('departments and tenants are not moved with what is counted', async () => {
    await make(Department, `free-${round}`, { displayName: 'Free', category: 'bureau', parentRef: 'district' });
    const organiser = server.as('organiser', { 'dizuo-system': ['system-admin'] });
    expect(causes(await organiser.patch(Department, undefined, `unit-${round}`, { spec: { parentRef: `free-${round}` } }))).toEqual([
      'spec.parentRef',
    ]);
    expect(causes(await organiser.patch(Department, undefined, bureau, { spec: { parentRef: `free-${round}` } }))).toEqual([
      'spec.parentRef',
    ]);
    expect(causes(await organiser.remove(Department, undefined, `unit-${round}`))).toEqual(['metadata.name']);
    expect(causes(await operator.patch(Tenant, undefined, tenant, { spec: { departmentRef: `free-${round}` } }))).toEqual([
      'spec.departmentRef',
    ]);
  });

  it.each([1, 2, 3])('two servers do not both fill one place (%i)', async () => {
    await change('a', { lifecycle: 'retired' });
    const answers = await Promise.all([
      system('x', { replaces: ['b'] }),
      system('y', { replaces: ['b'] }, elsewhere),
      system('z', {}, elsewhere),
      app('w', { replaces: ['b'] }),
      large('l', { formedFrom: ['b'] }, elsewhere),
    ]);
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
    expect(await counts()).toEqual([2, 2]);
  });
});

describe('a large system', () => {
  it('is formed from systems, and is joined by others without end', async () => {
    expect((await large('l', { formedFrom: ['a', 'b'] })).status).toBe(201);
    expect(await counts()).toEqual([2, 2]);
    for (const name of ['x', 'y']) expect((await system(name, { moduleOf: { largeSystemRef: 'l', module: 'm' } })).status).toBe(201);
    expect((await app('shop', { moduleOf: { largeSystemRef: 'l', module: 'n' } })).status).toBe(201);
    expect(await counts()).toEqual([2, 2]);
    expect((await admin.get(LargeSystem, tenant, 'l')).body.spec.members).toHaveLength(3);
    expect(causes(await app('shop2', { moduleOf: { largeSystemRef: 'l', module: 'n' } }))).toEqual(['spec.moduleOf.module']);
    refused(await change('x', { moduleOf: null }));
    refused(await admin.patch(Application, tenant, 'shop', { spec: { moduleOf: null } }));
    expect(causes(await admin.patch(LargeSystem, tenant, 'l', { spec: { modules: [{ name: 'n', displayName: 'N' }] } }))).toContain(
      'spec.modules',
    );
    expect(causes(await admin.remove(LargeSystem, tenant, 'l'))).toEqual(['metadata.name']);
    await admin.patch(LargeSystem, tenant, 'l', { spec: { members: [] } });
    expect(causes(await admin.remove(LargeSystem, tenant, 'l'))).toEqual(['metadata.name']);
  });

  it('takes applications of another tenant of the bureau only where it says so', async () => {
    await large('l', { formedFrom: ['a'] });
    const moduleOf = { tenant, largeSystemRef: 'l', module: 'm' };
    const developer = server.as('developer', { [other]: ['developer'] });
    expect(causes(await app('shop', { moduleOf }, developer, other))).toEqual(['spec.moduleOf.largeSystemRef']);
    await admin.patch(LargeSystem, tenant, 'l', { spec: { tenants: [other] } });
    expect((await app('shop', { moduleOf }, developer, other)).status).toBe(201);
    expect((await admin.get(LargeSystem, tenant, 'l')).body.spec.members).toEqual([
      { kind: 'Application', tenant: other, name: 'shop', module: 'm' },
    ]);
    expect((await developer.remove(Application, other, 'shop')).status).toBe(200);
    expect((await admin.get(LargeSystem, tenant, 'l')).body.spec.members).toEqual([]);
  });

  it('goes only without modules, whoever is quicker', async () => {
    await large('l', { formedFrom: ['a'] });
    const [gone, joined] = await Promise.all([
      admin.remove(LargeSystem, tenant, 'l'),
      system('x', { moduleOf: { largeSystemRef: 'l', module: 'm' } }, elsewhere),
    ]);
    expect([gone?.status === 200, joined?.status === 201].filter(Boolean)).toHaveLength(1);
  });
});

describe('an application', () => {
  it('that is a counted system does not count twice, and the system stays while it is one', async () => {
    expect((await app('shop', { realises: 'a' })).status).toBe(201);
    expect(await counts()).toEqual([3, 3]);
    expect(causes(await app('shop2', { realises: 'a' }))).toEqual(['spec.realises']);
    for (const spec of [{ lifecycle: 'retired' }, { level: 'city' }]) expect(causes(await change('a', spec))).toEqual(['spec.lifecycle']);
    expect(causes(await remove('a'))).toEqual(['metadata.name']);
    refused(await admin.patch(Application, tenant, 'shop', { spec: { realises: null } }));
    expect((await admin.remove(Application, tenant, 'shop')).status).toBe(200);
    expect((await remove('a')).status).toBe(200);
  });
});

describe('an exception', () => {
  it('allows as many as it says, once, and is no place for another', async () => {
    await exception('e');
    expect((await system('d', { exceptionRef: 'e' })).status).toBe(201);
    expect(await counts()).toEqual([3, 3]);
    expect(await counts(countScope.exception(tenant, 'e'))).toEqual([1, 1]);
    expect(causes(await system('x', { exceptionRef: 'e' }))).toEqual(['spec.exceptionRef']);
    expect(causes(await system('y', { exceptionRef: 'e' }, elsewhere))).toEqual(['spec.exceptionRef']);
    await remove('d');
    expect(causes(await system('x', { exceptionRef: 'e' }))).toEqual(['spec.exceptionRef']);
    await admin.patch(LedgerException, tenant, 'e', { spec: { holders: [] } });
    expect(causes(await system('x', { exceptionRef: 'e' }))).toEqual(['spec.exceptionRef']);
    expect((await admin.patch(LedgerException, tenant, 'e', { spec: { systems: 5 } })).status).toBe(422);
    expect((await admin.remove(LedgerException, tenant, 'e')).status).toBe(422);
  });

  it.each([1, 2])('is not filled twice by two servers (%i)', async () => {
    await exception('e');
    const answers = await Promise.all([system('x', { exceptionRef: 'e' }), system('y', { exceptionRef: 'e' }, elsewhere)]);
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
  });

  it('that has ended lets nobody in, stays held and is shown as overdue; a holder that lets go counts nowhere else', async () => {
    await exception('e', 2);
    await system('d', { exceptionRef: 'e' });
    await server.client.modify(LedgerException, { namespace: tenant, name: 'e' }, (e) => ({ ...e, spec: { ...e.spec, granted: false } }));
    await server.client.modify(
      LedgerException,
      { namespace: tenant, name: 'e' },
      (e) => ({ ...e, status: { ...e.status, phase: 'Expired' as const } }),
      'status',
    );
    expect(causes(await system('x', { exceptionRef: 'e' }))).toEqual(['spec.exceptionRef']);
    expect((await change('d', { description: 'still here' })).status).toBe(200);
    refused(await change('d', { exceptionRef: null }));
    expect(causes(await admin.patch(LedgerException, tenant, 'e', { spec: { withdrawn: true } }))).toEqual(['spec.withdrawn']);
    const shown = await eventually(async () => {
      const { body } = await operator.get(Ledger, tenant, 'default');
      return body.status?.conditions?.some((c: { reason: string }) => c.reason === 'Overdue') && body;
    });
    expect(shown.status).toMatchObject({ count: 3, excepted: 1 });
    await change('d', { lifecycle: 'retired' });
    expect((await admin.patch(LedgerException, tenant, 'e', { spec: { withdrawn: true } })).status).toBe(200);
  });
});

describe('a bureau without a frozen ledger', () => {
  it('is not limited', async () => {
    await make(Department, `free-${round}`, { displayName: 'Free', category: 'bureau', parentRef: 'district' });
    await make(Tenant, `t-free-${round}`, { displayName: 'Free', departmentRef: `free-${round}` });
    const free = server.as('free', { [`t-free-${round}`]: ['tenant-admin', 'developer'] });
    for (const name of ['a', 'b']) {
      expect(
        (
          await free.create(InformationSystem, `t-free-${round}`, name, {
            displayName: name,
            departmentRef: `free-${round}`,
            level: 'unit',
          })
        ).status,
      ).toBe(201);
    }
    expect((await app('shop', {}, free, `t-free-${round}`)).status).toBe(201);
    expect(await counts(countScope.department(`free-${round}`))).toEqual([3, undefined]);
  });

  it('has a line for each of many that are entered at once, with the count after it', async () => {
    const enter = (i: number) => system(`at-once-${i}`, { level: 'district', departmentRef: crowd }, free, `t-${crowd}`);
    const crowd = `crowd-${round}`;
    await make(Department, crowd, { displayName: 'Crowd', category: 'bureau', parentRef: 'district' });
    await make(Tenant, `t-${crowd}`, { displayName: 'Crowd', departmentRef: crowd });
    const free = server.as('crowd', { [`t-${crowd}`]: ['tenant-admin', 'developer'] });
    const numbers = Array.from({ length: 40 }, (_, i) => i + 1);
    expect((await Promise.all(numbers.map(enter))).map(({ status }) => status)).toEqual(numbers.map(() => 201));
    const { rows } = await database.admin.query('select count, delta from dizuo.ledger_entry where department = $1 order by number', [
      crowd,
    ]);
    expect(rows).toEqual(numbers.map((count) => ({ count, delta: 1 })));
  });
});
