import { randomBytes } from 'node:crypto';
import {
  type AskedRequest,
  AuthPolicy,
  CanaryPolicy,
  Consumer,
  Department,
  type ExplanationAnswer,
  HTTPRoute,
  type ObjectOf,
  Secret,
  type ServingRule,
  User,
  visitorCookie,
} from '@dizuo/api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, putWorkload, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

type CanarySpec = ObjectOf<typeof CanaryPolicy>['spec'];

let platform: TestPlatform;
let port: number;
const backends: Backend[] = [];
const apiKey = randomBytes(24).toString('base64url');
const share = 40;
const bureaus = Array.from({ length: 12 }, (_, i) => `bureau-${i}`);
const people = bureaus.flatMap((department, i) => [`clerk-${i}`, `chief-${i}`].map((user) => ({ user, department })));
const target = (name: string) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name });

async function publish(name: string, canary: Partial<CanarySpec>, access?: Partial<ObjectOf<typeof AuthPolicy>['spec']>): Promise<void> {
  const { client } = platform;
  if (access) await client.create(AuthPolicy, { ...inTenant(name), spec: { targetRefs: [target(name)], ...access } });
  await client.create(CanaryPolicy, {
    ...inTenant(name),
    spec: { targetRefs: [target(name)], stable: workloadRef('old'), canary: workloadRef('new'), steps: [{ percent: share }], ...canary },
  });
  const rules = [{ backendRefs: [workloadRef('old')] }];
  await client.create(HTTPRoute, { ...inTenant(name), spec: { parentRefs, hostnames: [`${name}.cn`], rules } });
}

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  const { client } = platform;
  for (const name of ['old', 'new']) {
    const backend = await startBackend((_request, response) => response.end(name));
    backends.push(backend);
    await putWorkload(client, name, [{ port: backend.port }]);
  }
  await client.create(Department, { metadata: { name: 'a-district' }, spec: { displayName: '示例区', category: 'district' } });
  for (const name of bureaus)
    await client.create(Department, { metadata: { name }, spec: { displayName: name, category: 'bureau', parentRef: 'a-district' } });
  for (const { user, department } of people) {
    const appointments = [{ departmentRef: department, positionRef: 'clerk', primary: true }];
    await client.create(User, { metadata: { name: user }, spec: { displayName: user, appointments } });
  }
  await client.create(Secret, { ...inTenant('key'), type: 'Opaque', data: { key: Buffer.from(apiKey).toString('base64') } } as never);
  await client.create(Consumer, {
    ...inTenant('program'),
    spec: {
      departmentRef: 'bureau-3',
      credentials: [{ name: 'key', type: 'ApiKey', apiKey: { secretRef: { name: 'key', key: 'key' } } }],
    },
  });
  await publish('person', { sticky: { by: 'Person' }, always: { users: ['chief-1'] } }, { require: 'optional' });
  await publish('department', { sticky: { by: 'Department' }, always: { departments: ['bureau-2'] } }, { require: 'optional' });
  await publish('program', { sticky: { by: 'Department' } }, { authentication: { apiKey: {} } });
  await publish('header', { sticky: { by: 'Header', name: 'X-Person' }, always: { header: { name: 'X-Preview', value: 'yes' } } });
  await publish('cookie', { sticky: { by: 'Cookie', name: 'visit' } });
  await publish('client', { sticky: { by: 'Client' } });
  await publish('open', { sticky: { by: 'Person' } });
  await publish('drawn', { sticky: { by: 'None' } });
  await platform.startGateway();
  for (const name of ['person', 'department', 'header', 'cookie', 'client', 'open', 'drawn'])
    await until(`${name} is served with its canary`, async () => {
      const isServed = (await ask(port, '/', { host: `${name}.cn` })).status === 200;
      return isServed && (await explained(name, {})).percent === share;
    });
  await until(
    'the program is known',
    async () => (await programAnswer()).status === 200 && (await explained('program', {})).percent === share,
  );
});
afterAll(async () => {
  await platform?.close();
  await Promise.all(backends.map((backend) => backend.close()));
});

async function explained(name: string, asked: Partial<AskedRequest>) {
  const answer = await ask(
    Number(new URL(platform.url).port),
    `/apis/gateway.networking.k8s.io/v1/namespaces/greening/httproutes/${name}/explanation`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${platform.administrator}`, 'content-type': 'application/json' },
      body: JSON.stringify({ host: `${name}.cn`, path: '/', ...asked }),
    },
  );
  expect(answer.status, answer.body).toBe(200);
  const { policies } = (JSON.parse(answer.body) as ExplanationAnswer).serves as ServingRule;
  return policies.canary as NonNullable<ServingRule['policies']['canary']>;
}

const served = async (name: string, headers: Record<string, string> = {}) => (await ask(port, '/', { host: `${name}.cn`, headers })).body;
const programAnswer = () => ask(port, '/', { host: 'program.cn', headers: { 'x-api-key': apiKey } });
/** The version that an explanation promises; `undefined`: either. */
const told = ({ choice }: Awaited<ReturnType<typeof explained>>) =>
  choice?.takes === undefined ? undefined : choice.takes ? 'new' : 'old';

async function signedIn(user: string, host: string): Promise<Record<string, string>> {
  const session = `${user}.explained`;
  platform.sessions.add(session);
  return { cookie: `${visitorCookie}=${await platform.oldToken(session, host, 0)}` };
}

describe('an explanation and the data plane agree on the version', () => {
  it.each(['person', 'department'])('of a %s', async (name) => {
    const versions = new Set<string>();
    for (const { user, department } of people) {
      const { choice, ...canary } = await explained(name, { who: { user, departments: [department, 'a-district'] } });
      const version = told({ ...canary, ...(choice ? { choice } : {}) });
      expect(await served(name, await signedIn(user, `${name}.cn`)), `${user}: ${JSON.stringify(choice)}`).toBe(version);
      versions.add(`${choice?.by} ${version}`);
    }
    expect([...versions].sort()).toEqual([name === 'person' ? 'AlwaysUser new' : 'AlwaysDepartment new', 'Key new', 'Key old']);
  });

  it('of a program, which counts for its department', async () => {
    const canary = await explained('program', { who: { consumer: 'greening/program' } });
    expect(canary.choice?.by).toBe('Key');
    expect((await programAnswer()).body).toBe(told(canary));
  });

  it('of a header, whatever its value', async () => {
    const value = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,30}[\x21-\x7e])?$/);
    await fc.assert(
      fc.asyncProperty(value, async (person) => {
        expect(await served('header', { 'X-Person': person })).toBe(told(await explained('header', { headers: { 'X-Person': person } })));
      }),
      { numRuns: 60 },
    );
    const preview = { 'X-Preview': 'yes', 'X-Person': 'p1' };
    expect((await explained('header', { headers: preview })).choice).toEqual({ by: 'AlwaysHeader', takes: true });
    expect(await served('header', preview)).toBe('new');
  });

  it('of a cookie, whatever stands beside it', async () => {
    const value = fc.stringMatching(/^[\w.=-]{1,20}$/);
    await fc.assert(
      fc.asyncProperty(value, value, fc.boolean(), async (visit, other, isLast) => {
        const pairs = [`visit=${visit}`, `visits=${other}`];
        const cookie = (isLast ? pairs.reverse() : pairs).join('; ');
        expect(await served('cookie', { cookie })).toBe(told(await explained('cookie', { headers: { cookie } })));
      }),
      { numRuns: 60 },
    );
  });

  it('of an address, also for people whom a route without a policy does not know', async () => {
    const who = { user: 'clerk-1', departments: ['bureau-1'] };
    const by = [await explained('client', { client: '127.0.0.1' }), await explained('open', { client: '::ffff:127.0.0.1', who })];
    expect(by.map(({ choice }) => choice?.by)).toEqual(['Key', 'Key']);
    expect([await served('client'), await served('open', await signedIn('clerk-1', 'open.cn'))]).toEqual(by.map(told));
    expect((await explained('open', { who })).choice).toEqual({ by: 'UnknownAddress' });
  });

  it('where nothing holds it: either, by chance', async () => {
    for (const name of ['drawn', 'header', 'cookie']) expect((await explained(name, {})).choice).toEqual({ by: 'Chance' });
    const versions = new Set<string>();
    await until('both', async () => versions.add(await served('drawn')).size === 2);
    expect([...versions].sort()).toEqual(['new', 'old']);
  });

  it('and says nothing of one that is refused before', async () => {
    expect(await explained('program', {})).not.toHaveProperty('choice');
    expect((await ask(port, '/', { host: 'program.cn' })).status).toBe(401);
  });
});
