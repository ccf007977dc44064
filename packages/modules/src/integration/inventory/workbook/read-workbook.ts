import { Readable } from 'node:stream';
import { say } from '@dizuo/api';
import type exceljs from 'exceljs';
import type { RawCell } from './cell-value.ts';
import { checkArchive } from './check-archive.ts';
import { allSheets, type SheetShape } from './sheets.ts';
import { WholeCharacterReader } from './whole-character-reader.ts';
import { workbookTooLarge, workbookUnreadable } from './workbook.errors.ts';

/** One row as it stands in the file: cells by the place of their column. */
export interface RawRow {
  /** As the spreadsheet counts: the first is 1. */
  number: number;
  cells: ReadonlyMap<string, RawCell>;
}

export interface RawSheet {
  shape: SheetShape;
  rows: RawRow[];
}

const mostSystems = 5000;
const mostListRows = 60_000;
/** Rows that a header may stand below: a title or a note above it does no harm. */
const headerWithin = 5;
const mostColumns = 200;

/** Reads the sheets that it knows, row by row, without keeping the rest. Throws `workbookUnreadable` and `workbookTooLarge`. */
export async function readWorkbook(file: Buffer): Promise<RawSheet[]> {
  if (file.length < 22) throw workbookUnreadable({ why: say('NotXlsx')`it is not an .xlsx file; save it as one` });
  checkArchive(file);
  const found: RawSheet[] = [];
  try {
    const reader = new WholeCharacterReader(Readable.from([file]), {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
    for await (const worksheet of reader) {
      const { name } = worksheet as unknown as { name: string };
      const shape = allSheets.find(({ title }) => title === name);
      if (!shape) {
        // What is not read would be held back until the end.
        for await (const _row of worksheet);
        continue;
      }
      found.push({ shape, rows: await readSheet(worksheet, shape) });
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'AppError') throw error;
    throw workbookUnreadable({ why: say('ArchiveBroken')`the archive is damaged; save it again` }, { cause: error });
  }
  if (!found.some(({ shape }) => !shape.list)) {
    throw workbookUnreadable({ why: say('SheetMissing')`it has no sheet ${allSheets[0]?.title}; begin with the template` });
  }
  return found;
}

async function readSheet(worksheet: AsyncIterable<exceljs.Row>, shape: SheetShape): Promise<RawRow[]> {
  const most = shape.list ? mostListRows : mostSystems;
  let header: Map<number, string> | undefined;
  const rows: RawRow[] = [];
  for await (const row of worksheet) {
    if (!header) {
      header = headerOf(row, shape);
      if (!header && row.number > headerWithin) {
        throw workbookUnreadable({ why: say('HeadersMissing')`sheet ${shape.title} has no row of headings; begin with the template` });
      }
      continue;
    }
    const cells = cellsOf(row, header);
    if (cells.size === 0) continue;
    if (rows.length >= most) throw workbookTooLarge({ what: `rows in ${shape.title}`, limit: most });
    rows.push({ number: row.number, cells });
  }
  return rows;
}

/** Columns by their place, where this row is that of the headings. A star behind a heading is the template's mark for "required". */
function headerOf(row: exceljs.Row, shape: SheetShape): Map<number, string> | undefined {
  const places = new Map<number, string>();
  eachCell(row, (place, cell) => {
    const text = String(cell)
      .replace(/[*＊\s]+$/, '')
      .trim();
    const column = shape.columns.find(({ header }) => header === text);
    if (column && ![...places.values()].includes(column.path)) places.set(place, column.path);
  });
  const needed = shape.columns.filter(({ required }) => required).map(({ path }) => path);
  return needed.every((path) => [...places.values()].includes(path)) ? places : undefined;
}

function cellsOf(row: exceljs.Row, header: ReadonlyMap<number, string>): Map<string, RawCell> {
  const cells = new Map<string, RawCell>();
  eachCell(row, (place, cell) => {
    const path = header.get(place);
    if (path !== undefined && cell !== '') cells.set(path, cell);
  });
  return cells;
}

function eachCell(row: exceljs.Row, call: (place: number, cell: RawCell) => void): void {
  row.eachCell({ includeEmpty: false }, (cell, place) => {
    if (place > mostColumns) return;
    const raw = rawOf(cell.value);
    if (raw !== undefined) call(place, raw);
  });
}

function rawOf(value: exceljs.CellValue): RawCell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? { strange: 'error' } : value;
  if ('formula' in value || 'sharedFormula' in value) return { strange: 'formula' };
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value) return String(value.text ?? '');
  return { strange: 'error' };
}
