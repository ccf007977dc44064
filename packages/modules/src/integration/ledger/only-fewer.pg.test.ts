import { Application, chinaDay, countScope, Department, InformationSystem, LargeSystem, Ledger, LedgerException, Tenant } from '@dizuo/api';
import { quotaCounts } from '@dizuo/kernel';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiDoor, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { integrationMigrations, integrationStatements } from '../index.ts';

let database: TestDatabase;
let servers: IntegrationServer[];
let round = 0;

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  servers = [await startIntegration(database), await startIntegration(database)];
  await make(Department, 'district', { displayName: 'District', category: 'district' });
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
const make = (kind: any, name: string, spec: object) => servers[0]?.client.create(kind, { metadata: { name }, spec } as never);

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const systemSpec = fc.record({
  level: fc.constantFrom('district', 'unit', 'city'),
  lifecycle: fc.constantFrom('running', 'planned', 'retired', 'suspended'),
  replaces: optional(fc.uniqueArray(name, { maxLength: 3 })),
  moduleOf: optional(fc.record({ largeSystemRef: fc.constantFrom('l', 'k'), module: fc.constantFrom('m', 'n') })),
  displayName: fc.constantFrom('One', 'Two'),
  exceptionRef: optional(fc.constant('e')),
});
const applicationSpec = fc.record({
  realises: optional(name),
  replaces: optional(fc.uniqueArray(name, { maxLength: 2 })),
  moduleOf: optional(fc.record({ largeSystemRef: fc.constantFrom('l', 'k'), module: fc.constantFrom('m', 'n') })),
  exceptionRef: optional(fc.constant('e')),
});
const movedSpec = fc.record({ departmentRef: fc.constantFrom('one', 'two', 'bureau', 'district') });
const where = fc.integer({ min: 0, max: 1 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('createSystem' as const), name, spec: systemSpec, on: where, waits: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('patchSystem' as const),
      name,
      spec: fc.oneof(systemSpec, fc.constant({ moduleOf: null, replaces: null, exceptionRef: null }), movedSpec),
      on: where,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('letGo' as const),
      name,
      spec: fc.oneof(fc.constant({}), fc.constant({ moduleOf: null, replaces: null, exceptionRef: null })),
      on: where,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('turnException' as const), granted: fc.boolean(), on: where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('endException' as const), on: where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deleteSystem' as const), name, on: where }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('createLarge' as const),
      name: fc.constantFrom('l', 'k'),
      spec: fc.record({ formedFrom: fc.uniqueArray(name, { maxLength: 3 }) }),
      on: where,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteLarge' as const), name: fc.constantFrom('l', 'k'), on: where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('createApplication' as const), name, spec: applicationSpec, on: where }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('patchApplication' as const),
      name,
      spec: fc.oneof(applicationSpec, fc.constant({ moduleOf: null, realises: null })),
      on: where,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deleteApplication' as const), name, on: where }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function perform(step: Step, doors: ApiDoor[], tenant: string, department: string) {
  const door = doors[step.on] as ApiDoor;
  const placed = (spec: object) => {
    const { departmentRef } = spec as { departmentRef?: string };
    return departmentRef ? { departmentRef: unitOf(departmentRef, department) } : spec;
  };
  switch (step.do) {
    case 'createSystem': {
      const metadata = { name: step.name, ...(step.waits ? { finalizers: ['test/wait'] } : {}) };
      const path = `/apis/${InformationSystem.apiVersion}/namespaces/${tenant}/${InformationSystem.plural}`;
      return door.call('POST', path, { metadata, spec: { ...step.spec, departmentRef: department } });
    }
    case 'patchSystem':
      return door.patch(InformationSystem, tenant, step.name, { spec: placed(step.spec) });
    case 'letGo':
      return door.patch(InformationSystem, tenant, step.name, { metadata: { finalizers: null }, spec: step.spec });
    case 'turnException':
      return turnException(tenant, step.granted);
    case 'endException':
      return door.patch(LedgerException, tenant, 'e', { spec: { withdrawn: true } }).then(() => door.remove(LedgerException, tenant, 'e'));
    case 'deleteSystem':
      return door.remove(InformationSystem, tenant, step.name);
    case 'createLarge': {
      const modules = ['m', 'n'].map((m) => ({ name: m, displayName: m }));
      return door.create(LargeSystem, tenant, step.name, { ...step.spec, displayName: step.name, departmentRef: department, modules });
    }
    case 'deleteLarge':
      return door.remove(LargeSystem, tenant, step.name);
    case 'createApplication':
      return door.create(Application, tenant, step.name, { ...step.spec, displayName: { zh: step.name } });
    case 'patchApplication':
      return door.patch(Application, tenant, step.name, { spec: step.spec });
    default:
      return door.remove(Application, tenant, step.name);
  }
}

function unitOf(unit: string, department: string): string {
  if (unit === 'district') return unit;
  return unit === 'bureau' ? department : `${unit}-${department}`;
}

/** What the process and the calendar do to the exception. */
async function turnException(tenant: string, granted: boolean): Promise<{ status: number }> {
  const key = { namespace: tenant, name: 'e' };
  const client = servers[0]?.client;
  const phase = granted ? ('Granted' as const) : ('Expired' as const);
  await client?.modify(LedgerException, key, (e) => (e.spec.withdrawn ? undefined : { ...e, spec: { ...e.spec, granted } }));
  await client?.modify(LedgerException, key, (e) => (e.spec.withdrawn ? undefined : { ...e, status: { ...e.status, phase } }), 'status');
  return { status: 200 };
}

/** What runs and takes a place, as somebody would count who reads all objects. */
async function countByReading(door: ApiDoor, tenant: string): Promise<{ counted: number; excepted: number; covered: boolean }> {
  const [systems, larges, applications] = await Promise.all(
    [InformationSystem, LargeSystem, Application].map(async (kind) => (await door.list(kind, tenant)).body.items),
  );
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers
  const stands = (s: any) => ['district', 'unit'].includes(s.spec.level) && !['planned', 'retired'].includes(s.spec.lifecycle);
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers
  const all: any[] = [...systems, ...larges, ...applications];
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers
  const exists = (kind: string, n: string) => all.find((o: any) => o.kind === kind && o.metadata.name === n);
  // Whatever runs and does not count is covered by something that is there and counts, or is a module of something that is there.
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers
  const coveredSystem = (s: any) => {
    if (s.spec.moduleOf) return exists('LargeSystem', s.spec.moduleOf.largeSystemRef) !== undefined;
    if (!s.spec.replacedBy) return true;
    const by = exists(s.spec.replacedByKind ?? 'InformationSystem', s.spec.replacedBy);
    return by !== undefined && (by.kind !== 'InformationSystem' || stands(by));
  };
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers
  const coveredApplication = (a: any) => {
    if (a.spec.moduleOf) return exists('LargeSystem', a.spec.moduleOf.largeSystemRef) !== undefined;
    const system = a.spec.realises && exists('InformationSystem', a.spec.realises);
    return !a.spec.realises || (system !== undefined && stands(system) && system.spec.realisedBy === a.metadata.name);
  };
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers
  const placed: any[] = [
    // biome-ignore lint/suspicious/noExplicitAny: what the server answers
    ...systems.filter((s: any) => stands(s) && !s.spec.replacedBy && !s.spec.moduleOf),
    ...larges,
    // biome-ignore lint/suspicious/noExplicitAny: what the server answers
    ...applications.filter((a: any) => !a.spec.moduleOf && !a.spec.realises),
  ];
  const excepted = placed.filter((o) => o.spec.exceptionRef).length;
  const covered = systems.filter(stands).every(coveredSystem) && applications.every(coveredApplication);
  return { counted: placed.length - excepted, excepted, covered };
}

it('whatever is done through the API, by two at once, the count never rises, and nothing runs uncounted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 2 }), { minLength: 6, maxLength: 18 }), async (sequence) => {
      round += 1;
      const [department, tenant] = [`bureau-${round}`, `t-${round}`];
      await make(Department, department, { displayName: department, category: 'bureau', parentRef: 'district' });
      for (const unit of ['one', 'two']) {
        await make(Department, unitOf(unit, department), { displayName: unit, category: 'subordinate', parentRef: department });
      }
      await make(Tenant, tenant, { displayName: tenant, departmentRef: department });
      const doors = servers.map((server) => server.as('admin', { [tenant]: ['tenant-admin', 'developer'] }));
      for (const n of ['a', 'b', 'c']) {
        await doors[0]?.create(InformationSystem, tenant, n, { displayName: n, departmentRef: department, level: 'district' });
      }
      await servers[0]?.as('operator', operatorRoles).create(Ledger, tenant, 'default', { departmentRef: department, phase: 'frozen' });
      const until = chinaDay(new Date(Date.now() + 30 * 86_400_000));
      const asked = { displayName: 'e', departmentRef: department, cause: 'newNeed', systems: 1, until, reason: 'needed' };
      await doors[0]?.create(LedgerException, tenant, 'e', asked);
      await turnException(tenant, true);
      let before = 3;
      for (const together of sequence) {
        const answers = await Promise.all(together.map((one) => perform(one, doors, tenant, department)));
        expect(answers.map((a) => a.status).filter((status) => status >= 500)).toEqual([]);
        const pool = servers[0]?.systemPool as never;
        const systems = (await quotaCounts(pool, countScope.department(department))).find((c) => c.resource === 'systems');
        const { counted, excepted, covered } = await countByReading(doors[1] as ApiDoor, tenant);
        expect({ counted, covered }).toEqual({ counted: systems?.used ?? 0, covered: true });
        expect(counted).toBeLessThanOrEqual(before);
        expect(excepted).toBeLessThanOrEqual(1);
        expect(await bookOf(department)).toEqual({ counted, excepted });
        before = counted;
      }
    }),
    { numRuns: Number(process.env.DIZUO_PROPERTY_RUNS ?? 25) },
  );
});

/** What the book says is counted, and what holds an exception. */
async function bookOf(department: string): Promise<{ counted: number; excepted: number }> {
  const { rows } = await database.admin.query(
    `select coalesce(sum(delta), 0)::int as counted, coalesce(sum(excepted), 0)::int as excepted
     from dizuo.ledger_entry where department = $1`,
    [department],
  );
  return rows[0];
}
