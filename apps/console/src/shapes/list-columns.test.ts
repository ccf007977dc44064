import { describe, expect, it } from 'vitest';
import { csvOf, fitting, type ListColumn, sorted } from './list-columns.ts';

interface Row {
  name: string;
  size: number;
}
const rows: Row[] = [
  { name: 'b10', size: 2 },
  { name: 'b9', size: 10 },
  { name: 'a', size: 2 },
];
const columns: ListColumn<Row>[] = [
  { key: 'name', title: 'Name', cell: (r) => r.name, text: (r) => r.name },
  { key: 'size', title: 'Size, GiB', cell: (r) => r.size, text: (r) => r.size },
  { key: 'picture', title: 'Picture', cell: () => null },
];
const names = (of: readonly Row[]) => of.map((r) => r.name).join(' ');

describe('sorted', () => {
  it.each([
    ['name', 'a b9 b10', 'numbers in names count as numbers'],
    ['-name', 'b10 b9 a', 'descending'],
    ['size', 'b10 a b9', 'numbers by value, equals in their order'],
    ['picture', 'b10 b9 a', 'a column without text does not sort'],
    ['', 'b10 b9 a', 'no choice, no change'],
  ])('%s: %s (%s)', (sort, expected) => expect(names(sorted(rows, columns, sort))).toBe(expected));
});

describe('fitting', () => {
  const filters = [{ key: 'big', label: 'Big', options: [], fits: (r: Row, value: string) => r.size > 5 === (value === 'yes') }];
  it.each<[string, Record<string, string>, string, string]>([
    ['B', {}, 'b10 b9', 'words in any case'],
    ['', { big: 'yes' }, 'b9', 'a chosen filter'],
    ['b', { big: 'no' }, 'b10', 'both together'],
    ['', {}, 'b10 b9 a', 'nothing chosen'],
  ])('%s %o: %s (%s)', (query, chosen, expected, _why) =>
    expect(
      names(
        fitting(
          rows,
          query,
          (r) => r.name,
          filters,
          (key) => chosen[key] ?? '',
        ),
      ),
    ).toBe(expected),
  );
});

describe('csvOf', () => {
  it('quotes what needs it and leaves out columns without text', () =>
    expect(csvOf([{ name: 'a "b"', size: 1 }], columns)).toBe('\uFEFFName,"Size, GiB"\r\n"a ""b""",1\r\n'));
  it.each(['=1+1', '+a', '-a', '@a'])('keeps %s from running as a formula', (name) =>
    expect(csvOf([{ name, size: 1 }], columns)).toContain(`'${name}`),
  );
});
