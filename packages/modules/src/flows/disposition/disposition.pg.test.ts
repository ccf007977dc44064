import {
  Application,
  AuthPolicy,
  Department,
  Disposition,
  HTTPRoute,
  InformationSystem,
  IntegrationPlan,
  ItProject,
  LargeSystem,
  Ledger,
  type ObjectOf,
  Tenant,
  Upstream,
  Workload,
} from '@dizuo/api';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiDoor, eventually, type IntegrationServer, operatorRoles, startIntegration } from '../../../test/integration-platform.ts';
import { approvalMigrations, approvalStatements } from '../../approval/index.ts';
import { gatewayMigrations } from '../../gateway/index.ts';
import { ruleId } from '../../gateway/route-rule.compile.ts';
import { type TrafficReports, trafficReports } from '../../gateway/traffic-reports.ts';
import { integrationMigrations, integrationStatements } from '../../integration/index.ts';

const tenant = 't-a';
let database: TestDatabase;
let server: IntegrationServer;
let admin: ApiDoor;
/** What data planes reported, in the gateway's own tables. */
let reports: TrafficReports;

beforeAll(async () => {
  database = await createTestDatabase([approvalMigrations, gatewayMigrations, integrationMigrations], {
    ...approvalStatements,
    ...integrationStatements,
  });
  const lastCarried = (route: ObjectOf<typeof HTTPRoute>) =>
    reports.lastCarried((route.spec.rules ?? []).map((_rule, index) => ruleId(route, index)));
  server = await startIntegration(database, { controllers: true, traffic: { lastCarried } });
  reports = trafficReports(server.systemPool);
  const make = (kind: never, name: string, spec: object) => server.client.create(kind, { metadata: { name }, spec } as never);
  await make(Department as never, 'district', { displayName: 'District', category: 'district' });
  await make(Department as never, 'bureau', { displayName: 'Bureau', category: 'bureau', parentRef: 'district' });
  await make(Tenant as never, tenant, { displayName: 'Bureau', departmentRef: 'bureau' });
  admin = server.as('admin', { [tenant]: ['tenant-admin', 'developer'] });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** A disposition as the process would have decided it. */
async function decided(name: string, spec: object): Promise<void> {
  await admin.create(InformationSystem, tenant, name, { displayName: `System ${name}`, departmentRef: 'bureau', level: 'district' });
  const answer = await admin.create(Disposition, tenant, name, { systemRef: name, reason: 'as planned', ...spec });
  expect(answer.status).toBe(201);
  const key = { namespace: tenant, name };
  const at = new Date(Date.now() - 60_000).toISOString();
  await server.client.modify(
    Disposition,
    key,
    (d) => ({ ...d, status: { ...d.status, phase: 'Decided' as const, decidedAt: at } }),
    'status',
  );
}
const shown = (name: string, phase: string) =>
  eventually(async () => {
    const { body } = await admin.get(Disposition, tenant, name);
    return body.status?.phase === phase && body;
  });
const step = (name: string, stepName: string, state: string) =>
  eventually(async () => {
    const { body } = await admin.get(Disposition, tenant, name);
    return body.status?.steps?.find((s: { name: string; state: string }) => s.name === stepName && s.state === state);
  });

/** A report of a data plane about the one rule of a route. */
const report = (route: string, sequence: number, seen: { requests: number; errors: number }) =>
  reports.record('dizuo-system/default', {
    instance: 'test',
    sequence,
    spanMs: 10_000,
    traffic: [{ rule: `${tenant}/${route}/0`, backend: `upstream/${tenant}/${route}`, ...seen, latency: [] }],
  });
/** Has a route looked at now, and not with its next turn. */
const touch = (route: string) => admin.patch(HTTPRoute, tenant, route, { metadata: { annotations: { touched: String(Math.random()) } } });

describe('retire', () => {
  it('is done when its lifecycle says so and nobody has come to it for a day', async () => {
    await decided('gone', { way: 'retire' });
    expect(await step('gone', 'retire', 'Running')).toMatchObject({ said: { code: 'RetireTheOld' } });
    const seen = (at: Date) =>
      server.client.modify(
        InformationSystem,
        { namespace: tenant, name: 'gone' },
        (s) => ({ ...s, status: { ...s.status, lastSeenAt: at.toISOString() } }),
        'status',
      );
    await seen(new Date(Date.now() - 60_000));
    await admin.patch(InformationSystem, tenant, 'gone', { spec: { lifecycle: 'retired' } });
    expect(await step('gone', 'quiet', 'Running')).toMatchObject({ said: { code: 'RetireStillUsed' } });
    await seen(new Date(Date.now() - 25 * 3_600_000));
    await shown('gone', 'Done');
  });
});

describe('connect', () => {
  it('enters the system at the gateway once, is done when people come through it, and takes it along when it goes', async () => {
    await decided('old', { way: 'connect', connect: { host: 'old.example', address: '10.0.0.9:8080', signIn: 'optional' } });
    await step('old', 'publish', 'Succeeded');
    const [upstream] = (await admin.list(Upstream, tenant)).body.items;
    expect(upstream.spec.addresses).toMatchObject([{ host: '10.0.0.9', port: 8080, tls: false }]);
    const key = { namespace: tenant, name: upstream.metadata.name };
    expect((await admin.get(AuthPolicy, tenant, key.name)).body.spec.require).toBe('optional');
    expect((await admin.get(HTTPRoute, tenant, key.name)).body.spec.hostnames).toEqual(['old.example']);
    expect(await step('old', 'accepted', 'Running')).toMatchObject({ said: { code: 'ConnectNotAccepted' } });
    const condition = {
      type: 'Accepted',
      status: 'True' as const,
      reason: 'Accepted',
      message: '',
      lastTransitionTime: new Date().toISOString(),
    };
    const parents = [{ parentRef: { name: 'default' }, controllerName: 'dizuo.dev/gateway', conditions: [condition] }];
    await server.client.modify(HTTPRoute, key, (r) => ({ ...r, status: { ...r.status, parents } }) as never, 'status');
    await step('old', 'traffic', 'Running');
    await report(key.name, 1, { requests: 3, errors: 3 });
    await touch(key.name);
    await step('old', 'traffic', 'Running');
    await report(key.name, 2, { requests: 3, errors: 2 });
    await touch(key.name);
    await shown('old', 'Done');
    await server.systemPool.query('delete from dizuo.gateway_traffic');
    await touch(key.name);
    await shown('old', 'Done');
    expect((await admin.list(Upstream, tenant)).body.items).toHaveLength(1);
    for (const kind of [Upstream, AuthPolicy, HTTPRoute]) {
      expect((await admin.get(kind, tenant, key.name)).body.metadata.ownerReferences).toMatchObject([{ kind: 'Disposition', name: 'old' }]);
    }
  });

  it('says what is wrong with an address', async () => {
    await decided('bad', { way: 'connect', connect: { host: 'bad.example', address: 'nowhere' } });
    await shown('bad', 'Failed');
    expect(await step('bad', 'publish', 'Failed')).toMatchObject({ said: { code: 'ConnectAddressInvalid' } });
  });
});

describe('merge', () => {
  it('is done when the module runs on the platform, the system has joined it, and is off', async () => {
    await admin.create(LargeSystem, tenant, 'l', { displayName: 'L', departmentRef: 'bureau', modules: [{ name: 'm', displayName: 'M' }] });
    await decided('m1', { way: 'merge', merge: { largeSystemRef: 'l', module: 'm' } });
    expect(await step('m1', 'module', 'Running')).toMatchObject({ said: { code: 'MergeNoApplication' } });
    await admin.create(Application, tenant, 'app', { displayName: { zh: '应用' }, moduleOf: { largeSystemRef: 'l', module: 'm' } });
    expect(
      await eventually(async () => {
        const found = await step('m1', 'module', 'Running');
        return found.said?.code === 'MergeNotRunning' && found;
      }),
    ).toBeTruthy();
    const workload = {
      metadata: { namespace: tenant, name: 'web' },
      spec: { applicationRef: 'app', artifact: { sample: 'shop-sign-permit' }, replicas: 1 },
    };
    await server.client.create(Workload, { ...workload, status: { readyReplicas: 1 } } as never);
    await admin.patch(LargeSystem, tenant, 'l', { spec: { description: 'touched' } });
    await admin.patch(InformationSystem, tenant, 'm1', { spec: { description: 'touched' } });
    await step('m1', 'join', 'Succeeded');
    expect((await admin.get(InformationSystem, tenant, 'm1')).body.spec.moduleOf).toEqual({ largeSystemRef: 'l', module: 'm' });
    await admin.patch(InformationSystem, tenant, 'm1', { spec: { lifecycle: 'retired' } });
    await shown('m1', 'Done');
  });
});

describe('a plan', () => {
  it('shows how far its waves are, refuses circles, and what waits begins when its turn has come', async () => {
    const waves = (more: object[] = []) => ({
      departmentRef: 'bureau',
      waves: [{ name: 'one', displayName: 'One', startsOn: '2026-01-01', endsOn: '2026-03-31' }, ...more],
    });
    const two = { name: 'two', displayName: 'Two', startsOn: '2027-04-01', endsOn: '2027-06-30', dependsOn: ['one'] };
    expect((await admin.create(IntegrationPlan, tenant, 'default', waves([two]))).status).toBe(201);
    const circle = await admin.patch(IntegrationPlan, tenant, 'default', {
      spec: { waves: [{ name: 'one', displayName: 'One', startsOn: '2026-01-01', endsOn: '2026-03-31', dependsOn: ['two'] }, two] },
    });
    expect([circle.status, circle.body.details.causes.map((c: { field: string }) => c.field)]).toEqual([
      422,
      expect.arrayContaining(['spec.waves[0].dependsOn', 'spec.waves[1].dependsOn']),
    ]);
    await decided('r1', { way: 'retire', wave: 'one' });
    await decided('r2', { way: 'keep', wave: 'two', dependsOn: ['r1'] });
    expect(await step('r2', 'dependencies', 'Running')).toMatchObject({ said: { code: 'DispositionWaits' } });
    await eventually(async () => {
      const { body } = await admin.get(IntegrationPlan, tenant, 'default');
      return body.status?.waves?.[0]?.overdue === 1 && body.status.waves[1].decided === 1;
    });
    await admin.patch(InformationSystem, tenant, 'r1', { spec: { lifecycle: 'retired' } });
    await shown('r1', 'Done');
    await shown('r2', 'Done');
    await eventually(async () => (await admin.get(IntegrationPlan, tenant, 'default')).body.status.waves[0].done === 1);
  });
});

describe('the project gate', () => {
  it('checks a project as it stands before anybody is asked, and says why', async () => {
    await server.as('operator', operatorRoles).create(Ledger, tenant, 'default', { departmentRef: 'bureau', phase: 'frozen' });
    await eventually(async () => (await admin.get(Ledger, tenant, 'default')).body.status?.limit !== undefined);
    await admin.create(ItProject, tenant, 'p', {
      displayName: 'New portal',
      departmentRef: 'bureau',
      category: 'build',
      purpose: 'A portal of our own',
      newSystems: 1,
      budget: [{ name: 'Login', kind: 'software', amount: 300_000, component: '单点登录' }],
    });
    const { status } = await eventually(async () => {
      const { body } = await admin.get(ItProject, tenant, 'p');
      return body.status?.checks && body;
    });
    expect(status.checkedGeneration).toBe(1);
    expect(Object.fromEntries(status.checks.map((c: { name: string; code: string }) => [c.name, c.code]))).toEqual({
      inventory: 'NothingLikeIt',
      ledger: 'WouldRise',
      catalog: 'PlatformGivesIt',
      contracts: 'NoRunningContract',
      standards: 'NoStandards',
    });
  });
});
