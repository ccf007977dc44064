import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineKind, type KubeObject, MapList, type ObjectOf } from '@dizuo/api';
import {
  type Admission,
  type Authorizer,
  type Companion,
  companionUpdate,
  createObjectClient,
  KindRegistry,
  openStore,
  Pipeline,
  type Principal,
  quotaCounts,
  serve,
} from '@dizuo/kernel';
import { createTestDatabase, type TestDatabase, testMasterKey } from '@dizuo/testkit';
import Type from 'typebox';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const about = {
  group: 'test.dizuo',
  version: 'v1',
  scope: 'Namespaced',
  title: { zh: '试', en: 'Test' },
  description: 'For tests',
} as const;
const System = defineKind({
  ...about,
  kind: 'System',
  plural: 'systems',
  body: Type.Object({ spec: Type.Object({ on: Type.Boolean({ default: true }), replaces: Type.Optional(Type.String()) }) }),
  usage: (system) => (system.spec.on ? [{ scope: `book/${system.metadata.namespace}`, resource: 'systems', amount: 1 }] : []),
});
/** The book of a namespace: one line for each system that came or went. */
const Book = defineKind({
  ...about,
  kind: 'Book',
  plural: 'books',
  body: Type.Object({
    spec: Type.Object({ lines: MapList(Type.Object({ line: Type.Integer(), what: Type.String({ maxLength: 30 }) }), ['line']) }),
  }),
  limits: (book) => [{ scope: `book/${book.metadata.namespace}`, hard: { systems: null }, ratchet: true }],
});

const calls = vi.fn((_what: string) => {});
const ofBook = vi.fn(() => [] as Companion[]);
/** Set by a test that needs something else. */
let accompanyInstead: Admission<typeof System>['accompany'] | undefined;

const systemAdmission: Admission<typeof System> = {
  async accompany(system, context) {
    calls(context.operation);
    if (accompanyInstead) return accompanyInstead(system, context);
    const { namespace = '', name } = system.metadata;
    const book = await context.lookup(Book, { namespace, name: 'book' });
    if (!book) return [];
    const { lines } = book.spec;
    const written = { ...book, spec: { lines: [...lines, { line: lines.length + 1, what: `${context.operation} ${name}` }] } };
    const replaced = system.spec.replaces && (await context.lookup(System, { namespace, name: system.spec.replaces }));
    return [
      companionUpdate(Book, written),
      { op: 'statement', name: 'note', values: [name] },
      ...(replaced ? [companionUpdate(System, { ...replaced, spec: { on: false } })] : []),
    ];
  },
};

const registrations = [serve(System, systemAdmission), serve(Book, { accompany: ofBook })];
const authorizer: Authorizer = {
  authorize: ({ principal, resource, verb }) => {
    const allowed = principal.name !== 'reader-of-books' || resource === System.id || verb === 'get';
    return { allowed, reason: allowed ? '' : 'only reads books', policies: ['test'], missing: [] };
  },
  scope: () => ({ namespaces: '*' }),
  onRightsChanged: () => () => {},
};
const person = (name: string): Principal => ({
  type: 'user',
  name,
  uid: name,
  groups: [],
  facts: { departments: [], roles: {}, hash: name },
});
const caller = { principal: person('writer'), trusted: false, requestId: 'r' };

const directory = mkdtempSync(join(tmpdir(), 'dizuo-notes-'));
const kinds = new KindRegistry(registrations);
const [system, book] = [kinds.of(System), kinds.of(Book)];
let database: TestDatabase;
let servers: { store: Awaited<ReturnType<typeof openStore>>; pipeline: Pipeline }[];
let pipeline: Pipeline;

beforeAll(async () => {
  writeFileSync(join(directory, '0001-notes.sql'), 'create table notes (what text)');
  const statements = { note: 'insert into notes select v ->> 0 from jsonb_array_elements($1) v' };
  database = await createTestDatabase([{ name: 'notes', directory: pathToFileURL(`${directory}/`) }], statements);
  servers = await Promise.all(
    [1, 2].map(async () => {
      const store = await openStore({ access: database.access, masterKey: testMasterKey, kinds: [System, Book] });
      return { store, pipeline: new Pipeline({ store, kinds, authorizer }) };
    }),
  );
  pipeline = (servers[0] as (typeof servers)[0]).pipeline;
});
afterAll(async () => {
  await Promise.all(servers.map(({ store }) => store.close()));
  await database.drop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  accompanyInstead = undefined;
  calls.mockClear();
  ofBook.mockClear();
});

const object = (kind: typeof System | typeof Book, namespace: string, name: string, spec: object): KubeObject => ({
  apiVersion: kind.apiVersion,
  kind: kind.kind,
  metadata: { namespace, name },
  spec,
});
const openBook = (namespace: string) => pipeline.create(caller, book, object(Book, namespace, 'book', { lines: [] }));
const create = (namespace: string, name: string, spec: object = {}, options = {}, by = pipeline, as = caller) =>
  by.create(as, system, object(System, namespace, name, spec), options);
const linesOf = async (namespace: string) => {
  const read = (await pipeline.get(caller, book, { namespace, name: 'book' })) as unknown as ObjectOf<typeof Book>;
  return read.spec.lines.map(({ what }) => what);
};
const systemsIn = async (namespace: string) => (await pipeline.list(caller, system, { namespace })).items.map((o) => o.metadata.name);
const notes = async (what: string) =>
  (await database.admin.query('select count(*)::int as n from dizuo.notes where what = $1', [what])).rows[0].n;
const count = async (namespace: string) =>
  (await quotaCounts((servers[0] as (typeof servers)[0]).store.systemPool, `book/${namespace}`))[0];

describe('what accompanies a write', () => {
  it('is in its commit: created, changed, deleted, each with its audit row', async () => {
    await create('plain', 'before');
    await openBook('plain');
    const other = await create('plain', 'other', { replaces: 'before' });
    const last = await pipeline.get(caller, book, { namespace: 'plain', name: 'book' });
    // A commit gives its versions in a row.
    expect(Number(last.metadata.resourceVersion)).toBe(Number(other.metadata.resourceVersion) + 1);
    await pipeline.update(caller, system, other.metadata, { ...other, spec: { on: false } });
    await pipeline.delete(caller, system, { namespace: 'plain', name: 'other' });
    expect(await linesOf('plain')).toEqual(['create other', 'update other', 'delete other']);
    expect(await notes('other')).toBe(3);
    const { rows } = await database.admin.query(
      `select entry::json ->> 'verb' as verb, principal from dizuo.audit where resource = 'books.test.dizuo' and namespace = 'plain' order by no`,
    );
    expect(rows.map((row) => `${row.principal} ${row.verb}`)).toEqual(['writer create', 'writer update', 'writer update', 'writer update']);
    expect(ofBook).toHaveBeenCalledTimes(1);
  });

  it('is left out of a write that changes nothing, and of one that is refused', async () => {
    await openBook('quiet');
    await expect(create('quiet', 'wrong', { on: 'yes' })).rejects.toMatchObject({ code: 'Invalid' });
    expect(calls).not.toHaveBeenCalled();
    const { rows } = await database.admin.query(`select 1 from dizuo.notes where what = 'wrong'`);
    expect(rows).toEqual([]);
  });

  it('that is invalid refuses the whole, naming its own object and field', async () => {
    await openBook('long');
    const name = 'a-name-much-longer-than-thirty-letters';
    await expect(create('long', name)).rejects.toMatchObject({
      code: 'Invalid',
      details: { kind: 'Book', name: 'book' },
      fields: [{ field: 'spec.lines[0].what' }],
    });
    expect(await systemsIn('long')).toEqual([]);
    expect(await notes(name)).toBe(0);
  });

  it('is asked at the door as the same caller', async () => {
    await openBook('door');
    const as = { ...caller, principal: person('reader-of-books') };
    await expect(create('door', 'mine', {}, {}, pipeline, as)).rejects.toMatchObject({
      code: 'Forbidden',
      message: expect.stringMatching(/update books\.test\.dizuo "book".*only reads books/),
    });
    expect(await systemsIn('door')).toEqual([]);
  });

  it('is checked and not written in a dry run', async () => {
    await openBook('dry');
    await create('dry', 'a', {}, { dryRun: true });
    await expect(create('dry', 'a-name-much-longer-than-thirty-letters', {}, { dryRun: true })).rejects.toMatchObject({ code: 'Invalid' });
    expect(await linesOf('dry')).toEqual([]);
    expect(await count('dry')).toMatchObject({ used: 0, hard: 0 });
  });

  it('comes with the end of an object that a finalizer held', async () => {
    await openBook('held');
    const held = object(System, 'held', 'x', { on: false });
    held.metadata.finalizers = ['test.dizuo/hold'];
    await pipeline.create(caller, system, held);
    await pipeline.delete(caller, system, held.metadata);
    const waiting = await pipeline.get(caller, system, held.metadata);
    await pipeline.update(caller, system, held.metadata, { ...waiting, metadata: { ...waiting.metadata, finalizers: [] } });
    expect(await linesOf('held')).toEqual(['create x', 'update x', 'delete x']);
    expect(await systemsIn('held')).toEqual([]);
  });

  it('frees what the write takes, within a full limit that only falls', async () => {
    await create('full', 'old');
    await openBook('full');
    await expect(create('full', 'new')).rejects.toMatchObject({ code: 'QuotaExceeded', details: { used: 1, hard: 1 } });
    await create('full', 'new', { replaces: 'old' });
    expect(await count('full')).toMatchObject({ used: 1, hard: 1 });
    await expect(create('full', 'newer', { replaces: 'old' })).rejects.toMatchObject({ code: 'QuotaExceeded' });
    await pipeline.delete(caller, system, { namespace: 'full', name: 'new' });
    expect(await count('full')).toMatchObject({ used: 0, hard: 0 });
    expect(await linesOf('full')).toEqual(['create new', 'delete new']);
  });

  it('is admitted again where another writer was quicker: writers of two servers lose no line', async () => {
    await openBook('raced');
    const names = Array.from({ length: 24 }, (_, i) => `s${i}`);
    await Promise.all(names.map((name, i) => create('raced', name, { on: false }, {}, servers[i % 2]?.pipeline)));
    expect((await linesOf('raced')).sort()).toEqual(names.map((name) => `create ${name}`).sort());
    expect(calls.mock.calls.length).toBeGreaterThan(names.length);
    for (const name of names) expect(await notes(name), name).toBe(1);
    const removing = names.map((name, i) => servers[i % 2]?.pipeline.delete(caller, system, { namespace: 'raced', name }));
    await Promise.all(removing);
    expect(await linesOf('raced')).toHaveLength(48);
  });

  it('lets exactly one of two that would replace the same pass, also from two servers', async () => {
    await create('once', 'old');
    await openBook('once');
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => create('once', `new-${i}`, { replaces: 'old' }, {}, servers[i % 2]?.pipeline)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'QuotaExceeded' });
    expect(await count('once')).toMatchObject({ used: 1, hard: 1 });
  });

  it('that never meets the latest version fails the write with a conflict about the companion', async () => {
    const stale = (await openBook('stale')) as unknown as ObjectOf<typeof Book>;
    await create('stale', 'first', { on: false });
    accompanyInstead = () => [companionUpdate(Book, { ...stale, spec: { lines: [{ line: 1, what: 'stale' }] } })];
    calls.mockClear();
    await expect(create('stale', 'second', { on: false })).rejects.toMatchObject({ code: 'Conflict', details: { kind: 'Book' } });
    expect(calls.mock.calls.length).toBeGreaterThan(5);
    expect(await systemsIn('stale')).toEqual(['first']);
  });

  it('does not repeat a replacement whose own version is stale', async () => {
    await openBook('own');
    const first = await create('own', 'x', { on: false });
    await pipeline.patch(caller, system, first.metadata, { mediaType: 'application/merge-patch+json', body: { spec: { replaces: 'y' } } });
    calls.mockClear();
    const again = pipeline.update(caller, system, first.metadata, { ...first, spec: { on: false, replaces: 'z' } });
    await expect(again).rejects.toMatchObject({ code: 'Conflict', details: { kind: 'System' } });
    expect(calls).not.toHaveBeenCalled();
  });

  it('belongs to writes of a transaction too; no object is written twice in one', async () => {
    await openBook('group');
    const client = createObjectClient({ pipeline, principal: person('writer') });
    const fresh = (name: string) => ({ metadata: { namespace: 'group', name }, spec: { on: false } });
    await client.transaction((group) => group.create(System, fresh('one')));
    expect(await linesOf('group')).toEqual(['create one']);
    const both = client.transaction((group) => {
      group.create(System, fresh('two'));
      group.create(System, fresh('three'));
    });
    await expect(both).rejects.toMatchObject({ code: 'Conflict', message: expect.stringContaining('twice in one commit') });
    expect(await systemsIn('group')).toEqual(['one']);
  });
});
