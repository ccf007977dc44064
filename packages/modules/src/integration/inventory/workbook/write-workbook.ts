import type { Writable } from 'node:stream';
import exceljs from 'exceljs';
import { allSheets, type Column, resultHeader, type SheetShape } from './sheets.ts';

export type Cell = string | number | undefined;

export interface OutRow {
  cells: readonly Cell[];
  /** Remarks by the place of their column, and one about the row in the column of results. */
  remarks?: ReadonlyMap<number, string>;
  result?: string;
}

export interface OutBook {
  rows(sheet: SheetShape): Iterable<OutRow>;
  /** Department names to choose from. */
  departments: readonly string[];
  /** A last column says what is wrong with a row. */
  withResults?: boolean;
}

const departmentsTitle = '部门';
const guideTitle = '填写说明';
/** Rows for which there are lists to choose from. */
const lastChoiceRow = 5001;
const headFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF9' } } as const;
const badFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFD6D6' } } as const;
const remarkAuthor = '底座';

interface Validations {
  add(range: string, validation: exceljs.DataValidation): void;
}

/** Writes a workbook row by row: headings, help, lists to choose from, and the rows. Ends the stream. */
export async function writeWorkbook(into: Writable, book: OutBook): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: into as never, useStyles: true, useSharedStrings: false });
  for (const shape of allSheets) writeSheet(workbook, shape, book);
  writeDepartments(workbook, book.departments);
  writeGuide(workbook);
  await workbook.commit();
}

function writeSheet(workbook: exceljs.stream.xlsx.WorkbookWriter, shape: SheetShape, book: OutBook): void {
  const sheet = workbook.addWorksheet(shape.title, { views: [{ state: 'frozen', xSplit: 2, ySplit: 1 }] });
  sheet.columns = [...shape.columns.map(({ width }) => ({ width })), ...(book.withResults ? [{ width: 60 }] : [])];
  const head = sheet.addRow([...shape.columns.map(headingOf), ...(book.withResults ? [resultHeader] : [])]);
  head.font = { bold: true };
  head.eachCell((cell, place) => {
    cell.fill = headFill;
    cell.alignment = { wrapText: true, vertical: 'middle' };
    const help = shape.columns[place - 1]?.help;
    if (help) cell.note = remark(help);
  });
  head.commit();
  addChoices((sheet as unknown as { dataValidations: Validations }).dataValidations, shape, book.departments.length);
  for (const { cells, remarks, result } of book.rows(shape)) {
    const row = sheet.addRow([...cells]);
    for (const [place, text] of remarks ?? []) {
      const cell = row.getCell(place + 1);
      cell.fill = badFill;
      cell.note = remark(text);
    }
    if (result) {
      const cell = row.getCell(shape.columns.length + 1);
      cell.value = result;
      cell.alignment = { wrapText: true };
    }
    row.commit();
  }
  sheet.commit();
}

function headingOf({ header, required }: Column): string {
  return required ? `${header} *` : header;
}

function remark(text: string): exceljs.Comment {
  return { texts: [{ text: `${remarkAuthor}：${text}` }] };
}

function addChoices(validations: Validations, shape: SheetShape, departments: number): void {
  shape.columns.forEach((column, i) => {
    const formula = formulaOf(column, departments);
    if (!formula) return;
    const letter = letterOf(i);
    validations.add(`${letter}2:${letter}${lastChoiceRow}`, {
      type: 'list',
      allowBlank: true,
      formulae: [formula],
      showErrorMessage: column.form !== 'choices',
      errorTitle: column.header,
      error: '请从列表中选择',
    });
  });
}

function formulaOf(column: Column, departments: number): string | undefined {
  if (column.form === 'department') return departments > 0 ? `${departmentsTitle}!$A$2:$A$${departments + 1}` : undefined;
  if (column.form === 'yes-no') return '"是,否"';
  return column.form === 'choice' && column.choices ? `"${Object.keys(column.choices).join(',')}"` : undefined;
}

/** 0: A, 25: Z, 26: AA. */
function letterOf(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : letterOf(Math.floor(place / 26) - 1) + last;
}

function writeDepartments(workbook: exceljs.stream.xlsx.WorkbookWriter, departments: readonly string[]): void {
  const sheet = workbook.addWorksheet(departmentsTitle);
  sheet.columns = [{ width: 36 }];
  sheet.addRow([departmentsTitle]).commit();
  for (const name of departments) sheet.addRow([name]).commit();
  sheet.commit();
}

function writeGuide(workbook: exceljs.stream.xlsx.WorkbookWriter): void {
  const sheet = workbook.addWorksheet(guideTitle);
  sheet.columns = [{ width: 14 }, { width: 22 }, { width: 10 }, { width: 70 }];
  const lines: string[][] = [
    ['工作表', '列', '必填', '说明'],
    ...allSheets.flatMap((shape) =>
      shape.columns.map((column) => [shape.title, column.header, column.required ? '是' : '', guideOf(column)]),
    ),
    ['', '', '', '每个系统在“系统”页占一行；在其他页可有多行，用“系统”列指明是哪个系统。'],
    ['', '', '', '已登记的系统在某页没有任何行时，该项内容保持不变；有行时，以这些行为准。'],
    ['', '', '', '导入时先检查：有一处错误就什么都不导入，并返回标出错误的工作簿。'],
  ];
  for (const line of lines) sheet.addRow(line).commit();
  sheet.commit();
}

function guideOf({ form, choices, help }: Column): string {
  const forms: Partial<Record<Column['form'], string>> = { number: '整数', day: '日期，例如 2026-01-31', 'yes-no': '是 或 否' };
  const listed = form === 'choice' && choices ? Object.keys(choices).join('、') : forms[form];
  return [listed, help].filter(Boolean).join('；');
}
