import { say, type Text } from '@dizuo/api';
import type { Column } from './sheets.ts';
import type { ValueSchema } from './value-schema.ts';

/** What a reader of workbooks found in a cell. Anything else than these is told by its `strange`. */
export type RawCell = string | number | boolean | Date | { strange: 'formula' | 'error' };
export type Read = { value?: unknown; problem?: undefined } | { value?: undefined; problem: Text };

const fail = (problem: Text): Read => ({ problem });

/** The value of a cell, checked against its column and the schema. Empty cells have no value. Pure. */
export function readCell(raw: RawCell | undefined, column: Column, schema: ValueSchema): Read {
  if (raw === undefined || raw === '') return column.required ? fail(say('CellEmpty')`must be filled in`) : {};
  if (typeof raw === 'object' && !(raw instanceof Date)) {
    return fail(
      raw.strange === 'formula'
        ? say('CellFormula')`is a formula; paste its value instead`
        : say('CellError')`holds an error of the spreadsheet; enter a value`,
    );
  }
  switch (column.form) {
    case 'number':
      return readNumber(raw, schema);
    case 'day':
      return readDay(raw);
    case 'yes-no':
      return readYesNo(raw);
    case 'choice':
      return readChoice(textOf(raw), column);
    case 'choices':
      return readList(separated(written(raw)), (word) => readChoice(word, column));
    case 'words':
      return readList(separated(written(raw)), (word) => readText(word, schema.items ?? {}), schema.maxItems);
    case 'lines':
      return readList(lines(written(raw)), (word) => readText(word, schema.items ?? {}), schema.maxItems);
    default:
      return readText(textOf(raw), schema);
  }
}

type Plain = Exclude<RawCell, object> | Date;

function textOf(raw: Plain): string {
  return written(raw).trim();
}

function written(raw: Plain): string {
  return raw instanceof Date ? raw.toISOString().slice(0, 10) : String(raw);
}

function readText(text: string, schema: ValueSchema): Read {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text))
    return fail(say('CellControl')`holds characters that cannot be seen; type it anew`);
  if (schema.maxLength !== undefined && [...text].length > schema.maxLength) {
    return fail(say('CellTooLong')`is longer than ${schema.maxLength} characters; shorten it`);
  }
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(text)) {
    return fail(say('CellName')`may hold only lower-case letters, digits, "-" and ".", and begins and ends with a letter or digit`);
  }
  return { value: text };
}

function readNumber(raw: Plain, schema: ValueSchema): Read {
  const number = typeof raw === 'number' ? raw : Number(textOf(raw).replaceAll(/[,，\s]/g, ''));
  if (raw instanceof Date || typeof raw === 'boolean' || !Number.isSafeInteger(number)) {
    return fail(say('CellNotNumber')`is not a whole number, such as 12000`);
  }
  const { minimum, maximum } = schema;
  if (minimum !== undefined && number < minimum) return fail(say('CellTooSmall')`must be at least ${minimum}`);
  if (maximum !== undefined && number > maximum) return fail(say('CellTooLarge')`must be at most ${maximum}`);
  return { value: number };
}

const dayForm = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;

function readDay(raw: Plain): Read {
  const text = textOf(raw);
  const [, year = '', month = '', day = ''] = dayForm.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // A day that the month does not have moves on to the next month.
  if (year && !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso)) return { value: iso };
  return fail(say('CellNotDay')`is not a day, such as 2026-01-31`);
}

function readYesNo(raw: Plain): Read {
  const text = textOf(raw).toLowerCase();
  if (['是', 'true', 'yes', '1'].includes(text)) return { value: true };
  if (['否', 'false', 'no', '0'].includes(text)) return { value: false };
  return fail(say('CellNotYesNo')`must be 是 or 否`);
}

function readChoice(text: string, column: Column): Read {
  const choices = column.choices ?? {};
  const value = Object.hasOwn(choices, text) ? choices[text] : Object.values(choices).find((choice) => choice === text);
  return value === undefined ? fail(say('CellNotChoice')`must be one of: ${Object.keys(choices).join('、')}`) : { value };
}

function readList(parts: readonly string[], read: (part: string) => Read, most?: number): Read {
  const values = new Set<unknown>();
  for (const part of parts) {
    const { value, problem } = read(part);
    if (problem) return { problem };
    values.add(value);
  }
  if (most !== undefined && values.size > most) return fail(say('CellTooMany')`holds more than ${most} entries; leave some out`);
  return values.size === 0 ? {} : { value: [...values] };
}

/** One a line where the cell has lines, else by the usual marks. */
function separated(text: string): string[] {
  return text.includes('\n') ? lines(text) : parts(text, /[、；;，,]/);
}

function lines(text: string): string[] {
  return parts(text, /\n/);
}

function parts(text: string, mark: RegExp): string[] {
  return text
    .split(mark)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Whether two values stand in a cell alike. */
export function sameCell(a: unknown, b: unknown, column: Column): boolean {
  return String(cellOf(a, column) ?? '').trim() === String(cellOf(b, column) ?? '').trim();
}

/** What stands in the cell of a value, so that `readCell` reads it back. Pure. */
export function cellOf(value: unknown, column: Column): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  const word = (choice: unknown) => Object.entries(column.choices ?? {}).find(([, known]) => known === choice)?.[0] ?? String(choice);
  switch (column.form) {
    case 'number':
      return value as number;
    case 'yes-no':
      return value ? '是' : '否';
    case 'choice':
      return word(value);
    case 'choices':
      return (value as string[]).map(word).join('、');
    case 'words':
      return joined(value as string[]);
    case 'lines':
      return (value as string[]).join('\n');
    default:
      return String(value);
  }
}

/** A word that holds a separating mark is set apart by lines, also where it is the only one. */
function joined(words: readonly string[]): string {
  if (!words.some((word) => /[、；;，,]/.test(word))) return words.join('、');
  return words.length > 1 ? words.join('\n') : `${words[0]}\n`;
}
