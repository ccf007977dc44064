import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Door, listen } from './door.ts';
import { type DiscoveredKind, discover, type Foreign, fillForeignTenant, foreignObjects, shapes } from './foreign-objects.ts';
import { Platform } from './platform.ts';
import { assessment, cockpit, decisions, inventory, sideDoors } from './side-doors.ts';
import { bureauOf, foreign, marker, must, own, type Person, secretMarkers, TwoTenants } from './two-tenants.ts';
import { zipText } from './zip-text.ts';

let platform: Platform;
let world: TwoTenants;
let kinds: DiscoveredKind[];
let theirs: Foreign[];
/** What nobody of the own tenant may ever be shown. */
let unseen: string[];

beforeAll(async () => {
  platform = await Platform.create();
  await platform.start();
  world = new TwoTenants(platform);
  await world.make();
  kinds = await discover(world.person('dev-own'));
  theirs = await fillForeignTenant(world, kinds);
  const ownSystem = { displayName: 'own-system', departmentRef: bureauOf(own), level: 'district' };
  const systems = `/apis/integration.dizuo/v1alpha1/namespaces/${own}/informationsystems`;
  await must(world.person('admin-own').session('POST', systems, { metadata: { name: 'own-system' }, spec: ownSystem }));
  const { session } = world.person('dev-foreign');
  const secret = (await must(session('GET', `/api/v1/namespaces/${foreign}/secrets/${marker}-db`))).body as {
    data: Record<string, string>;
  };
  const password = secret.data.password ?? '';
  unseen = [
    marker,
    ...secretMarkers,
    ...theirs.map(({ object }) => object.metadata.uid),
    password,
    Buffer.from(password, 'base64').toString(),
  ];
});
afterAll(() => platform?.remove());

const attackers = ['dev-own', 'admin-own', 'outsider'];
const doors: [string, (person: Person) => Door][] = [
  ['cookie', ({ session }) => session],
  ['token', ({ bearer }) => bearer],
];
const inForeign = (kind: DiscoveredKind, name = '') => `${kind.base}/namespaces/${foreign}/${kind.plural}${name && `/${name}`}`;
const everywhere = (kind: DiscoveredKind) => `${kind.base}/${kind.plural}`;

/** An answer as it would be about another name, and without what differs from call to call. */
function faceless({ status, text }: Answer, name: string): string {
  return `${status} ${text.replaceAll(name, 'NAME')}`;
}

function showsNothing(answer: { text: string }, about: string, sent = ''): void {
  const text = sent ? answer.text.replaceAll(sent, '') : answer.text;
  for (const word of unseen) if (text.includes(word)) throw new Error(`${about} shows ${word}: ${text.slice(0, 500)}`);
}

const patches: [string, unknown][] = [
  ['application/merge-patch+json', { metadata: { labels: { taken: 'yes' } } }],
  ['application/json-patch+json', [{ op: 'add', path: '/metadata/labels', value: { taken: 'yes' } }]],
  ['application/strategic-merge-patch+json', { metadata: { labels: { taken: 'yes' } } }],
  ['application/apply-patch+yaml', '{"metadata":{"labels":{"taken":"yes"}}}'],
];
const forms = [
  'application/json',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
];

describe('the fixture', () => {
  it('has an object of every namespaced kind that is served', () => {
    const present = new Set(theirs.map(({ kind }) => kind.plural));
    expect(kinds.filter(({ namespaced, plural }) => namespaced && !present.has(plural)).map(({ plural }) => plural)).toEqual([]);
    expect(kinds.length).toBeGreaterThan(25);
  });
});

describe.each(attackers)('%s against another tenant', (attacker) => {
  it.each(doors)('by %s sees no object of it, in no form of list', async (_name, door) => {
    const ask = door(world.person(attacker));
    for (const kind of kinds.filter(({ namespaced }) => namespaced)) {
      for (const accept of forms) {
        const there = await ask('GET', inForeign(kind), undefined, { accept });
        expect(there.status, `${attacker} lists ${kind.plural}`).toBe(403);
        const all = await ask('GET', everywhere(kind), undefined, { accept });
        expect([200, 403], `${attacker} lists all ${kind.plural}: ${all.text}`).toContain(all.status);
        for (const answer of [there, all]) showsNothing(answer, `${attacker} lists ${kind.plural}`);
      }
      const name = theirs.find((o) => o.kind === kind)?.object.metadata.name ?? '';
      for (const selector of [
        `fieldSelector=metadata.namespace%3D${foreign}`,
        `fieldSelector=metadata.name%3D${name}`,
        `labelSelector=mark%3D${marker}`,
        'resourceVersion=1&resourceVersionMatch=NotOlderThan',
        'limit=1',
      ]) {
        showsNothing(await ask('GET', `${everywhere(kind)}?${selector}`), `${kind.plural}?${selector}`, name);
        showsNothing(await ask('GET', `${kind.base}/namespaces/${own}/${kind.plural}?${selector}`), `own ${kind.plural}?${selector}`, name);
      }
    }
  });

  it.each(doors)('by %s gets no object of it, and cannot tell a name that is there from one that is not', async (_name, door) => {
    const ask = door(world.person(attacker));
    for (const { kind, object } of theirs) {
      const { name } = object.metadata;
      for (const suffix of ['', ...(kind.hasStatus ? ['/status'] : [])]) {
        const there = await ask('GET', inForeign(kind, name) + suffix);
        const nowhere = await ask('GET', inForeign(kind, 'no-such-name') + suffix);
        expect(there.status, `${kind.plural}/${name}`).toBe(403);
        expect(faceless(there, name)).toBe(faceless(nowhere, 'no-such-name'));
        showsNothing(there, `get ${kind.plural}`, name);
      }
    }
  });

  it.each(doors)('by %s writes nothing of it, not even as a trial', async (_name, door) => {
    const ask = door(world.person(attacker));
    for (const { kind, object } of theirs) {
      const { name } = object.metadata;
      const copy = { ...object, metadata: { name: 'new-by-a-stranger', namespace: foreign, labels: { taken: 'yes' } } };
      const full = { ...object, metadata: { ...object.metadata, labels: { taken: 'yes' } } };
      for (const trial of ['', '?dryRun=All']) {
        const refusals: [string, Answer, Answer | undefined][] = [
          ['create', await ask('POST', inForeign(kind) + trial, copy), undefined],
          ['update', await ask('PUT', inForeign(kind, name) + trial, full), undefined],
          ['delete', await ask('DELETE', inForeign(kind, name) + trial), await ask('DELETE', inForeign(kind, 'no-such-name') + trial)],
          ['deletecollection', await ask('DELETE', inForeign(kind) + trial), undefined],
        ];
        for (const [type, patch] of patches) {
          const headers = { 'content-type': type };
          refusals.push([
            `patch ${type}`,
            await ask('PATCH', inForeign(kind, name) + trial, patch, headers),
            await ask('PATCH', inForeign(kind, 'no-such-name') + trial, patch, headers),
          ]);
        }
        if (kind.hasStatus) {
          refusals.push(['status', await ask('PUT', `${inForeign(kind, name)}/status${trial}`, full), undefined]);
          const headers = { 'content-type': 'application/merge-patch+json' };
          refusals.push([
            'status',
            await ask('PATCH', `${inForeign(kind, name)}/status${trial}`, { status: { phase: 'Ready' } }, headers),
            undefined,
          ]);
        }
        for (const [verb, answer, nowhere] of refusals) {
          const about = `${attacker} ${verb} ${kind.plural}${trial}`;
          expect([403, 405, 415], `${about}: ${answer.text}`).toContain(answer.status);
          showsNothing(answer, about, name);
          if (nowhere) expect(faceless(answer, name), about).toBe(faceless(nowhere, 'no-such-name'));
        }
      }
    }
  });

  it('watches nothing of it', async () => {
    const headers = { authorization: `Bearer ${world.person(attacker).token}` };
    const watches = kinds.flatMap((kind) => [
      { kind, there: kind.namespaced, path: `${everywhere(kind)}?watch=1` },
      ...(kind.namespaced ? [{ kind, there: true, path: `${inForeign(kind)}?watch=1` }] : []),
      { kind, there: false, path: `${everywhere(kind)}?watch=1&fieldSelector=metadata.namespace%3D${foreign}` },
    ]);
    const heard = await Promise.all(watches.map(({ path }) => listen(platform, path, headers, 1500)));
    for (const [i, { text, status }] of heard.entries()) {
      const path = watches[i]?.path ?? '';
      if (path.includes(`/namespaces/${foreign}/`)) expect(status, path).toBe(403);
      if (attacker === 'admin-own' && watches[i]?.kind.plural === 'users') continue;
      showsNothing({ text }, `${attacker} watches ${path}`);
    }
  });

  it('changes nothing of the platform itself', async () => {
    const { session: ask } = world.person(attacker);
    const { session: operator } = world.person('operator');
    for (const kind of kinds.filter(({ namespaced }) => !namespaced)) {
      const { items } = (await must(operator('GET', everywhere(kind)))).body as { items: Foreign['object'][] };
      const [object] = items;
      if (!object) continue;
      const path = `${everywhere(kind)}/${object.metadata.name}`;
      const headers = { 'content-type': 'application/merge-patch+json' };
      const answers = [
        await ask('POST', everywhere(kind), { ...object, metadata: { name: 'made-by-a-stranger' } }),
        await ask('PUT', path, object),
        await ask('PATCH', path, { metadata: { labels: { taken: 'yes' } } }, headers),
        await ask('DELETE', path),
        await ask('DELETE', everywhere(kind)),
        ...(kind.hasStatus ? [await ask('PATCH', `${path}/status`, { status: {} }, headers)] : []),
      ];
      for (const answer of answers) expect([403, 405], `${attacker} ${kind.plural}: ${answer.text}`).toContain(answer.status);
    }
  });

  it('finds neither the other tenant nor its people', async () => {
    const { session: ask } = world.person(attacker);
    const noOne = (text: string) => text.replaceAll('dev-foreign', 'no-such-user');
    for (const path of ['/apis/tenancy.dizuo/v1alpha1/tenants', '/api/v1/namespaces']) {
      const all = await ask('GET', path);
      expect(all.text).not.toContain(foreign);
      const there = await ask('GET', `${path}/${foreign}`);
      const nowhere = await ask('GET', `${path}/t-nowhere`);
      expect(faceless(there, foreign)).toBe(faceless(nowhere, 't-nowhere'));
    }
    const secrets = [await ask('GET', `/api/v1/namespaces/${foreign}/secrets`), await ask('GET', '/api/v1/namespaces/t-nowhere/secrets')];
    expect(faceless(secrets[0] as Answer, foreign)).toBe(faceless(secrets[1] as Answer, 't-nowhere'));
    if (attacker === 'admin-own') return;
    const users = '/apis/identity.dizuo/v1alpha1/users';
    expect((await ask('GET', users)).text).not.toContain('dev-foreign');
    const known = await ask('GET', `${users}/dev-foreign`);
    expect(noOne(known.text)).toBe((await ask('GET', `${users}/no-such-user`)).text);
  });

  it('finds no side door', async () => {
    const { session: ask, bearer } = world.person(attacker);
    for (const [method, path, body = {}] of sideDoors) {
      for (const door of [ask, bearer]) {
        const answer = await door(method, path, method === 'POST' ? body : undefined);
        const about = `${attacker} ${method} ${path}: ${answer.status} ${answer.text}`;
        const sent = path.match(new RegExp(`${marker}-[a-z]+`, 'g')) ?? [];
        if (!path.startsWith('/gateway')) expect([403, 404, 415], about).toContain(answer.status);
        expect(answer.status, about).toBeGreaterThanOrEqual(400);
        expect(
          sent.reduce((text, name) => text.replaceAll(name, ''), answer.text),
          about,
        ).not.toContain(marker);
      }
    }
  });

  it('finds it in no figure, pair, group, link, list or workbook of all systems', async () => {
    const { session: ask } = world.person(attacker);
    const parts = ['', '/pairs', '/clusters', '/double-entries', '/graph', '/systems'].map((path) => assessment + path);
    const evidence = (department: string) => `${cockpit}/evidence?figure=before${department}`;
    const others = [`${inventory}/systems`, decisions, `${decisions}/drafts`, cockpit, `${cockpit}?department=${bureauOf(foreign)}`];
    for (const path of [...parts, ...others, evidence(''), evidence(`&department=${bureauOf(foreign)}`)]) {
      const answer = await ask('GET', path);
      expect(answer.status, `${path}: ${answer.text}`).toBe(attacker === 'outsider' ? 403 : 200);
      showsNothing(answer, `${attacker} reads ${path}`);
      // Everybody may know departments.
      expect(answer.text.replaceAll(bureauOf(foreign), '').replaceAll(`Bureau of ${foreign}`, ''), path).not.toContain(foreign);
    }
    showsNothing(await ask('GET', `${decisions}/plan`), `${attacker} reads a plan`);
    const rules = await must(world.person('operator').session('GET', '/apis/integration.dizuo/v1alpha1/integrationrules/default'));
    const preview = (namespace: string) => ask('POST', `${assessment}/preview${namespace}`, { spec: rules.body.spec });
    const reckoned = await preview('');
    expect(reckoned.status, reckoned.text).toBe(attacker === 'outsider' ? 403 : 200);
    for (const answer of [reckoned, await preview(`?namespace=${foreign}`)]) showsNothing(answer, `${attacker} tries other rules`);
    expect((await preview(`?namespace=${foreign}`)).status).toBe(403);
    const { token } = world.person(attacker);
    const book = await fetch(`${platform.url}${inventory}/export`, { headers: { authorization: `Bearer ${token}` } });
    expect(book.status).toBe(attacker === 'outsider' ? 403 : 200);
    if (attacker === 'outsider') return;
    const text = zipText(Buffer.from(await book.arrayBuffer()));
    expect(text).toContain('own-system');
    showsNothing({ text }, `${attacker} exports all systems`);
  });

  it("continue tokens of the other tenant's lists lead nowhere", async () => {
    const { session: ask } = world.person(attacker);
    const { session: they } = world.person('dev-foreign');
    for (const kind of kinds.filter(({ namespaced }) => namespaced)) {
      const first = await they('GET', `${inForeign(kind)}?limit=1`);
      const real = (first.body.metadata as { continue?: string } | undefined)?.continue;
      const version = (first.body.metadata as { resourceVersion?: string } | undefined)?.resourceVersion ?? '1';
      const forged = Buffer.from(JSON.stringify([version, foreign, ''])).toString('base64url');
      for (const token of [real, forged].filter((t) => t !== undefined)) {
        for (const path of [everywhere(kind), inForeign(kind), `${kind.base}/namespaces/${own}/${kind.plural}`]) {
          showsNothing(await ask('GET', `${path}?limit=500&continue=${token}`), `${attacker} continues ${path}`);
        }
      }
    }
  });

  it('an address and a body that disagree are refused', async () => {
    const { session: ask } = world.person(attacker);
    for (const { kind, object } of theirs) {
      const body = { ...object, metadata: { name: 'smuggled', namespace: foreign } };
      const answer = await ask('POST', `${kind.base}/namespaces/${own}/${kind.plural}`, body);
      expect([400, 403, 405], `${kind.plural}: ${answer.text}`).toContain(answer.status);
    }
  });

  it('by kubectl sees nothing either', async () => {
    const { kubectlWith, kubectlBinaries } = await import('@dizuo/testkit');
    const { writeFileSync } = await import('node:fs');
    const { visitor } = world.person(attacker);
    const { kubeconfig } = (await (await visitor.request('/auth/kubeconfig', { method: 'POST', body: {} })).json()) as {
      kubeconfig: string;
    };
    const file = `${platform.directory}/kubeconfig-${attacker}`;
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    const kubectl = kubectlWith(kubectlBinaries().at(-1)?.path ?? 'kubectl', file);
    const all = kinds
      .filter(({ namespaced }) => namespaced)
      .map(({ plural, base }) => (base === '/api/v1' ? plural : `${plural}.${base.split('/')[2]}`));
    for (const args of [
      ['get', all.join(','), '-A', '-o', 'yaml'],
      ['get', all.join(','), '-n', foreign],
      ['describe', 'namespace', foreign],
      ['auth', 'can-i', '--list', '-n', foreign],
    ]) {
      const { stdout, stderr } = await kubectl(args);
      showsNothing({ text: stdout + stderr }, `kubectl ${args[0]}`);
    }
    expect((await kubectl(['delete', 'secret', `${marker}-secret`, '-n', foreign])).code).not.toBe(0);
    expect((await kubectl(['get', 'secrets', '-n', foreign, '--as', 'dev-foreign'])).code).not.toBe(0);
    expect((await kubectl(['get', 'secrets', '-n', foreign, '--as', 'operator', '--as-group', 'system:masters'])).code).not.toBe(0);
  });
});

describe('afterwards', () => {
  it('everything of the other tenant is as it was', async () => {
    expect(shapes(await foreignObjects(world, kinds))).toEqual(shapes(theirs));
  });

  it('every attempt stands in the audit, without what it looked for', async () => {
    const { session: auditor } = world.person('audit-admin');
    for (const attacker of attackers) {
      const { items } = (
        await must(auditor('GET', `/apis/audit.dizuo/v1alpha1/entries?principal=${attacker}&namespace=${foreign}&outcome=denied&limit=500`))
      ).body as { items: unknown[] };
      expect(items.length).toBeGreaterThan(100);
    }
    const { body } = await must(auditor('POST', '/apis/audit.dizuo/v1alpha1/verification', {}));
    expect(body).toMatchObject({ ok: true, problems: [] });
  });
});
