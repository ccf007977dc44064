import { readFileSync } from 'node:fs';
import {
  chinaDay,
  Department,
  Disposition,
  HumanTask,
  InformationSystem,
  LedgerException,
  Position,
  ProcessDefinition,
  SurveyResponse,
  Tenant,
  User,
} from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiDoor, eventually, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { bpmnProblems } from '../../approval/bpmn-engine.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { integrationMigrations, integrationStatements } from '../../integration/index.ts';
import { decisionProcesses } from './decision.ts';

const tenant = 't-a';
let database: TestDatabase;
let server: IntegrationServer;
let admin: ApiDoor;
let head: ApiDoor;
let operator: ApiDoor;

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await startIntegration(database, { controllers: true });
  const { client } = server;
  const make = (kind: never, name: string, spec: object) => client.create(kind, { metadata: { name }, spec } as never);
  await make(Department as never, 'district', { displayName: 'District', category: 'district' });
  await make(Department as never, 'bureau', { displayName: 'Bureau', category: 'bureau', parentRef: 'district' });
  await make(Department as never, 'unit', { displayName: 'Unit', category: 'subordinate', parentRef: 'bureau' });
  await make(Tenant as never, tenant, { displayName: 'Bureau', departmentRef: 'bureau' });
  await make(Position as never, 'bureau-head', { displayName: 'Head', departmentRef: 'bureau', head: true });
  await make(Position as never, 'bureau-clerk', { displayName: 'Clerk', departmentRef: 'bureau' });
  for (const [name, position] of [
    ['head', 'bureau-head'],
    ['second-head', 'bureau-head'],
    ['clerk', 'bureau-clerk'],
  ] as const) {
    await make(User as never, name, { displayName: name, appointments: [{ departmentRef: 'bureau', positionRef: position }] });
  }
  for (const { name, appliesTo, zh, en, file } of decisionProcesses) {
    await make(ProcessDefinition as never, name, { displayName: { zh, en }, appliesTo, bpmn: readFileSync(file, 'utf8') });
  }
  admin = server.as('admin', { [tenant]: ['tenant-admin'] });
  head = server.as('head', { [tenant]: ['viewer'] });
  operator = server.as('operator', operatorRoles);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const system = (name: string, more: object = {}) =>
  admin.create(InformationSystem, tenant, name, { displayName: `System ${name}`, departmentRef: 'unit', level: 'district', ...more });
const propose = (name: string, who = admin, more: object = {}) =>
  who.create(Disposition, tenant, name, { systemRef: name, way: 'keep', reason: 'still needed', ...more });
const phase = (kind: never, name: string, wanted: string) =>
  eventually(async () => {
    const { body } = await admin.get(kind, tenant, name);
    return body.status?.phase === wanted && body;
  });
/** A decision once it is taken: how far it is carried out by then is another controller's. */
const decided = (name: string) =>
  eventually(async () => {
    const { body } = await admin.get(Disposition, tenant, name);
    return body.status?.decidedAt && body;
  });
const openTask = (subject: string, element = 'review') =>
  eventually(async () => {
    const { body } = await admin.list(HumanTask, tenant);
    return body.items.find(
      // biome-ignore lint/suspicious/noExplicitAny: what the server answers
      (t: any) => t.spec.subject.name === subject && t.spec.elementId === element && t.status.phase === 'Open' && !t.spec.outcome,
    );
  });
const decide = async (who: ApiDoor, subject: string, spec: object, element?: string) =>
  who.patch(HumanTask, tenant, (await openTask(subject, element)).metadata.name, { spec });

describe('processes', () => {
  it.each(decisionProcesses.map((p) => [p.name, p.file] as const))('%s can be run and drawn', async (_name, file) => {
    const text = readFileSync(file, 'utf8');
    expect(await bpmnProblems(text)).toEqual([]);
    const ids = [...text.matchAll(/<bpmn:(?:startEvent|endEvent|userTask|exclusiveGateway|sequenceFlow) id="([^"]+)"/g)].map((m) => m[1]);
    for (const id of ids) expect(text).toContain(`bpmnElement="${id}"`);
  });
});

describe('a disposition', () => {
  it('is decided by the heads of the bureau above the unit, and shows by whom', async () => {
    await system('a');
    expect((await propose('a')).status).toBe(201);
    const task = await openTask('a');
    expect(task.spec).toMatchObject({
      candidateUsers: ['head', 'second-head'],
      candidateRoles: [],
      requester: 'admin',
      title: { zh: '部门负责人审批：System a', en: 'Decide on the disposition: System a' },
    });
    expect((await decide(admin, 'a', { outcome: 'approve' })).status).toBe(403);
    expect((await decide(operator, 'a', { outcome: 'approve' })).status).toBe(403);
    expect((await decide(head, 'a', { outcome: 'approve', comment: 'right so' })).status).toBe(200);
    const { status } = await decided('a');
    expect(status).toMatchObject({
      decidedBy: 'head',
      comment: 'right so',
      decisions: [{ outcome: 'approve', by: 'head', generation: 1 }],
    });
  });

  it('waits as it was proposed, goes back with a reason, and comes again changed', async () => {
    await system('b');
    await propose('b');
    await openTask('b');
    const changed = await admin.patch(Disposition, tenant, 'b', { spec: { way: 'retire' } });
    expect([changed.status, changed.body.details.causes[0].field]).toEqual([422, 'spec.way']);
    expect((await admin.patch(Disposition, tenant, 'b', { spec: { startsOn: '2027-01-01' } })).status).toBe(200);
    await decide(head, 'b', { outcome: 'sendBack', comment: 'nobody uses it' });
    await phase(Disposition as never, 'b', 'SentBack');
    expect((await admin.patch(Disposition, tenant, 'b', { spec: { way: 'retire' } })).status).toBe(200);
    await decide(head, 'b', { outcome: 'approve' });
    const { status } = await decided('b');
    expect(status.decisions.map((d: { outcome: string }) => d.outcome)).toEqual(['sendBack', 'approve']);
    expect(status.decisions[1].generation).toBeGreaterThan(status.decisions[0].generation);
  });

  it("of a head is not the own head's to decide: the other one decides", async () => {
    await system('c');
    await propose('c', server.as('head', { [tenant]: ['tenant-admin'] }));
    expect((await openTask('c')).spec.candidateUsers).toEqual(['second-head']);
    expect((await decide(head, 'c', { outcome: 'approve' })).status).toBe(403);
  });

  it('is taken back, and then nobody decides any more', async () => {
    await system('d');
    await propose('d');
    const task = await openTask('d');
    await admin.patch(Disposition, tenant, 'd', { spec: { withdrawn: true } });
    await phase(Disposition as never, 'd', 'Withdrawn');
    await eventually(async () => (await admin.get(HumanTask, tenant, task.metadata.name)).body.status.phase === 'Cancelled');
    expect((await head.patch(HumanTask, tenant, task.metadata.name, { spec: { outcome: 'approve' } })).status).toBe(422);
    expect((await admin.patch(Disposition, tenant, 'd', { spec: { withdrawn: false } })).status).toBe(422);
  });

  it('deleted and proposed again is decided again', async () => {
    await admin.remove(Disposition, tenant, 'a');
    expect((await propose('a')).status).toBe(201);
    await decide(head, 'a', { outcome: 'reject', comment: 'no' });
    expect((await phase(Disposition as never, 'a', 'Rejected')).status.decisions).toHaveLength(1);
  });

  it('can name neither a system that is not there, nor a city system to merge, nor a circle of waits', async () => {
    const cause = (answer: { body: { details: { causes: { field: string }[] } } }) => answer.body.details.causes[0]?.field;
    expect(cause(await propose('none'))).toBe('spec.systemRef');
    await system('city', { level: 'city' });
    expect(cause(await propose('city', admin, { way: 'retire' }))).toBe('spec.way');
    await system('e');
    expect(cause(await propose('e', admin, { way: 'merge' }))).toBe('spec.merge');
    expect((await propose('e', admin, { dependsOn: ['b'] })).status).toBe(201);
    expect(cause(await admin.patch(Disposition, tenant, 'b', { spec: { dependsOn: ['e'] } }))).toBe('spec.dependsOn');
  });
});

describe('a survey answer', () => {
  it('waits for the head once it is said to be complete', async () => {
    await server.client.create(SurveyResponse, {
      metadata: { name: 's', namespace: tenant },
      spec: { surveyRef: 's', departmentRef: 'bureau', dueOn: '2027-01-01', submitter: 'admin' },
      status: { phase: 'Open' },
    });
    await admin.patch(SurveyResponse, tenant, 's', { spec: { submitted: true } });
    await decide(head, 's', { outcome: 'sendBack', comment: 'two are missing' });
    await phase(SurveyResponse as never, 's', 'SentBack');
    await decide(admin, 's', { outcome: 'submit' }, 'revise');
    await decide(head, 's', { outcome: 'approve' });
    expect((await phase(SurveyResponse as never, 's', 'SignedOff')).status).toMatchObject({ signedBy: 'head' });
  });
});

describe('a ledger exception', () => {
  const ask = (name: string, until: string) =>
    admin.create(LedgerException, tenant, name, {
      displayName: `Exception ${name}`,
      departmentRef: 'bureau',
      cause: 'newNeed',
      reason: 'fits nowhere',
      until,
    });
  const inDays = (n: number) => chinaDay(new Date(Date.now() + n * 86_400_000));

  it("is the operator's to grant, not the writer's", async () => {
    expect((await ask('late', '2020-01-01')).body.details.causes[0].field).toBe('spec.until');
    await ask('x', inDays(30));
    await admin.patch(LedgerException, tenant, 'x', { spec: { granted: true } });
    expect((await admin.get(LedgerException, tenant, 'x')).body.spec.granted).toBe(false);
    await decide(operator, 'x', { outcome: 'approve' });
    await eventually(async () => (await admin.get(LedgerException, tenant, 'x')).body.spec.granted === true);
    expect((await admin.patch(LedgerException, tenant, 'x', { spec: { systems: 9 } })).status).toBe(422);
    expect((await admin.patch(LedgerException, tenant, 'x', { spec: { until: inDays(900) } })).status).toBe(422);
    expect((await admin.remove(LedgerException, tenant, 'x')).status).toBe(422);
  });

  it('ends with its last day, and its requester is asked: extended, it is in force again', async () => {
    const key = { namespace: tenant, name: 'x' };
    await phase(LedgerException as never, 'x', 'Granted');
    // The calendar goes on: only the platform itself could write a day that is over.
    await server.client.modify(LedgerException, key, (now) => ({ ...now, spec: { ...now.spec, until: inDays(-1) } }));
    const { spec } = await phase(LedgerException as never, 'x', 'Expired');
    expect(spec.granted).toBe(false);
    expect((await openTask('x', 'revise')).spec).toMatchObject({ candidateUsers: ['admin'], candidateRoles: ['tenant-admin'] });
    expect((await admin.patch(LedgerException, tenant, 'x', { spec: { systems: 9 } })).status).toBe(422);
    expect((await admin.patch(LedgerException, tenant, 'x', { spec: { until: inDays(60) } })).status).toBe(200);
    await decide(operator, 'x', { outcome: 'approve' });
    const again = await phase(LedgerException as never, 'x', 'Granted');
    expect(again.status.decisions).toHaveLength(2);
    await eventually(async () => (await admin.get(LedgerException, tenant, 'x')).body.spec.granted === true);
  });
});
