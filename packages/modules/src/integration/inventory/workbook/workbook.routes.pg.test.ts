import { Department, InformationSystem, inventoryPath, Namespace, Tenant } from '@dizuo/api';
import { serve } from '@dizuo/kernel';
import { startTestApi, type TestApi } from '@dizuo/testkit';
import exceljs from 'exceljs';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { informationSystemAdmission } from '../information-system.admission.ts';
import { LiveInventory } from '../live-inventory.ts';
import { systemsRoutes } from '../systems.routes.ts';
import { sheetOf } from './test-workbooks.ts';
import { workbookRoutes } from './workbook.routes.ts';

let api: TestApi;
let url: string;
let live: LiveInventory;
const later = new Proxy({} as LiveInventory, {
  get: (_, name) => {
    const value = Reflect.get(live, name, live);
    return typeof value === 'function' ? value.bind(live) : value;
  },
});
const head = ['系统名称', '责任单位', '层级'];

beforeAll(async () => {
  const kinds = [serve(Namespace), serve(Tenant), serve(Department), serve(InformationSystem, informationSystemAdmission)];
  api = await startTestApi(kinds, [...systemsRoutes(later), ...workbookRoutes(later)]);
  url = `${api.url.replace('https:', 'http:')}${inventoryPath}`;
  await api.client.create(Department, { metadata: { name: 'district' }, spec: { displayName: '区', category: 'district' } });
  for (const name of ['a', 'b']) {
    await api.client.create(Namespace, { metadata: { name: `t-${name}` }, status: { phase: 'Active' } });
    await api.client.create(Department, {
      metadata: { name },
      spec: { displayName: `${name}局`, category: 'bureau', parentRef: 'district' },
    });
    await api.client.create(Tenant, { metadata: { name: `t-${name}` }, spec: { displayName: name, departmentRef: name } });
  }
  await api.client.create(InformationSystem, {
    metadata: { namespace: 't-b', name: 'zzsecretzz' },
    spec: { displayName: 'zz机密zz', departmentRef: 'b', level: 'district' },
  });
  live = new LiveInventory({ store: api.store, log: pino({ level: 'silent' }) });
  await live.start();
});
afterAll(async () => {
  live?.stop();
  await api?.close();
});

async function ask(who: string, method: string, path: string, body?: Buffer) {
  const headers = { authorization: `Bearer ${who}`, 'content-type': 'application/octet-stream' };
  const response = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
  const bytes = Buffer.from(await response.arrayBuffer());
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by the assertions
  const json = (): any => JSON.parse(bytes.toString());
  return { status: response.status, bytes, json };
}
const workbookOf = async (bytes: Buffer) => {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes as never);
  return workbook;
};
const namesIn = async (namespace: string) =>
  (await api.client.list(InformationSystem, { namespace })).map(({ metadata }) => metadata.name).sort();
const seen = async (count: number) => expect.poll(() => live.systems.length).toBe(count);

describe('workbooks over HTTP', () => {
  it('are checked, then entered in one commit, then exported and imported without change', async () => {
    const template = await workbookOf((await ask('t-a-user', 'GET', '/tenants/t-a/template')).bytes);
    expect(template.worksheets.map(({ name }) => name)).toEqual(['系统', '数据资源', '对接关系', '主机', '技术栈', '部门', '填写说明']);
    const sheet = template.getWorksheet('系统');
    sheet?.addRow(['', '路灯巡检系统', 'a局', '区级']);
    sheet?.addRow(['', '公园预约系统', 'a局', '区级']);
    template.getWorksheet('数据资源')?.addRow(['路灯巡检系统', 'lamp', '路灯', 5]);
    const file = Buffer.from(await template.xlsx.writeBuffer());
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import', file)).json()).toMatchObject({ creates: 2, updates: 0, problems: 0 });
    expect(await namesIn('t-a')).toEqual([]);
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import?mode=commit', file)).json()).toMatchObject({ creates: 2 });
    expect(await namesIn('t-a')).toEqual(['gongyuanyuyuexitong', 'ludengxunjianxitong']);
    await seen(3);
    // The same again: they are there now, so that a person has to say what they are.
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import?mode=commit', file)).json().details.causes).toContainEqual(
      expect.objectContaining({ reason: 'Code', message: 'ImportUndecided' }),
    );
    const exported = await ask('t-a-user', 'GET', '/export');
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import?mode=commit', exported.bytes)).json()).toMatchObject({
      creates: 0,
      updates: 0,
      unchanged: 2,
    });
  });

  it('enter nothing where one row is wrong, also where only admission sees it', async () => {
    const file = await sheetOf([
      [...head, '最近使用日期'],
      ['好系统甲', 'a局', '区级', ''],
      ['坏系统乙', 'a局', '区级', '2999-01-01'],
    ]);
    const before = await namesIn('t-a');
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import', file)).json().told).toMatchObject([
      { sheet: '系统', row: 3, column: '最近使用日期', said: { code: 'DayAhead' } },
    ]);
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import?mode=commit', file)).status).toBe(422);
    expect(await namesIn('t-a')).toEqual(before);
    const marked = await workbookOf((await ask('t-a-user', 'POST', '/tenants/t-a/import?mode=marked', file)).bytes);
    expect(JSON.stringify(marked.getWorksheet('系统')?.getCell('N3').note)).toContain('还没有到');
  });

  it('are a tenant’s own: another’s can be neither read nor written, nor guessed', async () => {
    const file = await sheetOf([head, ['闯入系统', 'b局', '区级']]);
    for (const [method, path] of [
      ['GET', '/tenants/t-b/template'],
      ['POST', '/tenants/t-b/import'],
      ['POST', '/tenants/t-b/import?mode=commit'],
      ['POST', '/tenants/t-b/import?mode=marked'],
      ['POST', '/tenants/t-none/import'],
      ['GET', '/export?namespace=t-b'],
      ['GET', '/systems?namespace=t-b'],
    ]) {
      const { status, bytes } = await ask('t-a-user', method ?? '', path ?? '', method === 'POST' ? file : undefined);
      expect([path, status]).toEqual([path, 403]);
      expect(bytes.toString()).not.toContain('机密');
    }
    const all = await workbookOf((await ask('t-a-user', 'GET', '/export')).bytes);
    expect(JSON.stringify(all.getWorksheet('系统')?.getSheetValues())).not.toMatch(/zz/);
    expect((await ask('t-a-user', 'GET', '/systems')).bytes.toString()).not.toMatch(/zz/);
    // The other tenant's department, system and name in one's own workbook.
    const foreign = await sheetOf([
      ['标识', ...head],
      ['zzsecretzz', 'zz机密zz', 'b局', '区级'],
      ['', 'zz机密zz', 'a局', '区级'],
    ]);
    const answer = (await ask('t-a-user', 'POST', '/tenants/t-a/import', foreign)).json();
    expect(answer.told).toMatchObject([{ row: 2, column: '责任单位', said: { code: 'DepartmentElsewhere' } }]);
    expect(answer.duplicates.flatMap((d: { candidates: { name?: string }[] }) => d.candidates.flatMap(({ name }) => name ?? []))).toEqual(
      [],
    );
    expect(await namesIn('t-b')).toEqual(['zzsecretzz']);
  });

  it('are refused without credentials, when they are too large, and when they are none', async () => {
    expect((await ask('', 'GET', '/export')).status).toBe(401);
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import', Buffer.alloc(11 * 1024 * 1024))).status).toBe(413);
    expect((await ask('t-a-user', 'POST', '/tenants/t-a/import', Buffer.from('x'))).status).toBe(422);
  });
});

describe('the list', () => {
  it('pages and filters on the server', async () => {
    const answer = (await ask('root', 'GET', '/systems?limit=1&department=b')).json();
    expect(answer).toMatchObject({ total: 3, matched: 1, items: [{ name: 'zzsecretzz', department: 'b局', counted: true }] });
  });
});
