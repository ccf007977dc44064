import type { DepartmentTree } from '../department-tree.ts';
import type { SystemObject } from '../system-list.ts';
import { cellOf, type RawCell } from './cell-value.ts';
import { inChinese } from './chinese.ts';
import type { CellProblem } from './read-systems.ts';
import type { RawSheet } from './read-workbook.ts';
import type { Column, SheetShape } from './sheets.ts';
import { valueAt } from './value-schema.ts';
import type { Cell, OutRow } from './write-workbook.ts';

/** Rows of systems as they are imported again unchanged. Pure. */
export function* exportRows(shape: SheetShape, systems: readonly SystemObject[], tree: DepartmentTree): Generator<OutRow> {
  for (const system of systems) {
    if (!shape.list) {
      yield { cells: shape.columns.map((column) => systemCell(system, column, tree)) };
      continue;
    }
    for (const item of (valueAt(system.spec, shape.list) as object[] | undefined) ?? []) {
      yield { cells: shape.columns.map((c) => (c.path === '@system' ? system.metadata.name : cellOf(valueAt(item, c.path), c))) };
    }
  }
}

function systemCell({ metadata, spec }: SystemObject, column: Column, tree: DepartmentTree): Cell {
  if (column.path === '@name') return metadata.name;
  if (column.path === '@tenant') return metadata.namespace;
  if (column.form === 'department') return departmentCell(spec.departmentRef, tree);
  return cellOf(valueAt(spec, column.path), column);
}

/** The display name where it is one department's only, else its name. */
export function departmentCell(name: string, tree: DepartmentTree): string {
  const displayName = tree.displayName(name);
  return tree.named(displayName).length === 1 ? displayName : name;
}

/** Rows as they were sent, with what is wrong in each. `notes`: further remarks about rows of systems. Pure. */
export function* markedRows(
  shape: SheetShape,
  sheets: readonly RawSheet[],
  problems: readonly CellProblem[],
  notes: ReadonlyMap<number, string>,
): Generator<OutRow> {
  const sheet = sheets.find((s) => s.shape === shape);
  const bad = new Map<number, CellProblem[]>();
  for (const problem of problems) {
    if (problem.sheet === shape.title) bad.set(problem.row, [...(bad.get(problem.row) ?? []), problem]);
  }
  for (const { number, cells } of sheet?.rows ?? []) {
    const remarks = new Map<number, string>();
    const lines: string[] = [];
    for (const { column, problem } of bad.get(number) ?? []) {
      const text = inChinese(problem);
      lines.push(column ? `${column}：${text}` : text);
      const place = shape.columns.findIndex(({ header }) => header === column);
      if (place >= 0) remarks.set(place, remarks.has(place) ? `${remarks.get(place)}；${text}` : text);
    }
    const note = shape.list ? undefined : notes.get(number);
    if (note) lines.push(note);
    const result = lines.join('\n');
    yield { cells: shape.columns.map(({ path }) => sent(cells.get(path))), remarks, ...(result ? { result } : {}) };
  }
}

function sent(raw: RawCell | undefined): Cell {
  if (raw === undefined) return undefined;
  if (raw instanceof Date) return raw.toISOString().slice(0, 10);
  if (typeof raw === 'object') return raw.strange === 'formula' ? '（公式）' : '（错误值）';
  return typeof raw === 'boolean' ? (raw ? '是' : '否') : raw;
}
