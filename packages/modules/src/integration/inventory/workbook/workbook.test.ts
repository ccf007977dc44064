import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { exportRows, markedRows } from './export-rows.ts';
import { decisionsOf } from './import-systems.ts';
import { type Decision, planImport } from './plan-import.ts';
import { readSystems } from './read-systems.ts';
import { readWorkbook } from './read-workbook.ts';
import { bookOf, fullSystem, sheetOf, systemOf, tree } from './test-workbooks.ts';

const now = new Date('2026-11-24T04:00:00Z');
const systems = [fullSystem, systemOf('bare'), systemOf('c-xzsp', { displayName: '一网通办', level: 'city' })];
const exported = bookOf({ rows: (sheet) => exportRows(sheet, systems, tree), departments: ['绿化局', '广告所'] });
const head = ['系统名称 *', '责任单位', '层级'];

async function plan(file: Buffer, existing = systems, decisions: ReadonlyMap<number, Decision> = new Map()) {
  const sheets = await readWorkbook(file);
  return { sheets, plan: planImport(readSystems(sheets, 't-green', 'green', tree), existing, decisions, now) };
}
const counts = ({ creates, updates, unchanged, skipped, problems, duplicates }: Awaited<ReturnType<typeof plan>>['plan']) => ({
  creates: creates.length,
  updates: updates.length,
  unchanged,
  skipped,
  problems: problems.map((p) => `${p.sheet} ${p.row} ${p.column ?? ''}`),
  duplicates: duplicates.map((d) => `${d.row} ${d.candidates.map((c) => `${c.likeness} ${c.name ?? c.row}`).join()}`),
});
const nothing = { creates: 0, updates: 0, unchanged: 0, skipped: 0, problems: [], duplicates: [] };

describe('an export', () => {
  it('imports again and changes nothing', async () => {
    expect(counts((await plan(await exported)).plan)).toEqual({ ...nothing, unchanged: 3 });
  });

  it('imports into an empty tenant as what it was', async () => {
    const { plan: made } = await plan(await exported, []);
    expect(made.creates.map(({ name }) => name)).toEqual(['shop-sign', 'bare', 'c-xzsp']);
    expect(made.creates[0]?.spec).toEqual(fullSystem.spec);
  });

  it('offers what may be chosen', async () => {
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await exported) as never);
    const sheet = workbook.getWorksheet('系统');
    expect(sheet?.getCell('D2').dataValidation).toMatchObject({ type: 'list', formulae: ['"区级,单位级,市级,国家级"'] });
    expect(sheet?.getCell('C2').dataValidation?.formulae).toEqual(['部门!$A$2:$A$3']);
    expect(JSON.stringify(sheet?.getCell('D1').note)).toContain('国家级、市级系统只登记、不计数');
  });
});

describe('an import', () => {
  it('enters new ones, changes what differs, and leaves alone what it has no column for', async () => {
    const { plan: made } = await plan(
      await sheetOf([
        ['标识', ...head],
        ['shop-sign', '新名称', '广告所', '单位级'],
        ['', '路灯巡检系统', 'green', '区级'],
      ]),
    );
    expect(counts(made)).toEqual({ ...nothing, creates: 1, updates: 1 });
    expect(made.updates[0]?.system.spec).toEqual({ ...fullSystem.spec, displayName: '新名称' });
    expect(made.creates[0]?.spec).toEqual({ displayName: '路灯巡检系统', departmentRef: 'green', level: 'district' });
  });

  it('finds doubles by name, sound, short form, nearness and address, here and in the file', async () => {
    const rows = [
      ['店招店牌设置管理系统', '绿化局', '区级', ''],
      ['一网通办平台', '绿化局', '市级', ''],
      ['垃圾分类投放系统', '绿化局', '区级', ''],
      ['垃分投放系统', '绿化局', '区级', ''],
      ['甲系统', '绿化局', '区级', 'HTTP://10.20.0.10:8080/x/login'],
      ['完全无关的古树', '绿化局', '区级', ''],
    ];
    const { plan: made } = await plan(await sheetOf([[...head, '访问地址'], ...rows]));
    expect(counts(made).duplicates).toEqual(['2 name shop-sign', '3 near c-xzsp', '5 short 4', '6 address shop-sign']);
  });

  it.each<[string, string, Partial<typeof nothing>]>([
    ['another one', '2:new', { creates: 1 }],
    ['the same', '2:same=shop-sign', { updates: 1 }],
    ['left out', '2:skip', { skipped: 1 }],
    ['the same as one that is not there', '2:same=gone', { creates: 1 }],
  ])('a double that is %s', async (_what, decisions, expected) => {
    const file = await sheetOf([head, ['店招店牌设置管理系统', '绿化局', '区级']]);
    const { plan: made } = await plan(file, systems, decisionsOf(decisions));
    expect(counts(made)).toMatchObject({ ...expected, problems: [] });
    expect(made.duplicates[0]?.decided === undefined).toBe(decisions.includes('gone'));
  });

  it('tells every wrong cell, and marks it in the workbook that goes back', async () => {
    const file = await sheetOf([
      ['标识', ...head, '账号数', '启用日期', '合同编号', '租户'],
      ['', '', '民政局', '街道级', -1, '2026-02-30', { formula: 'HYPERLINK("http://x")' }, 't-other'],
      ['Bad Name', '好系统', '没有的局', '区级', '12.5', '2030-01-01', 7, 't-green'],
      ['x', ' 空格 ', '绿化局', '区级', '1,200', '2026/1/5', '', ''],
      ['x', '同名标识', '绿化局', '区级', '', '', '', ''],
    ]);
    const { sheets, plan: made } = await plan(file);
    expect(counts(made).problems).toEqual([
      '系统 2 系统名称',
      '系统 2 责任单位',
      '系统 2 层级',
      '系统 2 账号数',
      '系统 2 启用日期',
      '系统 2 合同编号',
      '系统 2 租户',
      '系统 3 标识',
      '系统 3 责任单位',
      '系统 3 账号数',
      '系统 5 标识',
    ]);
    const marked = await bookOf({
      rows: (s) => markedRows(s, sheets, made.problems, new Map([[4, '注意']])),
      departments: [],
      withResults: true,
    });
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(marked as never);
    const sheet = workbook.getWorksheet('系统');
    const cell = sheet?.getCell('D2');
    expect([cell?.value, cell?.fill, JSON.stringify(cell?.note)]).toEqual([
      '街道级',
      expect.objectContaining({ pattern: 'solid' }),
      expect.stringContaining('只能填：区级、单位级、市级、国家级'),
    ]);
    expect(sheet?.getCell('AG2').value).toContain('系统名称：必须填写');
    expect(sheet?.getCell('AG4').value).toBe('注意');
    expect(sheet?.getCell('Q2').value).toBe('（公式）');
  });

  it('goes on where the marked workbook was corrected', async () => {
    const { sheets, plan: first } = await plan(await sheetOf([head, ['路灯巡检系统', '绿化局', '街道级']]));
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(
      (await bookOf({ rows: (s) => markedRows(s, sheets, first.problems, new Map()), departments: [], withResults: true })) as never,
    );
    const cell = workbook.getWorksheet('系统')?.getCell('D2');
    if (cell) cell.value = '区级';
    const { plan: second } = await plan(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(counts(second)).toEqual({ ...nothing, creates: 1 });
  });
});

describe('a long workbook', () => {
  it('keeps every character, wherever the chunks of its archive end', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => ({
      ...systems[0],
      metadata: { ...systems[0]?.metadata, name: `long-${i}` },
      spec: { ...systems[0]?.spec, displayName: `户外广告设施与店招店牌设置审批管理系统第${i}期` },
    })) as typeof systems;
    const [sheet] = await readWorkbook(await bookOf({ rows: (of) => exportRows(of, many, tree), departments: ['绿化局'] }));
    const texts = sheet?.rows.flatMap(({ cells }) => [...cells.values()].map(String)) ?? [];
    expect(sheet?.rows.length).toBe(1500);
    expect(texts.filter((text) => text.includes('\uFFFD'))).toEqual([]);
  });
});
