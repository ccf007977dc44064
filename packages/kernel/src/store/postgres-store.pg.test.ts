import { randomUUID } from 'node:crypto';
import { defineKind, type KubeObject, Secret } from '@dizuo/api';
import { openStore } from '@dizuo/kernel';
import { openTestStore, testMasterKey } from '@dizuo/testkit';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change, Ranking, Reader, WriteItem } from './store.ts';

const Thing = defineKind({
  group: 'test.dizuo',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Namespaced',
  title: { zh: '物', en: 'Thing' },
  description: 'For tests',
  body: Type.Object({ spec: Type.Object({ color: Type.String(), size: Type.Optional(Type.Integer()) }) }),
  selectableFields: ['spec.color'],
});

const make = (name: string, color = 'red', namespace = 'a', labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'test.dizuo/v1',
  kind: 'Thing',
  metadata: { name, namespace, uid: randomUUID(), labels, creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { color },
});
const create = (object: KubeObject, usage: [string, number][] = []): WriteItem => ({
  op: 'create',
  kind: Thing,
  object,
  usage: usage.map(([resource, amount]) => ({ scope: 'a', resource, amount })),
});
const update = (object: KubeObject): WriteItem => ({
  op: 'update',
  kind: Thing,
  object,
  usage: [],
  uid: object.metadata.uid ?? '',
  resourceVersion: object.metadata.resourceVersion ?? '',
});

let store: Awaited<ReturnType<typeof openTestStore>>;
let emptyVersion: string;
beforeAll(async () => {
  store = await openTestStore([Thing, Secret]);
  emptyVersion = (await store.list(Thing, {}, 'system')).resourceVersion;
});
afterAll(() => store.close());

const put = async (...items: WriteItem[]) => (await store.write({ items })) as [KubeObject, ...KubeObject[]];

describe('writes', () => {
  it('gives back what was written, at its version', async () => {
    const [written] = await put(create(make('w1')));
    expect(await store.get(Thing, { namespace: 'a', name: 'w1' }, 'system')).toEqual(written);
    expect(Number(written.metadata.resourceVersion)).toBeGreaterThan(0);
  });

  it('refuses a second object of the same name and keeps the first', async () => {
    const [first] = await put(create(make('w2')));
    await expect(put(create(make('w2', 'blue')))).rejects.toMatchObject({ code: 'AlreadyExists' });
    expect(await store.get(Thing, { namespace: 'a', name: 'w2' }, 'system')).toEqual(first);
  });

  it('refuses a stale update', async () => {
    const [first] = await put(create(make('w3')));
    const [second] = await put(update({ ...first, spec: { color: 'blue' } }));
    await expect(put(update({ ...first, spec: { color: 'green' } }))).rejects.toMatchObject({ code: 'Conflict' });
    expect(await store.get(Thing, { namespace: 'a', name: 'w3' }, 'system')).toEqual(second);
  });

  it('keeps the version where nothing changes, and logs nothing', async () => {
    const [first] = await put(create(make('w4')));
    const before = await store.latest();
    const [again] = await put(update(first));
    expect(again.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    expect(await store.latest()).toBe(before);
  });

  it('writes a group whole or not at all', async () => {
    await put(create(make('w5')));
    await expect(put(create(make('w6')), create(make('w5')))).rejects.toMatchObject({ code: 'AlreadyExists' });
    expect(await store.get(Thing, { namespace: 'a', name: 'w6' }, 'system')).toBeUndefined();
  });

  it('lets exactly one of many racing creates through, from two servers', async () => {
    const other = await openStore({ access: store.database.access, masterKey: testMasterKey, kinds: [Thing, Secret] });
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other).write({ items: [create(make('raced'))] })),
    );
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    await other.close();
  });

  it('holds the quota against racing writers, and gives back what a deletion frees', async () => {
    await store.write({ items: [{ op: 'limits', scope: 'a', hard: { apples: 5 } }] });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => put(create(make(`q${i}`), [['apples', 1]]))));
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(5);
    const refused = results.find((r) => r.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'QuotaExceeded', details: { resource: 'apples', used: 5, requested: 1, hard: 5 } });
    const index = results.findIndex((r) => r.status === 'fulfilled');
    const object = (await store.get(Thing, { namespace: 'a', name: `q${index}` }, 'system')) as KubeObject;
    await put({
      op: 'delete',
      kind: Thing,
      object,
      uid: object.metadata.uid ?? '',
      resourceVersion: object.metadata.resourceVersion ?? '',
    });
    await expect(put(create(make('q-next'), [['apples', 1]]))).resolves.toHaveLength(1);
  });

  it('refuses the writes of a former leader', async () => {
    const first = await store.leases.acquire('crown', 'one', 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await store.leases.acquire('crown', 'two', 60_000);
    expect(second).toBe((first ?? 0) + 1);
    await expect(store.write({ items: [create(make('led'))], lease: { name: 'crown', epoch: first ?? 0 } })).rejects.toMatchObject({
      code: 'LeaseLost',
    });
    await expect(store.write({ items: [create(make('led'))], lease: { name: 'crown', epoch: second ?? 0 } })).resolves.toHaveLength(1);
    expect(await store.leases.acquire('crown', 'one', 1000)).toBeUndefined();
    expect(await store.leases.renew([{ name: 'crown', epoch: first ?? 0 }], 'one', 1000)).toEqual(new Set());
  });

  it('refuses a write outside the scope of its writer', async () => {
    await expect(store.write({ items: [create(make('alien', 'red', 'b'))], scope: ['a'] })).rejects.toMatchObject({ code: 'NotFound' });
  });
});

describe('lists', () => {
  it('pages through one snapshot while objects change, appear and go', async () => {
    for (let i = 0; i < 25; i += 1) await put(create(make(`p${String(i).padStart(2, '0')}`, 'red', 'paged')));
    const first = await store.list(Thing, { namespace: 'paged', limit: 10 }, 'system');
    const changed = (await store.get(Thing, { namespace: 'paged', name: 'p15' }, 'system')) as KubeObject;
    await put(update({ ...changed, spec: { color: 'changed' } }));
    const deleted = (await store.get(Thing, { namespace: 'paged', name: 'p16' }, 'system')) as KubeObject;
    await put({
      op: 'delete',
      kind: Thing,
      object: deleted,
      uid: deleted.metadata.uid ?? '',
      resourceVersion: deleted.metadata.resourceVersion ?? '',
    });
    await put(create(make('p17a', 'red', 'paged')));
    const seen = [...first.items];
    let token = first.continue;
    while (token) {
      const page = await store.list(Thing, { namespace: 'paged', limit: 10, continue: token }, 'system');
      expect(page.resourceVersion).toBe(first.resourceVersion);
      seen.push(...page.items);
      token = page.continue;
    }
    expect(seen.map((o) => o.metadata.name)).toEqual(Array.from({ length: 25 }, (_, i) => `p${String(i).padStart(2, '0')}`));
    expect(seen.every((o) => (o.spec as { color: string }).color === 'red')).toBe(true);
  });

  it('never gives version 0, not even of nothing: a watch from 0 begins with any state instead of going on from the list', () => {
    expect(Number(emptyVersion)).toBeGreaterThan(0);
  });

  it('refuses a continue token that it did not give', async () => {
    await expect(store.list(Thing, { continue: 'rubbish' }, 'system')).rejects.toMatchObject({ code: 'BadRequest' });
  });

  it('selects by labels and fields as the in-memory rules do', async () => {
    await put(
      create(make('l1', 'red', 'sel', { tier: 'x' })),
      create(make('l2', 'blue', 'sel', { tier: 'y' })),
      create(make('l3', 'blue', 'sel')),
    );
    const names = async (query: object) =>
      (await store.list(Thing, { namespace: 'sel', ...query }, 'system')).items.map((o) => o.metadata.name);
    expect(await names({ labels: [{ key: 'tier', op: '=', values: ['x'] }] })).toEqual(['l1']);
    expect(await names({ labels: [{ key: 'tier', op: '!=', values: ['x'] }] })).toEqual(['l2', 'l3']);
    expect(await names({ labels: [{ key: 'tier', op: 'exists', values: [] }] })).toEqual(['l1', 'l2']);
    expect(await names({ labels: [{ key: 'tier', op: '!exists', values: [] }] })).toEqual(['l3']);
    expect(await names({ fields: [{ path: 'spec.color', op: '=', value: 'blue' }] })).toEqual(['l2', 'l3']);
    expect(await names({ fields: [{ path: 'metadata.name', op: '!=', value: 'l1' }] })).toEqual(['l2', 'l3']);
  });

  it('shows a reader the namespaces of its scope and nothing else', async () => {
    await put(create(make('mine', 'red', 'mine')), create(make('theirs', 'red', 'theirs')));
    const reader = { namespaces: ['mine'] };
    expect((await store.list(Thing, {}, reader)).items.map((o) => o.metadata.name)).toEqual(['mine']);
    expect(await store.get(Thing, { namespace: 'theirs', name: 'theirs' }, reader)).toBeUndefined();
    const tests = { namespaces: '*' as const, anyOf: [[{ path: 'spec.color', in: ['violet'] }]] };
    await put(create(make('v', 'violet', 'theirs')));
    expect((await store.list(Thing, {}, tests)).items.map((o) => o.metadata.name)).toEqual(['v']);
    expect(await store.get(Thing, { namespace: 'mine', name: 'mine' }, tests)).toBeUndefined();
  });
});

describe('watches', () => {
  const collect = async (stream: AsyncIterable<Change>, count: number) => {
    const seen: Change[] = [];
    for await (const change of stream) if (seen.push(change) === count) break;
    return seen.map((c) => `${c.type} ${c.object.metadata.name}`);
  };

  it('gives what is there and then every change, and tells when an object leaves the selection', async () => {
    const [one] = await put(create(make('x1', 'gold', 'watched')));
    const abort = new AbortController();
    const stream = store.watch(Thing, {
      namespace: 'watched',
      fields: [{ path: 'spec.color', op: '=', value: 'gold' }],
      reader: 'system',
      signal: abort.signal,
    });
    const seen = collect(stream, 4);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await put(create(make('x2', 'gray', 'watched')));
    const [grey] = await put(update({ ...one, spec: { color: 'gray' } }));
    const [gold] = await put(update({ ...grey, spec: { color: 'gold' } }));
    await put({
      op: 'delete',
      kind: Thing,
      object: gold,
      uid: gold.metadata.uid ?? '',
      resourceVersion: gold.metadata.resourceVersion ?? '',
    });
    expect(await seen).toEqual(['ADDED x1', 'DELETED x1', 'ADDED x1', 'DELETED x1']);
    abort.abort();
  });

  it('resumes from any version, and says 410 for one that is pruned or from the future', async () => {
    const [one] = await put(create(make('r1', 'red', 'resumed')));
    await put(update({ ...one, spec: { color: 'blue' } }));
    const abort = new AbortController();
    const from = one.metadata.resourceVersion ?? '';
    expect(await collect(store.watch(Thing, { namespace: 'resumed', from, reader: 'system', signal: abort.signal }), 1)).toEqual([
      'MODIFIED r1',
    ]);
    await store.database.admin.query(`delete from dizuo.change where rv = $1::bigint + 1`, [from]);
    await expect(collect(store.watch(Thing, { from, reader: 'system', signal: abort.signal }), 1)).rejects.toMatchObject({
      code: 'Expired',
    });
    await expect(collect(store.watch(Thing, { from: '99999999999', reader: 'system', signal: abort.signal }), 1)).rejects.toMatchObject({
      code: 'Expired',
    });
  });
});

describe('secrets', () => {
  it('are nowhere in the database in plain text, and come back whole', async () => {
    const marker = 'correct-horse-battery-staple';
    const secret: KubeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's1', namespace: 'a', uid: randomUUID(), labels: { shown: 'yes' } },
      data: { password: Buffer.from(marker).toString('base64') },
    };
    await store.write({ items: [{ op: 'create', kind: Secret, object: secret, usage: [] }] });
    const { rows } = await store.database.admin.query(
      `select table_name from information_schema.tables where table_schema = 'dizuo' and table_type = 'BASE TABLE'`,
    );
    for (const { table_name } of rows) {
      const { rows: hits } = await store.database.admin.query(`select 1 from dizuo.${table_name} t where t::text like any ($1)`, [
        [`%${marker}%`, `%${Buffer.from(marker).toString('base64')}%`],
      ]);
      expect(hits, table_name).toEqual([]);
    }
    expect((await store.get(Secret, { namespace: 'a', name: 's1' }, 'system'))?.data).toEqual(secret.data);
  });

  it('cannot be moved to another name by whoever can write rows', async () => {
    await store.database.admin.query(`update dizuo.object set name = 's2' where kind = 'secrets' and name = 's1'`);
    await expect(store.get(Secret, { namespace: 'a', name: 's2' }, 'system')).rejects.toMatchObject({ code: 'Unreadable' });
  });
});

describe('the second wall', () => {
  it('lets the role of callers read its scope, write nothing, and call nothing that writes', async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client(store.database.access.as('app'));
    await client.connect();
    expect((await client.query('select * from dizuo.object')).rows).toEqual([]);
    await client.query(`set dizuo.scope = 'mine'`);
    expect((await client.query('select distinct namespace from dizuo.object')).rows).toEqual([{ namespace: 'mine' }]);
    for (const sql of [
      `insert into dizuo.object values ('things.test.dizuo', 'mine', 'x', gen_random_uuid(), 1, 1, '{}')`,
      `update dizuo.object set body = '{}'`,
      'delete from dizuo.object',
      'delete from dizuo.audit',
      'select * from dizuo.audit',
      'select * from dizuo.data_key',
      `select dizuo.write_objects('[]')`,
      'set role dizuo_migrator',
    ]) {
      await expect(client.query(sql), sql).rejects.toThrow(/permission denied|row-level security/);
    }
    await client.end();
  });
});

describe('ranked lists', () => {
  const ranked = async (ranking: Partial<Ranking>, query: object = {}, reader: Reader = 'system') => {
    const page = await store.list(Thing, { namespace: 'ranked', limit: 2, ...query, ranked: { offset: 0, ...ranking } }, reader);
    return `${page.items.map((item) => item.metadata.name).join(' ')} +${page.remainingItemCount}`;
  };
  beforeAll(async () => {
    const things = [
      ['a', '绿色 100%', 10],
      ['b', 'red', 9],
      ['c', 'Red_wine', undefined],
      ['d', 'blue "x"', 100],
    ] as const;
    for (const [name, color, size] of things) {
      const thing = make(name, color, 'ranked');
      await put(create({ ...thing, spec: { color, ...(size === undefined ? {} : { size }) } }));
    }
  });

  it.each<[Partial<Ranking>, object, string, string]>([
    [{}, {}, 'a b +2', 'in key order, with the count of what follows'],
    [{ offset: 2 }, {}, 'c d +0', 'the second page'],
    [{ sortBy: 'spec.size' }, {}, 'b a +2', 'numbers by their value, not as text'],
    [{ sortBy: 'spec.size', descending: true }, {}, 'd a +2', 'what has no value comes last in both directions'],
    [{ sortBy: 'spec.color' }, {}, 'd b +2', 'text without regard to case'],
    [{ search: '绿色' }, {}, 'a +0', 'Chinese is found'],
    [{ search: 'RED' }, {}, 'b c +0', 'case does not matter'],
    [{ search: 'red wine' }, {}, 'c +0', 'every word must be there'],
    [{ search: '0%' }, {}, 'a +0', 'a percent sign is itself'],
    [{ search: 'd_w' }, {}, 'c +0', 'so is a low line'],
    [{ search: '"x"' }, {}, 'd +0', 'and a quotation mark'],
    [{ search: 'nothing' }, {}, ' +0', 'nothing is found'],
    [{ search: 'red' }, { fields: [{ path: 'spec.color', op: '=', value: 'red' }] }, 'b +0', 'selectors hold as well'],
  ])('%# %j', async (ranking, query, expected, _why) => expect(await ranked(ranking, query)).toBe(expected));

  it('shows and counts only what the reader may see', async () => {
    expect(await ranked({ search: 'red' }, {}, { namespaces: ['elsewhere'] })).toBe(' +0');
    expect(await ranked({ search: 'red' }, {}, { namespaces: ['ranked'] })).toBe('b c +0');
  });
});
