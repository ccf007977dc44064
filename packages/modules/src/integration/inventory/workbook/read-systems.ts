import type { Text } from '@dizuo/api';
import { say } from '@dizuo/api';
import type { DepartmentTree } from '../department-tree.ts';
import type { SystemObject } from '../system-list.ts';
import { readCell } from './cell-value.ts';
import type { RawRow, RawSheet } from './read-workbook.ts';
import { type Column, type SheetShape, systemsSheet } from './sheets.ts';
import { itemSchema, setValue, specSchema, type ValueSchema } from './value-schema.ts';

export interface CellProblem {
  sheet: string;
  row: number;
  /** Heading of the column; absent where the whole row is meant. */
  column?: string;
  problem: Text;
}

/** One system as the workbook describes it. */
export interface RowSystem {
  row: number;
  /** Name of the object, where the row gives it. */
  name?: string;
  spec: Partial<SystemObject['spec']>;
  /** Lists for which the workbook has rows; others are left as they are. */
  lists: Set<NonNullable<SheetShape['list']>>;
  /** Columns that the sheet of systems has: a value that it has no column for is left as it is. */
  columns: readonly Column[];
}

export interface ReadSystems {
  systems: RowSystem[];
  problems: CellProblem[];
}

/** What a workbook says, cell by cell. `tenant` is the one that it is imported into, `department` its department. Pure. */
export function readSystems(sheets: readonly RawSheet[], tenant: string, department: string, tree: DepartmentTree): ReadSystems {
  const problems: CellProblem[] = [];
  const systems: RowSystem[] = [];
  const main = sheets.find(({ shape }) => !shape.list);
  const given = new Set(main?.rows.flatMap(({ cells }) => [...cells.keys()]));
  const columns = systemsSheet.columns.filter(({ path, required }) => required || given.has(path));
  for (const row of main?.rows ?? []) systems.push(readSystem(row, columns, { tenant, department, tree }, problems));
  checkNames(systems, problems);
  for (const sheet of sheets) if (sheet.shape.list) readList(sheet, systems, problems);
  return { systems, problems };
}

interface Place {
  tenant: string;
  department: string;
  tree: DepartmentTree;
}

function readSystem(row: RawRow, columns: readonly Column[], place: Place, problems: CellProblem[]): RowSystem {
  const system: RowSystem = { row: row.number, spec: {}, lists: new Set(), columns };
  for (const column of columns) {
    const tell = (problem: Text) => problems.push({ sheet: systemsSheet.title, row: row.number, column: column.header, problem });
    const { value, problem } = readCell(row.cells.get(column.path), column, schemaOf(column));
    if (problem) tell(problem);
    else if (column.path === '@name') {
      if (value) system.name = value as string;
    } else if (column.path === '@tenant') {
      if (value && value !== place.tenant) tell(say('RowOfAnotherTenant')`belongs to tenant ${value as string}; import it there`);
    } else if (column.form === 'department') {
      const found = value === undefined ? undefined : departmentOf(value as string, place);
      if (typeof found === 'string') system.spec.departmentRef = found;
      else if (found) tell(found.problem);
    } else setValue(system.spec, column.path, value);
  }
  return system;
}

const nameSchema: ValueSchema = { maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$' };

function schemaOf({ path }: Column): ValueSchema {
  if (path === '@name') return nameSchema;
  return path.startsWith('@') ? {} : path === 'departmentRef' ? { maxLength: 253 } : specSchema(path);
}

/** By its name in the tree, or by its display name where that is one department's only. */
function departmentOf(text: string, { tree, department }: Place): string | { problem: Text } {
  const below = tree.withBelow(department);
  const fits = tree.has(text) ? [text] : tree.named(text);
  const own = fits.filter((name) => below.has(name));
  if (own.length === 1) return own[0] as string;
  if (own.length > 1) return { problem: say('DepartmentAmbiguous')`is the name of several departments: write ${own.join('、')}` };
  if (fits.length > 0) return { problem: say('DepartmentElsewhere')`does not belong to the department of this tenant` };
  return { problem: say('DepartmentUnknown')`there is no such department; write it as in the organisation` };
}

function checkNames(systems: readonly RowSystem[], problems: CellProblem[]): void {
  const first = new Map<string, number>();
  for (const { name, row } of systems) {
    if (!name) continue;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, row);
    else
      problems.push({
        sheet: systemsSheet.title,
        row,
        column: '标识',
        problem: say('NameTwice')`stands in row ${earlier} too; a system has one row`,
      });
  }
}

function readList({ shape, rows }: RawSheet, systems: readonly RowSystem[], problems: CellProblem[]): void {
  const list = shape.list as NonNullable<SheetShape['list']>;
  const schema = itemSchema(list);
  const keys = specSchema(list)['x-kubernetes-list-map-keys'] ?? [];
  const byWord = systemsByWord(systems);
  const collected = new Map<RowSystem, Map<string, object>>();
  for (const row of rows) {
    const at = (column: string | undefined, problem: Text) =>
      problems.push({ sheet: shape.title, row: row.number, ...(column ? { column } : {}), problem });
    const item = {};
    let owner: RowSystem | undefined;
    let whole = true;
    for (const column of shape.columns) {
      const own = column.path === '@system' ? {} : (schema.properties?.[column.path] ?? {});
      const { value, problem } = readCell(row.cells.get(column.path), column, own);
      if (problem) {
        at(column.header, problem);
        whole = false;
      } else if (column.path === '@system') {
        const found = byWord.get(value as string) ?? [];
        owner = found.length === 1 ? found[0] : undefined;
        if (found.length === 0)
          at(column.header, say('SystemOfRowMissing')`is no system of sheet ${systemsSheet.title}; write its identifier or name`);
        if (found.length > 1) at(column.header, say('SystemOfRowAmbiguous')`is the name of several systems; write the identifier`);
      } else setValue(item, column.path, value);
    }
    if (!owner || !whole) continue;
    const key = keys.map((path) => String((item as Record<string, unknown>)[path])).join('\u0000');
    const items = collected.get(owner) ?? new Map<string, object>();
    collected.set(owner, items);
    if (items.has(key)) at(undefined, say('ListRowTwice')`says the same again as an earlier row of this system; take one of them out`);
    else items.set(key, item);
  }
  for (const [owner, items] of collected) {
    setValue(owner.spec, list, [...items.values()]);
    owner.lists.add(list);
  }
}

function systemsByWord(systems: readonly RowSystem[]): Map<string, RowSystem[]> {
  const byWord = new Map<string, RowSystem[]>();
  const add = (word: string | undefined, system: RowSystem) => {
    if (word) byWord.set(word, [...(byWord.get(word) ?? []), system]);
  };
  for (const system of systems) {
    add(system.name, system);
    if (system.spec.displayName !== system.name) add(system.spec.displayName, system);
  }
  return byWord;
}
