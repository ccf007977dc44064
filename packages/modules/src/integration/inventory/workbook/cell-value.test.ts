import { describe, expect, it } from 'vitest';
import { cellOf, readCell } from './cell-value.ts';
import { type CellForm, type Column, systemsSheet } from './sheets.ts';
import type { ValueSchema } from './value-schema.ts';

const column = (form: CellForm, more: Partial<Column> = {}): Column => ({ header: 'h', path: 'p', form, width: 1, ...more });
const level = systemsSheet.columns.find(({ path }) => path === 'level') as Column;

describe('readCell', () => {
  it.each<[unknown, Column, unknown, ValueSchema?]>([
    ['', column('text'), undefined],
    ['  x ', column('text'), 'x'],
    [12, column('text'), '12'],
    [true, column('text'), 'true'],
    ['1,200', column('number'), 1200],
    ['１２００', column('number'), '!CellNotNumber'],
    [1.5, column('number'), '!CellNotNumber'],
    [1e300, column('number'), '!CellNotNumber'],
    [new Date('2026-01-01'), column('number'), '!CellNotNumber'],
    [5, column('number'), '!CellTooLarge', { maximum: 4 }],
    [-1, column('number'), '!CellTooSmall', { minimum: 0 }],
    [new Date('2026-01-31T00:00:00Z'), column('day'), '2026-01-31'],
    ['2026年1月5日', column('day'), '2026-01-05'],
    ['2026.1.5', column('day'), '2026-01-05'],
    ['2026-02-30', column('day'), '!CellNotDay'],
    ['next week', column('day'), '!CellNotDay'],
    [45000, column('day'), '!CellNotDay'],
    ['是', column('yes-no'), true],
    ['否', column('yes-no'), false],
    ['maybe', column('yes-no'), '!CellNotYesNo'],
    ['区级', level, 'district'],
    ['district', level, 'district'],
    ['constructor', level, '!CellNotChoice'],
    ['a、b；c，a', column('words'), ['a', 'b', 'c']],
    ['a、b\n', column('words'), ['a、b']],
    [{ strange: 'formula' }, column('text'), '!CellFormula'],
    [{ strange: 'error' }, column('text'), '!CellError'],
    ['', column('text', { required: true }), '!CellEmpty'],
    ['abc', column('text'), '!CellTooLong', { maxLength: 2 }],
    ['𠮷𠮷', column('text'), '𠮷𠮷', { maxLength: 2 }],
    ['a\u0000b', column('text'), '!CellControl'],
    ['Bad', column('text'), '!CellName', { pattern: '^[a-z]+$' }],
  ])('%o as %o is %o', (raw, of, expected, schema = {}) => {
    const { value, problem } = readCell(raw as string, of, schema);
    expect(problem ? `!${(problem as { said: { code: string } }).said.code}` : value).toEqual(expected);
  });
});

describe('cellOf', () => {
  it.each<[unknown, Column]>([
    [['a', 'b'], column('words')],
    [['a、b'], column('words')],
    [['a、b', 'c'], column('words')],
    [['x', 'y'], column('lines')],
    [0, column('number')],
    [false, column('yes-no')],
    ['national', level],
  ])('%o is read back', (value, of) => expect(readCell(cellOf(value, of), of, {}).value).toEqual(value));
});
