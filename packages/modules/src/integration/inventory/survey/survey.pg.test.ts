import { readFileSync } from 'node:fs';
import { chinaDay, Department, Event, HumanTask, InformationSystem, ProcessDefinition, Survey, SurveyResponse, Tenant } from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiDoor,
  eventually,
  type IntegrationServer,
  operatorRoles,
  startIntegration,
} from '../../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../../approval/index.ts';
import { decisionProcesses } from '../../../flows/decision/decision.ts';
import { integrationMigrations, integrationStatements } from '../../index.ts';

let database: TestDatabase;
let server: IntegrationServer;
let operator: ApiDoor;
let admin: ApiDoor;
const inDays = (days: number) => chinaDay(new Date(Date.now() + days * 86_400_000));

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, integrationMigrations], { ...approvalStatements, ...integrationStatements });
  server = await startIntegration(database, { controllers: true });
  const make = (kind: never, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
  await make(Department as never, 'district', { displayName: 'District', category: 'district' });
  for (const name of ['a', 'b']) {
    await make(Department as never, name, { displayName: name, category: 'bureau', parentRef: 'district' });
    await make(Tenant as never, `t-${name}`, { displayName: name, departmentRef: name });
  }
  const { name, appliesTo, zh, en, file } = decisionProcesses.find(
    (p) => p.appliesTo === 'SurveyResponse',
  ) as (typeof decisionProcesses)[number];
  await make(ProcessDefinition as never, name, { displayName: { zh, en }, appliesTo, bpmn: readFileSync(file, 'utf8') });
  operator = server.as('operator', operatorRoles);
  admin = server.as('admin', { 't-a': ['tenant-admin'] });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const spec = {
  displayName: 'Survey',
  tenants: ['t-a', 't-b'],
  fields: ['functions', 'contract.vendor'],
  dueOn: inDays(5),
  remindDaysBefore: [7],
};
const answer = (wanted: (status: Record<string, unknown>) => boolean) =>
  eventually(async () => {
    const { body } = await admin.get(SurveyResponse, 't-a', 'first');
    return wanted(body.status ?? {}) && body;
  });

describe('a survey', () => {
  it('asks for fields that there are, tenants that there are, and by a day to come', async () => {
    const wrong = await operator.create(Survey, '', 'wrong', { ...spec, tenants: ['t-none'], fields: ['secrets'], dueOn: '2020-01-01' });
    const fields = wrong.body.details.causes.map((cause: { field: string }) => cause.field);
    expect(fields).toEqual(expect.arrayContaining(['spec.tenants[0]', 'spec.fields[0]', 'spec.dueOn']));
    expect((await admin.create(Survey, '', 'mine', spec)).status).toBe(403);
  });

  it('reaches every department once, tells what is open, and reminds', async () => {
    await admin.create(InformationSystem, 't-a', 'own', { displayName: 'Own', departmentRef: 'a', level: 'district', functions: ['x'] });
    await admin.create(InformationSystem, 't-a', 'city', { displayName: 'City', departmentRef: 'a', level: 'city', functions: ['x'] });
    expect((await operator.create(Survey, '', 'first', spec)).status).toBe(201);
    const asked = await answer((status) => status.systems === 2 && status.remindedAt !== undefined);
    // The contract of a city system is not the department's to know.
    expect(asked.status).toMatchObject({ phase: 'Open', incomplete: 1 });
    expect(asked.spec).toMatchObject({ surveyRef: 'first', departmentRef: 'a', dueOn: spec.dueOn });
    expect(await eventually(async () => (await operator.get(Survey, '', 'first')).body.status?.asked === 2)).toBe(true);
    const events = await server.client.list(Event, { namespace: 't-a' });
    expect(events.filter(({ reason }) => reason === 'DueSoon')).toHaveLength(1);
  });

  it('is answered by the department alone, with a reason for what stays open', async () => {
    const patch = (who: ApiDoor, namespace: string, change: object) => who.patch(SurveyResponse, namespace, 'first', { spec: change });
    expect((await patch(admin, 't-b', { submitted: true })).status).toBe(403);
    expect((await patch(admin, 't-a', { dueOn: inDays(99) })).body.details.causes[0].field).toBe('spec.dueOn');
    expect((await patch(admin, 't-a', { submitted: true })).body.details.causes[0].field).toBe('spec.comment');
    const sent = await patch(admin, 't-a', { submitted: true, comment: 'the vendor is gone', submitter: 'somebody' });
    expect(sent.body.spec.submitter).toBe('admin');
    await answer((status) => status.phase === 'Submitted');
    expect((await patch(admin, 't-a', { submitted: false })).status).toBe(422);
  });

  it('is signed off by somebody else, and then counted', async () => {
    const open = async (who: ApiDoor) => {
      const { body } = await who.list(HumanTask, 't-a');
      // biome-ignore lint/suspicious/noExplicitAny: what the server answers
      return body.items.find((task: any) => task.spec.subject.name === 'first' && task.status?.phase === 'Open');
    };
    const task = await eventually(() => open(operator));
    expect((await admin.patch(HumanTask, 't-a', task.metadata.name, { spec: { outcome: 'approve' } })).status).toBe(403);
    await operator.patch(HumanTask, 't-a', task.metadata.name, { spec: { outcome: 'approve' } });
    await answer((status) => status.phase === 'SignedOff');
    expect(await eventually(async () => (await operator.get(Survey, '', 'first')).body.status?.answered === 1)).toBe(true);
  });

  it('closed, takes no more answers', async () => {
    await operator.patch(Survey, '', 'first', { spec: { closed: true } });
    const other = server.as('other', { 't-b': ['tenant-admin'] });
    const closed = async () => (await other.get(SurveyResponse, 't-b', 'first')).body.status?.phase === 'Closed';
    expect(await eventually(closed)).toBe(true);
    expect((await other.patch(SurveyResponse, 't-b', 'first', { spec: { submitted: true } })).status).toBe(422);
  });
});
