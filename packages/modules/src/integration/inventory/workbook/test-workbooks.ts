import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Department, ObjectOf } from '@dizuo/api';
import exceljs from 'exceljs';
import { DepartmentTree } from '../department-tree.ts';
import type { SystemObject } from '../system-list.ts';
import { type OutBook, writeWorkbook } from './write-workbook.ts';

/** Workbooks and systems for tests. */
export const tree = new DepartmentTree(
  [
    ['district', '示例区', undefined],
    ['green', '绿化局', 'district'],
    ['ads', '广告所', 'green'],
    ['other', '民政局', 'district'],
  ].map(
    ([name = '', displayName = '', parentRef]) =>
      ({
        metadata: { name },
        spec: { displayName, category: 'bureau', ...(parentRef ? { parentRef } : {}) },
      }) as ObjectOf<typeof Department>,
  ),
);

export function systemOf(name: string, spec: Partial<SystemObject['spec']> = {}): SystemObject {
  return {
    apiVersion: 'integration.dizuo/v1alpha1',
    kind: 'InformationSystem',
    metadata: { name, namespace: 't-green', uid: name, resourceVersion: '1' },
    spec: { displayName: name, departmentRef: 'green', level: 'district', lifecycle: 'running', ...spec },
  };
}

/** With everything that a workbook holds, and what is hard to write in a cell. */
export const fullSystem = systemOf('shop-sign', {
  displayName: '店招店牌设置管理系统',
  departmentRef: 'ads',
  level: 'unit',
  description: '第一行\n第二行，含“引号”、<角> & 逗号',
  linesOfBusiness: ['店招', '广告、标语'],
  functions: ['申请受理'],
  serviceItems: ['甲、乙'],
  commissionedOn: '2013-05-01',
  lastActiveOn: '2026-11-20',
  contact: '=1+1',
  use: { audience: ['citizens', 'staff'], accounts: 0, monthlyActive: 31, yearlyCases: 3200 },
  contract: { vendor: '甲公司', maintainer: '乙公司', number: '007', startsOn: '2026-01-01', endsOn: '2026-12-31' },
  cost: { built: 1_860_000, yearlyMaintenance: 280_000, yearlyHosting: 0, yearlyLicences: 40_000 },
  stack: [
    { role: 'database', name: 'KingbaseES', version: '8', domestic: true },
    { role: 'language', name: 'Java', domestic: false },
  ],
  hosting: { zone: 'extranet', place: '区政务云', hosts: [{ name: 'app-1', address: '10.20.0.10', use: '应用' }, { name: 'db-1' }] },
  addresses: ['http://10.20.0.10:8080/x', 'sign.example'],
  data: [
    { code: 'shop-sign', displayName: '招牌', records: 18_600, items: ['店铺', '尺寸、材质'], from: ['citizens'], personal: true },
    { code: 'permit', displayName: '许可', personal: false },
  ],
  interfaces: [
    { name: '许可上传', direction: 'calls', systemRef: 'c-xzsp', protocol: '人工录入', data: ['permit'] },
    { name: '外部', direction: 'serves', counterpart: '银行系统' },
    { name: '跨租户', direction: 'serves', systemRef: 'x', tenant: 't-other' },
  ],
  security: { grade: 2, gradedOn: '2026-03-01', openIssues: 0 },
});

export async function bookOf(book: OutBook): Promise<Buffer> {
  const stream = new PassThrough();
  const [bytes] = await Promise.all([buffer(stream), writeWorkbook(stream, book)]);
  return bytes;
}

/** A workbook of rows by hand: `headings` in the first row. */
export async function sheetOf(rows: readonly unknown[][], title = '系统'): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet(title);
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
