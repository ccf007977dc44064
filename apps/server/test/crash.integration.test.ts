import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubectl } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crashes, itemsOf, noEventTwice } from './crash.ts';
import { crashPoints } from './crash-points.ts';
import { insist } from './journey.ts';
import { Platform } from './platform.ts';

/** Of the sample district: its administrator is the only head of its bureau, so that the operator decides what they propose. */
const tenant = 't-lvhua';
const group = 'integration.dizuo/v1alpha1';
let platform: Platform;
let crashes: Crashes;
let operator: Kubectl;
let admin: Kubectl;

beforeAll(async () => {
  platform = await Platform.create();
  crashes = new Crashes(platform);
  await platform.start();
  operator = await platform.kubectl('operator');
  admin = await platform.kubectl('lvhua-admin');
});
afterAll(() => platform?.remove());

interface Task {
  metadata: { name: string };
  spec: { subject: { name: string }; elementId: string; outcome?: string; completedBy?: string };
  status: { phase: string };
}
interface Run {
  spec: { subject: { kind: string; name: string } };
  status: { phase: string; history: { elementId: string; outcome?: string }[] };
}

const apply = (who: Kubectl, object: object) => insist(who, ['apply', '-f', '-'], { input: JSON.stringify(object) });
const patch = (who: Kubectl, object: string, spec: object) =>
  insist(who, ['patch', '-n', tenant, object, '--type=merge', '-p', JSON.stringify({ spec })]);
const read = (object: string, path: string) => insist(admin, ['get', '-n', tenant, object, '-o', `jsonpath=${path}`]);
const disposition = (name: string, spec: object) => ({
  apiVersion: group,
  kind: 'Disposition',
  metadata: { name, namespace: tenant },
  spec: { systemRef: name, reason: 'as planned', ...spec },
});
const tasksOf = async (subject: string) =>
  (await itemsOf<Task>(operator, 'humantasks', tenant)).filter(({ spec }) => spec.subject.name === subject);
const runsOf = async (subject: string) =>
  (await itemsOf<Run>(operator, 'processinstances', tenant)).filter(({ spec }) => spec.subject.name === subject);

/** Answers the one open question about the subject, whatever dies meanwhile. */
async function decide(subject: string, spec: { outcome: string; comment?: string }): Promise<void> {
  const open = async () => (await tasksOf(subject)).filter((task) => task.status.phase === 'Open' && !task.spec.outcome);
  await expect.poll(async () => (await open()).length, { message: `a task about ${subject}` }).toBe(1);
  const name = (await open())[0]?.metadata.name;
  const answered = async () =>
    (await tasksOf(subject)).some((task) => task.metadata.name === name && task.spec.outcome === spec.outcome) ||
    (await operator(['patch', '-n', tenant, `humantask/${name}`, '--type=merge', '-p', JSON.stringify({ spec })])).code === 0;
  await expect.poll(answered).toBe(true);
}

describe('kill -9 at every point of what departments are asked and what becomes of systems', { timeout: 600_000 }, () => {
  it('a survey: every department is asked once and reminded in one event', async () => {
    const tenants = [tenant, 't-jiaoyu', 't-chengguan'];
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const spec = { displayName: 'Survey', tenants, fields: ['contact'], dueOn: inDays(5), remindDaysBefore: [10] };
    await crashes.dieAtEach(crashPoints.survey, () =>
      apply(operator, { apiVersion: group, kind: 'Survey', metadata: { name: 'autumn' }, spec }),
    );
    await expect.poll(() => insist(operator, ['get', 'survey', 'autumn', '-o', 'jsonpath={.status.asked}'])).toBe('3');
    for (const namespace of tenants) {
      await expect
        .poll(() => insist(operator, ['get', 'surveyresponse', 'autumn', '-n', namespace, '-o', 'jsonpath={.status.remindedAt}']))
        .not.toBe('');
      expect(await itemsOf(operator, 'surveyresponses', namespace)).toHaveLength(1);
      const reminders = (await itemsOf<{ reason: string }>(operator, 'events', namespace)).filter(({ reason }) => reason === 'DueSoon');
      expect(reminders.length).toBeGreaterThan(0);
      await noEventTwice(operator, namespace);
    }
  });

  it('a proposal: one process, one task', async () => {
    const connect = { host: 'outdoor-ad.localhost', address: '192.0.2.7:8080' };
    await crashes.dieAtEach(crashPoints.proposal, () =>
      apply(admin, disposition('outdoor-ad', { way: 'connect', connect, reason: 'nobody will touch it' })),
    );
    await expect.poll(async () => (await tasksOf('outdoor-ad')).length).toBe(1);
    expect(await runsOf('outdoor-ad')).toHaveLength(1);
  });

  it('sent back and changed: answered once, asked once more', async () => {
    await decide('outdoor-ad', { outcome: 'sendBack', comment: 'say from when' });
    await expect.poll(() => read('disposition/outdoor-ad', '{.status.phase}')).toBe('SentBack');
    await crashes.dieAtEach(crashPoints.revision, () => patch(admin, 'disposition/outdoor-ad', { startsOn: '2027-01-01' }));
    await expect
      .poll(async () => (await tasksOf('outdoor-ad')).map(({ spec }) => `${spec.elementId} ${spec.outcome ?? ''}`.trim()).sort())
      .toEqual(['review', 'review sendBack', 'revise submit']);
    const [run, ...others] = await runsOf('outdoor-ad');
    expect(others).toEqual([]);
    expect(run?.status.history.map(({ elementId }) => elementId)).toEqual(['review', 'revise', 'review']);
  });

  it('connected: one upstream, one policy, one route, all its own', async () => {
    await crashes.dieAtEach(crashPoints.connection, () => decide('outdoor-ad', { outcome: 'approve' }));
    const state = (step: string) => read('disposition/outdoor-ad', `{.status.steps[?(@.name=="${step}")].state}`);
    await expect.poll(() => state('accepted')).toBe('Succeeded');
    for (const kind of ['upstreams', 'authpolicies', 'httproutes']) {
      const made = await itemsOf<{ metadata: { ownerReferences: { kind: string; name: string }[] } }>(admin, kind, tenant);
      expect(made.map(({ metadata }) => metadata.ownerReferences.map((owner) => `${owner.kind}/${owner.name}`))).toEqual([
        ['Disposition/outdoor-ad'],
      ]);
    }
    expect(await read('disposition/outdoor-ad', '{.status.decisions[*].outcome}')).toBe('sendBack approve');
  });

  it('merged: the system joins its module once', async () => {
    const metadata = (name: string) => ({ name, namespace: tenant });
    const merge = { largeSystemRef: 'cityscape', module: 'inspection' };
    await apply(admin, disposition('shop-sign', { way: 'merge', merge }));
    await decide('shop-sign', { outcome: 'approve' });
    await expect.poll(() => read('disposition/shop-sign', '{.status.phase}')).toBe('InProgress');
    await apply(admin, {
      apiVersion: 'apps.dizuo/v1alpha1',
      kind: 'Application',
      metadata: metadata('signs'),
      spec: { displayName: { zh: '店招店牌' }, moduleOf: merge },
    });
    const digest = await upload('signs');
    await crashes.dieAtEach(crashPoints.merger, () =>
      apply(admin, {
        apiVersion: 'apps.dizuo/v1alpha1',
        kind: 'Workload',
        metadata: metadata('signs'),
        spec: { applicationRef: 'signs', artifact: { digest }, replicas: 1 },
      }),
    );
    await expect.poll(() => read('informationsystem/shop-sign', '{.spec.moduleOf}')).toBe(JSON.stringify(merge));
    await expect.poll(() => read('disposition/shop-sign', '{.status.steps[?(@.name=="join")].state}')).toBe('Succeeded');
    expect(await read('largesystem/cityscape', '{.spec.members[?(@.module=="inspection")].kind}')).toBe('Application InformationSystem');
    const entries = await itemsOf<{ spec: { moduleOf?: object } }>(operator, 'informationsystems', tenant);
    expect(entries.filter(({ spec }) => JSON.stringify(spec.moduleOf) === JSON.stringify(merge))).toHaveLength(1);
    await noEventTwice(operator, tenant);
  });
});

/** A program that answers, as an upload of the application. Returns its digest. */
async function upload(application: string): Promise<string> {
  const place = join(platform.directory, 'test', 'program');
  mkdirSync(join(place, 'src'), { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  const program = `import { createServer } from 'node:http';
createServer((_request, response) => response.end('ok')).listen(Number(process.env.PORT), process.env.HOST);`;
  writeFileSync(join(place, 'src', 'main.ts'), program);
  const visitor = await platform.signIn('lvhua-admin');
  const answer = await fetch(`${platform.url}/apis/apps.dizuo/v1alpha1/namespaces/${tenant}/applications/${application}/artifacts`, {
    method: 'POST',
    headers: { cookie: `dizuo_session=${visitor.cookie('dizuo_session')}`, 'x-dizuo-csrf': '1', 'content-type': 'application/gzip' },
    body: new Uint8Array(execFileSync('tar', ['-cz', '-C', place, '.'])),
  });
  const { spec, message } = (await answer.json()) as { spec: { digest: string }; message?: string };
  expect([answer.status, message]).toEqual([201, undefined]);
  return spec.digest;
}
