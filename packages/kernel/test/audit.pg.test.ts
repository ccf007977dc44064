import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  controllerPrincipal,
  createObjectClient,
  ed25519SealKey,
  KindRegistry,
  Pipeline,
  queryAudit,
  sealOnce,
  serve,
  verifyAudit,
} from '@dizuo/kernel';
import { openTestStore, Widget } from '@dizuo/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let store: Awaited<ReturnType<typeof openTestStore>>;
const key = ed25519SealKey(generateKeyPairSync('ed25519').privateKey);
let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dizuo-seals-'));
  store = await openTestStore([Widget]);
  const kinds = new KindRegistry([serve(Widget)]);
  const authorizer = {
    authorize: () => ({ allowed: true, reason: '', policies: [], missing: [] }),
    scope: () => ({ namespaces: '*' as const }),
    onRightsChanged: () => () => {},
  };
  const client = createObjectClient({ pipeline: new Pipeline({ store, kinds, authorizer }), principal: controllerPrincipal('test') });
  for (let i = 0; i < 20; i += 1) {
    await client.create(Widget, { metadata: { namespace: 'default', name: `w${i}` }, spec: { size: i } });
    if (i % 5 === 4) await sealOnce({ systemPool: store.systemPool, key, directory });
  }
});
afterEach(() => store.close());

const verify = () => verifyAudit(store.systemPool, key, directory);
const tamper = (sql: string) => store.database.admin.query(sql);

describe('sealed audit', () => {
  it('is whole when nobody touched it', async () => {
    expect(await verify()).toEqual({ ok: true, rows: 20, seals: 4, unsealed: 0, problems: [] });
  });

  it.each([
    ['a changed row', `update dizuo.audit set principal = 'someone' where no = 7`, 'RowChanged'],
    ['a changed entry', `update dizuo.audit set entry = replace(entry, 'w3', 'w4') where no = 4`, 'RowChanged'],
    ['a deleted row', `delete from dizuo.audit where no = 12`, 'RowMissing'],
    [
      'a deleted tail with its seal',
      `with s as (delete from dizuo.audit_seal where first_no = 16) delete from dizuo.audit where no >= 16`,
      'SealMissing',
    ],
    ['a deleted seal in the middle', `delete from dizuo.audit_seal where first_no = 6`, 'ChainBroken'],
    ['a seal made by another', `update dizuo.audit_seal set signature = 'AAAA' where first_no = 6`, 'SignatureWrong'],
    [
      'rows swapped',
      `update dizuo.audit set no = case no when 2 then 1003 when 3 then 1002 end where no in (2, 3); update dizuo.audit set no = no - 1000 where no > 1000`,
      'RowChanged',
    ],
  ])('shows %s', async (_what, sql, problem) => {
    await tamper(sql);
    const result = await verify();
    expect(result.ok).toBe(false);
    expect(result.problems.map((p) => p.problem)).toContain(problem);
  });

  it('goes on after a crash between the file and the database', async () => {
    await tamper(`delete from dizuo.audit_seal where first_no = 16`);
    await sealOnce({ systemPool: store.systemPool, key, directory });
    expect((await verify()).ok).toBe(true);
  });

  it('cannot be changed by the roles that the server runs as', async () => {
    await expect(store.systemPool.query('delete from dizuo.audit where no = 1')).rejects.toThrow(/permission denied/);
    await expect(store.systemPool.query(`update dizuo.audit_seal set root = ''`)).rejects.toThrow(/permission denied/);
  });

  it('is read newest first, in pages, by what is asked', async () => {
    const first = await queryAudit(store.systemPool, { namespace: 'default', limit: 15 });
    expect(first.items[0]).toMatchObject({ number: '20', name: 'w19', verb: 'create', outcome: 'allowed', code: 201 });
    const rest = await queryAudit(store.systemPool, { namespace: 'default', limit: 15, before: first.next ?? '' });
    expect([first.items.length, rest.items.length, rest.next]).toEqual([15, 5, undefined]);
    expect((await queryAudit(store.systemPool, { resource: 'widgets.test.dizuo', name: 'w3', limit: 5 })).items).toHaveLength(1);
  });
});
