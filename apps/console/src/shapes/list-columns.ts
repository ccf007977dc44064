import type { ReactNode } from 'react';

export interface ListColumn<T> {
  key: string;
  title: string;
  cell(row: T): ReactNode;
  /** What the column says as plain text: for sorting and export. */
  text?(row: T): string | number;
  /** Path of the same in the object, such as `spec.displayName`: where there are very many, the server sorts by it. */
  path?: string;
  width?: number | string;
  number?: boolean;
  /** Not shown until chosen. */
  optional?: boolean;
}

export interface ListFilter<T> {
  key: string;
  label: string;
  options: { value: string; label: string }[];
  fits(row: T, value: string): boolean;
  /** Selectable field with the same values: where there are very many, the server filters by it; without it the filter is not offered then. */
  field?: string;
}

/** Rows that fit the words looked for and every chosen filter, in their order. */
export function fitting<T>(
  rows: readonly T[],
  query: string,
  words: (row: T) => string,
  filters: readonly ListFilter<T>[],
  chosen: (key: string) => string,
): T[] {
  const wanted = query.trim().toLowerCase();
  const active = filters.filter((filter) => chosen(filter.key) !== '');
  return rows.filter(
    (row) => (wanted === '' || words(row).toLowerCase().includes(wanted)) && active.every((filter) => filter.fits(row, chosen(filter.key))),
  );
}

/** Sorted by a column's text; rows that are equal keep their order. `sort`: `key` or `-key`. */
export function sorted<T>(rows: readonly T[], columns: readonly ListColumn<T>[], sort: string): readonly T[] {
  const key = sort.replace(/^-/, '');
  const text = columns.find((column) => column.key === key)?.text;
  if (!text) return rows;
  const sign = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(text(a), text(b)));
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'zh-CN', { numeric: true });
}

/** RFC 4180, with a byte-order mark so that spreadsheets read Chinese; a cell that would run as a formula is quoted as text. */
export function csvOf<T>(rows: readonly T[], columns: readonly ListColumn<T>[]): string {
  const told = columns.filter((column) => column.text);
  const lines = [told.map((c) => cell(c.title)), ...rows.map((row) => told.map((c) => cell(c.text?.(row) ?? '')))];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
