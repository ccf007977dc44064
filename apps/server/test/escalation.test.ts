import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, byNothing, byToken, listen } from './door.ts';
import { approveOrders, type DiscoveredKind, discover, type Foreign, fillForeignTenant } from './foreign-objects.ts';
import { Platform, pause } from './platform.ts';
import { untriedDoors } from './side-doors.ts';
import { foreign, grants, marker, must, own, secretMarkers, TwoTenants, until } from './two-tenants.ts';

let platform: Platform;
let world: TwoTenants;
let kinds: DiscoveredKind[];
let theirs: Foreign[];
const merge = { 'content-type': 'application/merge-patch+json' };
const users = '/apis/identity.dizuo/v1alpha1/users';
const inOwn = (group: string, plural: string, name = '') => `/apis/${group}/namespaces/${own}/${plural}${name && `/${name}`}`;
const as = (name: string) => world.person(name).session;

beforeAll(async () => {
  platform = await Platform.create();
  await platform.start({ env: { DIZUO_LOG_LEVEL: 'debug' } });
  world = new TwoTenants(platform);
  await world.make();
  kinds = await discover(world.person('dev-own'));
  theirs = await fillForeignTenant(world, kinds);
});
afterAll(() => platform?.remove());

/** A long answer that has begun, and what it says until it ends. */
async function opened(path: string, token: string) {
  let tell = () => {};
  const begun = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const heard = listen(platform, path, { authorization: `Bearer ${token}` }, 60_000, tell);
  await Promise.race([begun, heard]);
  return { heard };
}

function refused(answer: Answer, statuses = [403]): void {
  expect(statuses, answer.text).toContain(answer.status);
}

const grantOf = (name: string, role: string, subjects: { kind: string; name: string }[]) => ({
  metadata: { name },
  spec: { role, subjects },
});

it('the attacker asks at every door that modules serve beside objects', () => expect(untriedDoors(platform.output)).toEqual([]));

describe('rights that nobody gives to oneself', () => {
  it('a developer grants nothing, a tenant administrator nothing of the platform and nothing elsewhere', async () => {
    const me = [{ kind: 'User', name: 'dev-own' }];
    for (const place of [own, foreign, 'dizuo-system']) {
      refused(await as('dev-own')('POST', grants(place), grantOf('x', 'tenant-admin', me)));
      refused(await as('dev-own')('PATCH', `${grants(place)}/tenant-admin-admin-own`, { spec: { subjects: me } }, merge));
    }
    const admin = as('admin-own');
    refused(await admin('POST', grants(foreign), grantOf('x', 'developer', me)));
    refused(await admin('POST', grants('dizuo-system'), grantOf('x', 'operator', me)));
    refused(await admin('POST', grants(own), grantOf('x', 'operator', me)), [422]);
    refused(await admin('POST', grants(own), grantOf('x', 'developer', [{ kind: 'User', name: 'admin-own' }])), [422]);
  });

  it('the security administrator does not grant to himself, by no name', async () => {
    const security = as('security-admin');
    const ways = [
      { kind: 'User', name: 'security-admin' },
      { kind: 'Position', name: 'dashuju-anquan' },
      { kind: 'Department', name: 'dashuju' },
      { kind: 'Department', name: 'district' },
    ];
    for (const way of ways) {
      refused(await security('POST', grants(foreign), grantOf('x', 'tenant-admin', [way])), [422]);
      refused(await security('POST', grants('dizuo-system'), grantOf('x', 'operator', [way])), [422]);
      refused(await security('POST', grants('dizuo-system'), grantOf('x', 'audit-admin', [way])), [422]);
    }
  });

  it('an administrator is not made another besides', async () => {
    const security = as('security-admin');
    for (const [user, role] of [
      ['operator', 'system-admin'],
      ['system-admin', 'audit-admin'],
      ['audit-admin', 'operator'],
    ] as const) {
      refused(await security('POST', grants('dizuo-system'), grantOf('x', role, [{ kind: 'User', name: user }])), [422]);
    }
  });

  it('the system administrator neither grants, nor resets passwords, nor moves himself into a post that has rights', async () => {
    const system = as('system-admin');
    refused(await system('POST', grants(foreign), grantOf('x', 'developer', [{ kind: 'User', name: 'outsider' }])));
    for (const user of ['security-admin', 'outsider', 'system-admin']) {
      refused(await system('POST', `${users}/${user}/password`, {}));
      refused(await system('POST', `${users}/${user}/unlock`, {}));
    }
    const appointments = [{ departmentRef: 'lvhua-shirong', positionRef: 'lvhua-xinxi', primary: true }];
    refused(await system('PATCH', `${users}/system-admin`, { spec: { appointments } }, merge), [422]);
  });

  it('operators and auditors stay what they are', async () => {
    const operator = as('operator');
    refused(await operator('GET', `/api/v1/namespaces/${foreign}/secrets`));
    refused(await operator('GET', `/api/v1/namespaces/${foreign}/secrets/${marker}-secret`));
    refused(await operator('GET', '/apis/audit.dizuo/v1alpha1/entries'));
    refused(await operator('POST', grants(foreign), grantOf('x', 'developer', [{ kind: 'User', name: 'outsider' }])));
    const auditor = as('audit-admin');
    for (const kind of kinds) {
      const path = kind.namespaced ? `${kind.base}/namespaces/${foreign}/${kind.plural}` : `${kind.base}/${kind.plural}`;
      const all = await operator('GET', kind.namespaced ? `${kind.base}/${kind.plural}` : path);
      if (kind.plural === 'secrets') for (const secret of secretMarkers) expect(all.text).not.toContain(secret);
      refused(await auditor('POST', path, { metadata: { name: 'x' } }), [403, 405]);
      refused(await auditor('DELETE', path), [403, 405]);
    }
  });
});

describe('what only the platform writes', () => {
  it('status of any kind, by anybody', async () => {
    for (const { kind, object } of theirs.filter(({ kind }) => kind.hasStatus)) {
      const path = `${kind.base}/namespaces/${foreign}/${kind.plural}/${object.metadata.name}/status`;
      for (const person of ['operator', 'security-admin', 'system-admin', 'audit-admin', 'admin-foreign', 'dev-foreign']) {
        refused(await as(person)('PATCH', path, { status: { phase: 'Ready' } }, merge), [403, 405]);
        refused(await as(person)('PUT', path, object), [403, 405]);
      }
    }
  });

  it('a status in a create or an update does nothing', async () => {
    const answer = await must(
      as('dev-own')('POST', inOwn('apps.dizuo/v1alpha1', 'applications'), {
        metadata: { name: 'mine' },
        spec: { displayName: { zh: '应用' } },
        status: {
          conditions: [{ type: 'Ready', status: 'True', reason: 'Forged', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }],
        },
      }),
    );
    expect(answer.text).not.toContain('Forged');
  });

  it('namespaces, tasks, processes, instances, events, quotas are not made by tenants', async () => {
    for (const { kind, object } of theirs) {
      if (!['humantasks', 'processinstances', 'serviceinstances', 'events', 'quotas'].includes(kind.plural)) continue;
      const copy = { ...object, metadata: { name: 'made', namespace: own } };
      for (const person of ['dev-own', 'admin-own']) {
        refused(await as(person)('POST', `${kind.base}/namespaces/${own}/${kind.plural}`, copy), [403, 405]);
      }
    }
    for (const person of ['dev-own', 'admin-own', 'operator', 'security-admin']) {
      refused(await as(person)('POST', '/api/v1/namespaces', { metadata: { name: 't-made' } }), [403, 405]);
      refused(await as(person)('DELETE', `/api/v1/namespaces/${own}`), [403, 405]);
    }
  });

  it('what was delivered keeps its approved size and its hold until it is taken back', async () => {
    const developer = as('dev-foreign');
    const at = (plural: string) => `/apis/catalog.dizuo/v1alpha1/namespaces/${foreign}/${plural}/${marker}-db`;
    refused(await developer('PATCH', at('serviceinstances'), { spec: { parameters: { storageMiB: 2048 } } }, merge), [422]);
    refused(await developer('PATCH', at('serviceinstances'), { spec: { requestRef: 'another' } }, merge), [422]);
    for (const plural of ['serviceinstances', 'servicebindings']) {
      refused(await developer('PATCH', at(plural), { metadata: { finalizers: null } }, merge), [422]);
      refused(await developer('PATCH', at(plural), { metadata: { finalizers: ['someone.example/else'] } }, merge), [422]);
    }
    await must(developer('PATCH', at('serviceinstances'), { spec: { displayName: `${marker} renamed` } }, merge));
  });
});

describe('decisions', () => {
  const order = (name: string) => ({
    metadata: { name },
    spec: {
      purpose: 'tests',
      durationMonths: 1,
      service: { classRef: 'postgresql', planRef: 'postgresql-small', instanceName: name, parameters: { storageMiB: 256 } },
    },
  });
  const requests = inOwn('approval.dizuo/v1alpha1', 'requests');
  const tasks = inOwn('approval.dizuo/v1alpha1', 'humantasks');
  const taskOf = async (name: string) => {
    const found = async () => {
      const { items } = (await must(as('operator')('GET', tasks))).body as { items: Foreign['object'][] };
      return items.find(({ metadata }) => metadata.name.startsWith(`${name}-`));
    };
    await until(async () => (await found()) !== undefined);
    return (await found()) as Foreign['object'];
  };

  it('are not made by the requester, nor by the requester as operator', async () => {
    const both = await world.newPerson('both-roles');
    await world.grant(own, 'developer', 'both-roles');
    await world.grant('dizuo-system', 'operator', 'both-roles');
    await must(both.session('POST', requests, { ...order('own-order'), spec: { ...order('own-order').spec, requester: 'dev-own' } }));
    const task = await taskOf('own-order');
    expect(task.spec).toMatchObject({ requester: 'both-roles' });
    const path = `${tasks}/${task.metadata.name}`;
    const yes = { spec: { outcome: 'approve' } };
    refused(await both.session('PATCH', path, yes, merge));
    refused(await both.bearer('PATCH', path, { spec: { outcome: 'approve', requester: 'dev-own' } }, merge));
    refused(await both.session('PUT', path, { ...task, spec: { ...(task.spec as object), outcome: 'approve', requester: 'dev-own' } }));
    refused(
      await both.session('PATCH', path, [{ op: 'add', path: '/spec/candidateUsers', value: ['both-roles'] }], {
        'content-type': 'application/json-patch+json',
      }),
    );
    for (const person of ['dev-own', 'admin-own', 'security-admin', 'system-admin']) refused(await as(person)('PATCH', path, yes, merge));
    refused(await as('operator')('PATCH', path, { spec: { outcome: 'approve', requester: 'somebody' } }, merge), [422]);
    refused(await as('operator')('PATCH', path, { spec: { outcome: 'submit' } }, merge), [422]);
    await must(as('operator')('PATCH', path, { spec: { outcome: 'reject', comment: 'no', completedBy: 'somebody-else' } }, merge));
    const decided = (await must(as('operator')('GET', path))).body as { spec: object };
    expect(decided.spec).toMatchObject({ completedBy: 'operator' });
    refused(await as('operator')('PATCH', path, yes, merge), [422]);
  });

  it('a secret laid in the way of a binding decides nothing', async () => {
    const developer = as('dev-own');
    await must(developer('POST', requests, order('trapped')));
    await taskOf('trapped');
    const lure = { host: '192.0.2.9', port: '5432', database: 'd', username: 'u', password: 'p', uri: 'postgresql://u:p@192.0.2.9/d' };
    await must(developer('POST', `/api/v1/namespaces/${own}/secrets`, { metadata: { name: 'trapped' }, stringData: lure }));
    await approveOrders(world, own);
    const bindings = inOwn('catalog.dizuo/v1alpha1', 'servicebindings', 'trapped');
    const instance = inOwn('catalog.dizuo/v1alpha1', 'serviceinstances', 'trapped');
    await until(async () => (await developer('GET', instance)).text.includes('"Ready"'));
    await pause(1500);
    const seen = await developer('GET', bindings);
    expect(seen.text).not.toContain('"phase":"Ready"');
    const secret = (await must(developer('GET', `/api/v1/namespaces/${own}/secrets/trapped`))).body as { data: { host: string } };
    expect(Buffer.from(secret.data.host, 'base64').toString()).toBe('192.0.2.9');
  });
});

describe('references that lead into another tenant', () => {
  it('owners, secrets, programs, instances', async () => {
    const developer = as('dev-own');
    const app = theirs.find(({ kind }) => kind.plural === 'applications')?.object.metadata;
    const owner = (name = '', uid = '') => [{ apiVersion: 'apps.dizuo/v1alpha1', kind: 'Application', name, uid }];
    const withOwner = (ownerReferences: unknown) =>
      developer('POST', `/api/v1/namespaces/${own}/secrets`, { metadata: { name: 'owned', ownerReferences } });
    const [real, guessed] = [await withOwner(owner(app?.name, app?.uid)), await withOwner(owner(app?.name, crypto.randomUUID()))];
    refused(real, [422]);
    expect(real.text.replaceAll(/[0-9a-f-]{36}/g, 'UID')).toBe(guessed.text.replaceAll(/[0-9a-f-]{36}/g, 'UID'));
    const workload = (spec: object) => ({
      metadata: { name: 'thief' },
      spec: { applicationRef: 'mine', replicas: 1, artifact: { sample: 'shop-sign-permit' }, ...spec },
    });
    const workloads = inOwn('apps.dizuo/v1alpha1', 'workloads');
    const digest = (theirs.find(({ kind }) => kind.plural === 'artifacts')?.object.spec as { digest: string } | undefined)?.digest;
    refused(await developer('POST', workloads, workload({ artifact: { digest } })), [422]);
    refused(await developer('POST', workloads, workload({ artifact: { sample: '../../../etc' } })), [422]);
    for (const name of [`${foreign}/${marker}-secret`, `../${foreign}/secrets/${marker}-secret`]) {
      refused(await developer('POST', workloads, workload({ env: [{ name: 'X', secretKeyRef: { name, key: 'plain' } }] })), [422]);
    }
    await must(developer('POST', workloads, workload({ env: [{ name: 'X', secretKeyRef: { name: `${marker}-secret`, key: 'plain' } }] })));
    await until(async () => (await developer('GET', `${workloads}/thief`)).text.includes('SecretMissing'));
    const bindings = inOwn('catalog.dizuo/v1alpha1', 'servicebindings');
    refused(await developer('POST', bindings, { metadata: { name: 'stolen' }, spec: { instanceRef: `${marker}-db` } }), [422]);
  });

  it('routes and upstreams', async () => {
    const developer = as('dev-own');
    const routes = inOwn('gateway.networking.k8s.io/v1', 'httproutes');
    const route = (name: string, host: string, backend: object) => ({
      metadata: { name },
      spec: { parentRefs: [{ name: 'default', namespace: 'dizuo-system' }], hostnames: [host], rules: [{ backendRefs: [backend] }] },
    });
    const backend = (name: string) => ({ group: 'apps.dizuo', kind: 'Workload', name, namespace: foreign });
    const told = async (name: string, work: string) => {
      await must(developer('POST', routes, route(name, `${name}.localhost`, backend(work))));
      let text = '';
      await until(async () => {
        text = (await developer('GET', `${routes}/${name}`)).text;
        return text.includes('ResolvedRefs');
      });
      const { status } = JSON.parse(text) as { status: { parents: { conditions: { type: string; reason: string; message: string }[] }[] } };
      const condition = status.parents[0]?.conditions.find((c) => c.type === 'ResolvedRefs');
      return `${condition?.reason} ${condition?.message.replaceAll(work, 'WORK')}`;
    };
    const there = await told('there', `${marker}-work`);
    expect(there).toContain('RefNotPermitted');
    expect(there).toBe(await told('nowhere', 'no-such-work'));
    refused(
      await developer('POST', routes, route('taken', `${marker}.localhost`, { group: 'gateway.dizuo', kind: 'Upstream', name: 'x' })),
      [422],
    );
    const work = theirs.find(({ kind }) => kind.plural === 'workloads')?.object.status as { instances?: { port: number }[] } | undefined;
    const upstreams = inOwn('gateway.dizuo/v1alpha1', 'upstreams');
    const ports = [platform.port, platform.gatewayPort, platform.port + 100, work?.instances?.[0]?.port ?? 1];
    for (const host of [
      '127.0.0.1',
      'localhost',
      '::1',
      '0.0.0.0',
      '2130706433',
      '127.1',
      '::ffff:127.0.0.1',
      '169.254.169.254',
      'LOCALHOST.',
    ]) {
      for (const port of ports)
        refused(await developer('POST', upstreams, { metadata: { name: 'inside' }, spec: { addresses: [{ host, port }] } }), [422]);
    }
    for (const plural of ['authpolicies', 'httproutes', 'upstreams']) {
      await must(developer('DELETE', inOwn(plural === 'httproutes' ? 'gateway.networking.k8s.io/v1' : 'gateway.dizuo/v1alpha1', plural)));
    }
  });
});

describe('sessions and tokens', () => {
  it('a change by the cookie needs the header that other sites cannot send', async () => {
    const { visitor } = world.person('dev-own');
    const cookie = `dizuo_session=${visitor.cookie('dizuo_session')}`;
    const anybody = byNothing(platform);
    for (const headers of [
      { cookie } as Record<string, string>,
      { cookie, 'x-dizuo-csrf': '0' },
      { cookie, origin: 'https://evil.example' },
    ]) {
      for (const [method, path] of [
        ['POST', `/api/v1/namespaces/${own}/secrets`],
        ['DELETE', `/api/v1/namespaces/${own}/secrets`],
        ['PATCH', `/api/v1/namespaces/${own}/secrets/x`],
        ['PUT', `/api/v1/namespaces/${own}/secrets/x`],
        ['POST', '/auth/kubeconfig'],
        ['POST', '/auth/sign-out'],
        ['POST', '/auth/password'],
      ] as const) {
        const answer = await anybody(method, path, {}, headers);
        expect(answer.status, `${method} ${path}`).toBe(403);
        expect(answer.text).toContain('X-Dizuo-Csrf');
      }
    }
  });

  it('headers that claim to be somebody are nobody', async () => {
    const claims = {
      'impersonate-user': 'operator',
      'x-remote-user': 'operator',
      'x-forwarded-user': 'operator',
      'x-dizuo-identity': 'operator',
    };
    expect((await byNothing(platform)('GET', '/apis/tenancy.dizuo/v1alpha1/tenants', undefined, claims)).status).toBe(401);
    refused(await world.person('outsider').bearer('GET', `/api/v1/namespaces/${foreign}/secrets`, undefined, claims));
    for (const token of ['', 'dz_', `dz_${'a'.repeat(43)}`, 'null', '../x']) {
      expect((await byToken(platform, token)('GET', '/api/v1/namespaces')).status).toBe(401);
    }
    await byNothing(platform)('GET', '/api/v1/namespaces', undefined, {
      authorization: `Bearer ${world.person('outsider').token}`,
      'x-forwarded-for': '203.0.113.9',
    });
    await world.person('outsider').bearer('GET', `/api/v1/namespaces/${foreign}/secrets`, undefined, { 'x-forwarded-for': '203.0.113.9' });
    const { text } = await must(as('audit-admin')('GET', '/apis/audit.dizuo/v1alpha1/entries?principal=outsider&limit=50'));
    expect(text).not.toContain('203.0.113.9');
  });

  it('nobody anonymous gets in', async () => {
    const anybody = byNothing(platform);
    for (const kind of kinds) expect((await anybody('GET', `${kind.base}/${kind.plural}`)).status, kind.plural).toBe(401);
    for (const path of [
      '/apis',
      '/api/v1',
      '/openapi/v2',
      '/apis/audit.dizuo/v1alpha1/entries',
      '/auth/session',
      '/gateway/configuration',
    ]) {
      expect((await anybody('GET', path)).status, path).toBeGreaterThanOrEqual(400);
    }
  });

  it('a watch ends when the right to it goes: the grant removed, the grant expired, the person disabled', async () => {
    const secrets = `/api/v1/namespaces/${own}/secrets`;
    const guest = await world.newPerson('guest-one');
    const path = `${secrets}?watch=1`;
    const watching = () => opened(path, guest.token);
    const name = await world.grant(own, 'developer', 'guest-one');
    const first = await watching();
    await must(as('security-admin')('DELETE', `${grants(own)}/${name}`));
    expect(await first.heard).toMatchObject({ status: 200, ended: true });
    await until(async () => (await guest.bearer('GET', secrets)).status === 403);
    const expiresAt = `${new Date(Date.now() + 6000).toISOString().slice(0, 19)}Z`;
    await world.grant(own, 'viewer', 'guest-one', { expiresAt });
    const applications = inOwn('apps.dizuo/v1alpha1', 'applications');
    const second = await opened(`${applications}?watch=1`, guest.token);
    expect(await second.heard).toMatchObject({ status: 200, ended: true });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    refused(await guest.bearer('GET', applications));
    await must(as('security-admin')('DELETE', `${grants(own)}/viewer-guest-one`));
    await world.grant(own, 'developer', 'guest-one');
    const third = await watching();
    await must(as('system-admin')('PATCH', `${users}/guest-one`, { spec: { disabled: true } }, merge));
    expect(await third.heard).toMatchObject({ status: 200, ended: true });
    await until(async () => (await guest.bearer('GET', secrets)).status === 401);
    await until(async () => (await guest.session('GET', secrets)).status === 401);
    await must(as('system-admin')('PATCH', `${users}/guest-one`, { spec: { disabled: false } }, merge));
    await pause(500);
    expect((await guest.bearer('GET', secrets)).status, 'an old token stays dead').toBe(401);
  });

  it('a log that is followed ends when the right to it goes', async () => {
    await world.newPerson('guest-two');
    const guest = world.person('guest-two');
    const name = await world.grant(foreign, 'viewer', 'guest-two');
    const log = `/apis/apps.dizuo/v1alpha1/namespaces/${foreign}/workloads/${marker}-work/log?follow=true`;
    const following = await opened(log, guest.token);
    await must(as('security-admin')('DELETE', `${grants(foreign)}/${name}`));
    expect(await following.heard).toMatchObject({ status: 200, ended: true });
  });
});

describe('secrets', () => {
  it('stand nowhere in plain: not in rows, answers, errors, audit or log', async () => {
    const developer = as('dev-foreign');
    const path = `/api/v1/namespaces/${foreign}/secrets`;
    const [plain = ''] = secretMarkers;
    const applied = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ stringData: { plain } }) };
    await must(developer('PATCH', `${path}/${marker}-secret`, { metadata: { annotations: applied } }, merge));
    const answers = [
      await developer('POST', path, { metadata: { name: 'bad' }, stringData: { 'a b': plain } }),
      await developer('POST', path, { metadata: { name: 'bad' }, data: { x: plain } }),
      await developer('POST', path, { metadata: { name: 'bad' }, data: { x: { nested: plain } } }),
      await developer('POST', path, `{"metadata":{"name":"bad"},"stringData":{"x":"${plain}"`),
      await developer('GET', path),
      await developer('GET', '/api/v1/secrets'),
      await developer('GET', path, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }),
      await developer('GET', `${path}?includeObject=Object`, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }),
      await developer('DELETE', `${path}?dryRun=All`),
      await as('admin-foreign')('GET', `/apis/audit.dizuo/v1alpha1/entries?namespace=${foreign}&limit=500`),
      await as('audit-admin')('GET', '/apis/audit.dizuo/v1alpha1/entries?limit=500'),
    ];
    const watched = await listen(platform, `${path}?watch=1`, { authorization: `Bearer ${world.person('dev-foreign').token}` }, 800);
    const held = (await must(developer('GET', `${path}/${marker}-db`))).body as { data: Record<string, string> };
    const password = Buffer.from(held.data.password ?? '', 'base64').toString();
    const words = [...secretMarkers, Buffer.from(plain).toString('base64'), password, held.data.password ?? '', held.data.uri ?? ''];
    for (const { name, token, password: own, visitor } of world.people.values()) {
      words.push(token, visitor.cookie('dizuo_session') ?? `no session of ${name}`);
      words.push(own);
    }
    for (const text of [...answers.map(({ text }) => text), watched.text, platform.output]) {
      for (const word of words) expect(text.includes(word), `${word} in ${text.slice(0, 300)}`).toBe(false);
    }
    const database = new pg.Client({ host: `${platform.directory}/run/state`, user: 'dizuo', database: 'dizuo' });
    await database.connect();
    try {
      const { rows: tables } = await database.query<{ name: string }>(
        `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'dizuo'`,
      );
      expect(tables.length).toBeGreaterThan(10);
      for (const { name } of tables) {
        for (const word of words) {
          const { rows } = await database.query(`select t::text as row from ${name} t where t::text like '%' || $1 || '%' limit 1`, [word]);
          expect(rows, `${word} in ${name}`).toEqual([]);
        }
      }
    } finally {
      await database.end();
    }
  });
});
