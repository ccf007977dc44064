import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineKind, type KubeObject } from '@dizuo/api';
import { quotaCounts } from '@dizuo/kernel';
import { openTestStore } from '@dizuo/testkit';
import Type from 'typebox';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { WriteItem } from './store.ts';

const Thing = defineKind({
  group: 'test.dizuo',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Cluster',
  title: { zh: '物', en: 'Thing' },
  description: 'For tests',
  body: Type.Object({ spec: Type.Object({ take: Type.Integer() }) }),
});

const directory = mkdtempSync(join(tmpdir(), 'dizuo-lines-'));
let store: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => {
  writeFileSync(
    join(directory, '0001-lines.sql'),
    `create table line (number bigint generated always as identity, what text check (what <> 'bad'), xid xid8 default pg_current_xact_id())`,
  );
  const note = 'insert into line (what) select v ->> 0 from jsonb_array_elements($1) with ordinality as run (v, place) order by place';
  store = await openTestStore([Thing], [{ name: 'lines', directory: pathToFileURL(`${directory}/`) }], { note });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => store.database.admin.query('truncate dizuo.line'));

const create = (name: string, scope = 'free'): WriteItem => ({
  op: 'create',
  kind: Thing,
  object: { apiVersion: Thing.apiVersion, kind: 'Thing', metadata: { name, uid: randomUUID() }, spec: { take: 1 } },
  usage: [{ scope, resource: 'things', amount: 1 }],
});
const note = (what: string): WriteItem => ({ op: 'statement', name: 'note', values: [what] });
const put = (...items: WriteItem[]) => store.write({ items });
const has = (name: string) => store.get(Thing, { name }, 'system');
/** What is written in one turn of the event loop is one batch. Which of the writes passed. */
const together = async (writes: (() => Promise<KubeObject[]>)[]) => {
  const settled = await Promise.allSettled(writes.map((write) => write()));
  return settled.map(({ status }) => status === 'fulfilled');
};
async function lines(): Promise<{ what: string; commits: number }> {
  const { rows } = await store.database.admin.query(
    `select coalesce(string_agg(what, ' ' order by number), '') as what, count(distinct xid)::int as commits from dizuo.line`,
  );
  return rows[0];
}

it('of writes that are committed together run once each, in order', async () => {
  expect(
    await together([() => put(create('a'), note('a1'), note('a2')), () => put(create('b')), () => put(create('c'), note('c'))]),
  ).toEqual([true, true, true]);
  expect(await lines()).toEqual({ what: 'a1 a2 c', commits: 1 });
});

it('run for an update, one that changes nothing, and a deletion', async () => {
  const [one, two] = (await put(create('one'), create('two'))) as [KubeObject, KubeObject];
  const at = ({ metadata: { uid = '', resourceVersion = '' } }: KubeObject) => ({ uid, resourceVersion });
  const update = (object: KubeObject, label: string): WriteItem => {
    const next = { ...object, metadata: { ...object.metadata, labels: label ? { label } : undefined } };
    return { op: 'update', kind: Thing, object: next as KubeObject, usage: [], before: object, ...at(object) };
  };
  await together([() => put(update(one, 'new'), note('changed')), () => put(update(two, ''), note('same'))]);
  const changed = (await has('one')) as KubeObject;
  await put({ op: 'delete', kind: Thing, object: changed, ...at(changed) }, note('gone'));
  expect((await lines()).what).toBe('changed same gone');
});

it('of a transaction run once, after all its writes, in order', async () => {
  const objects = await put(create('x1'), note('x1'), create('x2'), note('x2'));
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(['x1', 'x2']);
  expect([(await has('x1'))?.metadata.resourceVersion, (await has('x2'))?.metadata.resourceVersion]).toEqual(
    objects.map(({ metadata }) => metadata.resourceVersion),
  );
  expect(await lines()).toEqual({ what: 'x1 x2', commits: 1 });
});

it('of a write that is refused leave nothing', async () => {
  await put(create('there'));
  expect(await together([() => put(create('there'), note('refused')), () => put(create('new'), note('new'))])).toEqual([false, true]);
  expect((await lines()).what).toBe('new');
});

it('that fail take their own write with them and no other', async () => {
  const writes = [
    () => put(create('before'), note('before')),
    () => put(create('failing'), note('bad')),
    () => put(create('after'), note('after')),
  ];
  expect(await together(writes)).toEqual([true, false, true]);
  await expect(put(create('alone'), note('bad'))).rejects.toMatchObject({ code: 'StatementFailed' });
  await expect(put(create('alone'), { op: 'statement', name: 'none', values: [] })).rejects.toMatchObject({ code: 'StatementFailed' });
  expect([await has('failing'), await has('alone')]).toEqual([undefined, undefined]);
  expect((await lines()).what).toBe('before after');
  expect((await quotaCounts(store.systemPool, 'free'))[0]?.used).toBeGreaterThan(0);
});

it('run for those that a limit lets through, and for no others', async () => {
  await put({ op: 'limits', scope: 'near', hard: { things: 2 } });
  const writes = ['n1', 'n2', 'n3', 'n4'].map((name) => () => put(create(name, 'near'), note(name)));
  expect((await together(writes)).filter(Boolean)).toHaveLength(2);
  expect((await lines()).what).toBe('n1 n2');
  expect((await quotaCounts(store.systemPool, 'near'))[0]).toMatchObject({ used: 2, hard: 2 });
});
