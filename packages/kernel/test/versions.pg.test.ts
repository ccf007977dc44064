import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineKind, type Kind, type KubeObject } from '@dizuo/api';
import {
  type Authorizer,
  KindRegistry,
  migrate,
  openStore,
  Pipeline,
  type Principal,
  quotaCounts,
  rewriteOnce,
  type ServedKind,
  serve,
} from '@dizuo/kernel';
import { createTestDatabase, type TestDatabase, testMasterKey } from '@dizuo/testkit';
import { pino } from 'pino';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const common = {
  group: 'test.dizuo',
  version: 'v1',
  kind: 'Part',
  plural: 'parts',
  scope: 'Namespaced',
  title: { zh: '零件', en: 'Part' },
  description: 'For tests of programs of different age',
} as const;
const dimension = (object: KubeObject, from: string, to: string): KubeObject => {
  const { [from]: value, ...spec } = object.spec as Record<string, unknown>;
  return { ...object, spec: { ...spec, ...(value === undefined ? {} : { [to]: value }) } };
};

/** Before the update: a size, in millimetres by custom. */
const OldPart = defineKind({
  ...common,
  body: Type.Object({ spec: Type.Object({ size: Type.Integer(), color: Type.Optional(Type.String()) }) }),
});
/** After it: the unit is said. Rows of before are lifted when they are read. */
const NewPart = defineKind({
  ...common,
  body: Type.Object({
    spec: Type.Object({
      size: Type.Integer(),
      color: Type.Optional(Type.String()),
      unit: Type.String({ default: 'mm' }),
      holes: Type.Optional(Type.Object({ count: Type.Integer() })),
    }),
  }),
  schemaVersion: 2,
  upgrades: [{ to: 2, up: (object) => ({ ...object, spec: { unit: 'mm', ...(object.spec as object) } }) }],
  selectableFields: ['spec.unit'],
  otherVersions: [
    {
      version: 'v1beta1',
      body: Type.Object({ spec: Type.Object({ dimension: Type.Integer(), color: Type.Optional(Type.String()) }) }),
      toStored: (object) => dimension(object, 'dimension', 'size'),
      fromStored: (object) => dimension(object, 'size', 'dimension'),
    },
  ],
});

const allowAll: Authorizer = {
  authorize: () => ({ allowed: true, reason: '', policies: [], missing: [] }),
  scope: () => ({ namespaces: '*' }),
  onRightsChanged: () => () => {},
};
const principal: Principal = { type: 'user', name: 'u', uid: 'u', groups: [], facts: { departments: [], roles: {}, hash: 'u' } };
const caller = { principal, trusted: false, requestId: 'r' };

async function startProgram(database: TestDatabase, kind: Kind) {
  const store = await openStore({ access: database.access, masterKey: testMasterKey, kinds: [kind] });
  const kinds = new KindRegistry([serve(kind)]);
  return { store, pipeline: new Pipeline({ store, kinds, authorizer: allowAll }), served: kinds.of(kind) as ServedKind };
}

let database: TestDatabase;
let older: Awaited<ReturnType<typeof startProgram>>;
let newer: Awaited<ReturnType<typeof startProgram>>;

beforeAll(async () => {
  database = await createTestDatabase();
  older = await startProgram(database, OldPart);
  newer = await startProgram(database, NewPart);
});
afterAll(async () => {
  await Promise.all([older.store.close(), newer.store.close()]);
  await database.drop();
});

const key = (name: string) => ({ namespace: 'a', name });
const part = (name: string, spec: object): KubeObject => ({ apiVersion: 'test.dizuo/v1', kind: 'Part', metadata: key(name), spec });
const createBy = (program: typeof older, name: string, spec: object) => program.pipeline.create(caller, program.served, part(name, spec));
const patchBy = (program: typeof older, name: string, body: object) =>
  program.pipeline.patch(
    caller,
    program.served,
    key(name),
    { mediaType: 'application/merge-patch+json', body },
    { fieldValidation: 'Strict' },
  );
const getBy = (program: typeof older, name: string) => program.pipeline.get(caller, program.served, key(name));
const specBy = async (program: typeof older, name: string) => (await getBy(program, name)).spec;

describe('an older and a newer program on one database', () => {
  it('the newer lifts what the older wrote, and the older reads what the newer wrote', async () => {
    await createBy(older, 'lifted', { size: 1 });
    expect(await specBy(newer, 'lifted')).toEqual({ size: 1, unit: 'mm' });
    await createBy(newer, 'read', { size: 2, unit: 'in', holes: { count: 3 } });
    expect(await specBy(older, 'read')).toMatchObject({ size: 2 });
  });

  it('a patch by the older keeps fields that only the newer knows, and is not refused for them', async () => {
    await createBy(newer, 'patched', { size: 1, unit: 'in', holes: { count: 4 } });
    await patchBy(older, 'patched', { spec: { size: 7 } });
    expect(await specBy(newer, 'patched')).toEqual({ size: 7, unit: 'in', holes: { count: 4 } });
  });

  it('a replacement by the older, with or without them, keeps them too', async () => {
    const { metadata } = await createBy(newer, 'replaced', { size: 1, unit: 'in', holes: { count: 4 } });
    const second = await older.pipeline.update(caller, older.served, key('replaced'), { ...part('replaced', { size: 5 }), metadata });
    expect(await specBy(newer, 'replaced')).toEqual({ size: 5, unit: 'in', holes: { count: 4 } });
    const whole = { ...second, spec: { ...(second.spec as object), size: 6 } };
    await older.pipeline.update(caller, older.served, key('replaced'), whole, { fieldValidation: 'Strict' });
    expect(await specBy(newer, 'replaced')).toEqual({ size: 6, unit: 'in', holes: { count: 4 } });
  });

  it('the older still refuses fields that neither it nor the object knows', async () => {
    await createBy(newer, 'strict', { size: 1 });
    await expect(patchBy(older, 'strict', { spec: { weight: 1 } })).rejects.toMatchObject({
      message: expect.stringContaining('spec.weight'),
    });
  });

  it('a row once lifted is not lifted again', async () => {
    await createBy(newer, 'marked', { size: 1, unit: 'in' });
    await patchBy(older, 'marked', { spec: { size: 2 } });
    const { rows } = await database.admin.query(`select schema_version from dizuo.object where name = 'marked'`);
    expect(rows).toEqual([{ schema_version: 2 }]);
  });

  it('a watcher of the newer sees both images lifted: no object enters or leaves its selection by the age of its row', async () => {
    const before = await createBy(older, 'watched', { size: 1 });
    const changed = await patchBy(newer, 'watched', { spec: { size: 2 } });
    const abort = new AbortController();
    const from = String(before.metadata.resourceVersion);
    const fields = [{ path: 'spec.unit', op: '=' as const, value: 'mm' }];
    for await (const { type, object } of newer.store.watch(NewPart, { from, fields, reader: 'system', signal: abort.signal })) {
      expect({ type, version: object.metadata.resourceVersion }).toEqual({ type: 'MODIFIED', version: changed.metadata.resourceVersion });
      break;
    }
    abort.abort();
  });

  it('a client of an older served version takes nothing away that it does not know', async () => {
    await createBy(newer, 'served', { size: 3, unit: 'in', holes: { count: 2 } });
    const beta = newer.served.versions.find(({ version }) => version === 'v1beta1');
    const patch = { mediaType: 'application/merge-patch+json', body: { spec: { dimension: 9 } } };
    await newer.pipeline.patch(caller, newer.served, key('served'), patch, { version: beta });
    const { metadata } = await getBy(newer, 'served');
    expect(await specBy(newer, 'served')).toEqual({ size: 9, unit: 'in', holes: { count: 2 } });
    const whole = { apiVersion: 'test.dizuo/v1beta1', kind: 'Part', metadata, spec: { dimension: 10 } };
    await newer.pipeline.update(caller, newer.served, key('served'), whole, { version: beta });
    expect(await specBy(newer, 'served')).toEqual({ size: 10, unit: 'in', holes: { count: 2 } });
  });
});

describe('the job that rewrites older rows', () => {
  const rowsOf = async (name: string) =>
    (
      await database.admin.query(
        'select schema_version, rv::text, body::json -> $2 as spec from dizuo.object where name like $1 order by name',
        [name, 'spec'],
      )
    ).rows;
  const namesByUnit = async (unit: string) =>
    (await newer.store.list(NewPart, { namespace: 'a', fields: [{ path: 'spec.unit', op: '=', value: unit }] }, 'system')).items.map(
      (o) => o.metadata.name,
    );
  const run = (kind: Kind = NewPart, store = newer.store) =>
    rewriteOnce({ store, systemPool: store.systemPool, kinds: [kind], log: pino({ level: 'silent' }) }, new AbortController().signal);

  it('lifts them in the table too: they are found by fields that only the newer indexes', async () => {
    await createBy(older, 'row-1', { size: 1 });
    await createBy(older, 'row-2', { size: 2 });
    expect(await namesByUnit('mm')).not.toContain('row-1');
    expect(await run()).toBeGreaterThanOrEqual(2);
    expect(await namesByUnit('mm')).toEqual(expect.arrayContaining(['row-1', 'row-2']));
    expect(await rowsOf('row-_')).toMatchObject([
      { schema_version: 2, spec: { size: 1, unit: 'mm' } },
      { schema_version: 2, spec: { size: 2, unit: 'mm' } },
    ]);
    expect(await run()).toBe(0);
    const { rows } = await database.admin.query(`select principal from dizuo.audit where name = 'row-1' order by no desc limit 1`);
    expect(rows).toEqual([{ principal: 'system:controller:row-rewriting' }]);
  });

  it('mends what an older program indexed as it knows, without a new version', async () => {
    await createBy(newer, 'indexed', { size: 1, unit: 'in' });
    // As a program did that sent its entries with every write.
    await database.admin.query(`update dizuo.object set index_version = 1 where name = 'indexed'`);
    await database.admin.query(`delete from dizuo.object_index where name = 'indexed'`);
    const [before] = await rowsOf('indexed');
    expect(await namesByUnit('in')).not.toContain('indexed');
    expect(await run()).toBe(1);
    expect(await namesByUnit('in')).toContain('indexed');
    expect(await rowsOf('indexed')).toEqual([before]);
  });

  it('counts what is there already, whatever the limit; what comes after is held to it', async () => {
    for (const name of ['counted-1', 'counted-2']) await createBy(newer, name, { size: 4 });
    const counting = defineKind({
      ...NewPart,
      schemaVersion: 3,
      upgrades: [...NewPart.upgrades, { to: 3, up: (object) => object }],
      usage: (part) => [{ scope: 'parts', resource: 'size', amount: (part.spec as { size: number }).size }],
    });
    const newest = await startProgram(database, counting);
    await newest.store.write({ items: [{ op: 'limits', scope: 'parts', hard: { size: 5 } }] });
    const before = await rowsOf('counted-_');
    await run(counting, newest.store);
    expect(await rowsOf('counted-_')).toEqual(before.map((row) => ({ ...row, schema_version: 3 })));
    const [count] = await quotaCounts(newest.store.systemPool, 'parts');
    expect(count?.used).toBeGreaterThan(5);
    await expect(createBy(newest, 'counted-3', { size: 1 })).rejects.toMatchObject({ code: 'QuotaExceeded' });
    await newest.store.close();
  });

  it('and writers meanwhile lose nothing to each other', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `busy-${i}`);
    await Promise.all(names.map((name) => createBy(older, name, { size: 1 })));
    const patching = Promise.all(names.map((name, i) => patchBy(i % 2 ? older : newer, name, { spec: { size: 9, color: 'red' } })));
    await Promise.all([run(), patching]);
    await run();
    const rows = await rowsOf('busy-%');
    expect(rows).toHaveLength(names.length);
    for (const row of rows) expect(row).toMatchObject({ schema_version: 2, spec: { size: 9, color: 'red', unit: 'mm' } });
  });
});

describe('the schema of the database', () => {
  it('newer than the program: the program does not start, and says why', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'dz-migrations-'));
    writeFileSync(join(directory, '0001-later.sql'), 'create table dizuo.later (id int)');
    const later = { name: 'later', directory: pathToFileURL(`${directory}/`) };
    const own = await createTestDatabase([later]);
    await expect(migrate(own.access)).rejects.toMatchObject({
      code: 'SchemaTooNew',
      message: expect.stringContaining('later/0001-later.sql'),
    });
    await expect(migrate(own.access, [later])).resolves.toBeUndefined();
    writeFileSync(join(directory, '0001-later.sql'), 'create table dizuo.other (id int)');
    await expect(migrate(own.access, [later])).rejects.toMatchObject({ code: 'MigrationChanged' });
    await own.drop();
    rmSync(directory, { recursive: true });
  });
});
