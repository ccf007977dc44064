import { readFileSync } from 'node:fs';
import { chinaDay, Department, HumanTask, InformationSystem, Ledger, LedgerException, ProcessDefinition, Tenant } from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type ApiDoor, eventually, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { integrationMigrations, integrationStatements } from '../../integration/index.ts';
import { decisionProcesses } from './decision.ts';

const tenant = 't-a';
const dayMs = 86_400_000;
let database: TestDatabase;
let server: IntegrationServer;
let admin: ApiDoor;
let operator: ApiDoor;

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await startIntegration(database, { controllers: true });
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  const make = (kind: any, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
  await make(Department, 'district', { displayName: 'District', category: 'district' });
  await make(Department, 'bureau', { displayName: 'Bureau', category: 'bureau', parentRef: 'district' });
  await make(Tenant, tenant, { displayName: 'Bureau', departmentRef: 'bureau' });
  for (const { name, appliesTo, zh, en, file } of decisionProcesses) {
    await make(ProcessDefinition, name, { displayName: { zh, en }, appliesTo, bpmn: readFileSync(file, 'utf8') });
  }
  admin = server.as('admin', { [tenant]: ['tenant-admin'] });
  operator = server.as('operator', operatorRoles);
  await operator.create(Ledger, tenant, 'default', { departmentRef: 'bureau', phase: 'frozen' });
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await server.close();
  await database.drop();
});

const inDays = (n: number) => chinaDay(new Date(Date.now() + n * dayMs));
const exception = async (name: string) => (await admin.get(LedgerException, tenant, name)).body;
const system = (name: string, more: object) =>
  admin.create(InformationSystem, tenant, name, { displayName: name, departmentRef: 'bureau', level: 'district', ...more });
const task = (subject: string, element: string) =>
  eventually(async () => {
    const { body } = await admin.list(HumanTask, tenant);
    return body.items.find(
      // biome-ignore lint/suspicious/noExplicitAny: what the server answers
      (t: any) => t.spec.subject.name === subject && t.spec.elementId === element && t.status.phase === 'Open' && !t.spec.outcome,
    );
  });
const approve = async (subject: string) =>
  operator.patch(HumanTask, tenant, (await task(subject, 'review')).metadata.name, { spec: { outcome: 'approve' } });
const ledger = (holds: (status: Record<string, unknown>) => boolean) =>
  eventually(async () => {
    const { body } = await operator.get(Ledger, tenant, 'default');
    return body.status && holds(body.status) && body.status;
  });

/** A system that stands beyond the limit by an exception for ten days. */
async function allowed(name: string): Promise<void> {
  const spec = { displayName: name, departmentRef: 'bureau', cause: 'newNeed', reason: 'fits nowhere', until: inDays(10) };
  expect((await admin.create(LedgerException, tenant, name, spec)).status).toBe(201);
  await approve(name);
  await eventually(async () => (await exception(name)).spec.granted);
  expect((await system(`s-${name}`, { exceptionRef: name })).status).toBe(201);
  await ledger((status) => status.excepted === 1 && status.over === undefined);
}

/** The calendar goes on; the next visit sees it. */
async function daysLater(days: number, name: string): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * dayMs });
  await server.client.modify(LedgerException, { namespace: tenant, name }, (e) => ({
    ...e,
    metadata: { ...e.metadata, annotations: { looked: String(days) } },
  }));
}

it('an exception that ends comes back to the inbox; the ledger shows since when it is over; extended, it is not any more', async () => {
  await allowed('e');
  const last = (await exception('e')).spec.until;
  await daysLater(11, 'e');
  const returned = await task('e', 'revise');
  expect(returned.spec).toMatchObject({ candidateUsers: ['admin'], candidateRoles: ['tenant-admin'], outcomes: ['submit'] });
  expect((await exception('e')).spec.granted).toBe(false);
  expect(await ledger((status) => status.over === 1)).toMatchObject({ count: 0, excepted: 1, over: 1, overSince: last });
  expect((await system('more', { exceptionRef: 'e' })).status).toBe(422);

  expect((await admin.patch(LedgerException, tenant, 'e', { spec: { until: inDays(30), reason: 'still fits nowhere' } })).status).toBe(200);
  await approve('e');
  await eventually(async () => (await exception('e')).spec.granted);
  expect((await ledger((status) => status.over === undefined)).overSince).toBeUndefined();
  await admin.patch(InformationSystem, tenant, 's-e', { spec: { lifecycle: 'retired' } });
  await ledger((status) => status.excepted === 0);
});

it('or the system goes and the exception is given back: the task is taken back, and nothing is over', async () => {
  await allowed('f');
  await daysLater(11, 'f');
  const returned = await task('f', 'revise');
  await ledger((status) => status.over === 1);
  expect((await admin.patch(LedgerException, tenant, 'f', { spec: { withdrawn: true } })).body.details.causes[0].field).toBe(
    'spec.withdrawn',
  );
  await admin.patch(InformationSystem, tenant, 's-f', { spec: { lifecycle: 'retired' } });
  expect((await admin.patch(LedgerException, tenant, 'f', { spec: { withdrawn: true } })).status).toBe(200);
  await eventually(async () => (await admin.get(HumanTask, tenant, returned.metadata.name)).body.status.phase === 'Cancelled');
  await eventually(async () => (await exception('f')).status.phase === 'Withdrawn');
  await ledger((status) => status.over === undefined && status.excepted === 0);
});
