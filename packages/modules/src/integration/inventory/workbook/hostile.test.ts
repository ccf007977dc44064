import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from './read-workbook.ts';
import { sheetOf } from './test-workbooks.ts';

/** One part in an archive, with whatever sizes the headers shall claim. */
function archive(content: Buffer, { claimed = content.length, flags = 0, method = 8 } = {}): Buffer {
  const name = Buffer.from('xl/workbook.xml');
  const packed = method === 8 ? deflateRawSync(content) : content;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}
const codeOf = (file: Buffer | Promise<Buffer>) =>
  Promise.resolve(file)
    .then(readWorkbook)
    .then(
      () => 'read',
      (error) => error.code ?? String(error),
    );

describe('a hostile workbook', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['nothing', () => Buffer.alloc(0), 'WorkbookUnreadable'],
    ['text', () => Buffer.from('系统名称,责任单位\n'.repeat(10)), 'WorkbookUnreadable'],
    ['a bomb that tells its size', () => archive(Buffer.alloc(121 * 1024 * 1024)), 'WorkbookTooLarge'],
    ['a bomb that claims to be small', () => archive(Buffer.alloc(121 * 1024 * 1024), { claimed: 10 }), 'WorkbookTooLarge'],
    ['one with a password', () => archive(Buffer.from('x'), { flags: 1 }), 'WorkbookUnreadable'],
    ['one with an unknown compression', () => archive(Buffer.from('x'), { method: 99 }), 'WorkbookUnreadable'],
    ['an archive that is no workbook', () => archive(Buffer.from('<a/>')), 'WorkbookUnreadable'],
    [
      'entities that grow',
      () => archive(Buffer.from('<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>')),
      'WorkbookUnreadable',
    ],
    ['one without our sheet', () => sheetOf([['a']], 'Sheet1'), 'WorkbookUnreadable'],
    ['one without headings', () => sheetOf(Array.from({ length: 8 }, () => ['x', 'y'])), 'WorkbookUnreadable'],
    [
      'too many rows',
      () => sheetOf([['系统名称', '责任单位', '层级'], ...Array.from({ length: 5001 }, (_, i) => [`系统${i}`, '绿化局', '区级'])]),
      'WorkbookTooLarge',
    ],
    ['one that was cut short', async () => (await sheetOf([['系统名称', '责任单位', '层级']])).subarray(0, 2000), 'WorkbookUnreadable'],
  ])('%s', async (_what, file, code) => expect(await codeOf(file())).toBe(code));
});
