import { say } from '@dizuo/api';
import { descriptionErrors } from '../information-system.rules.ts';
import type { SystemObject } from '../system-list.ts';
import { sameCell } from './cell-value.ts';
import type { CellProblem, ReadSystems, RowSystem } from './read-systems.ts';
import { listSheets, systemsSheet } from './sheets.ts';
import { type Likeness, SimilarSystems } from './similar-systems.ts';
import { setValue, valueAt } from './value-schema.ts';

/** What a person said about a row that may be there already: it is another one, the same as one, or to be left out. */
export type Decision = { is: 'new' } | { is: 'same'; name: string } | { is: 'skip' };

export interface Duplicate {
  row: number;
  displayName: string;
  candidates: {
    likeness: Likeness;
    /** Row of the same file, or name of a system of the inventory. */
    row?: number;
    name?: string;
    displayName: string;
  }[];
  decided?: Decision;
}

export interface ImportPlan {
  problems: CellProblem[];
  duplicates: Duplicate[];
  creates: { row: number; name?: string; spec: SystemObject['spec'] }[];
  updates: { row: number; system: SystemObject }[];
  unchanged: number;
  skipped: number;
}

/** What an import would do. `existing` are the systems of the tenant. Nothing of it is done. Pure. */
export function planImport(
  read: ReadSystems,
  existing: readonly SystemObject[],
  decisions: ReadonlyMap<number, Decision>,
  now: Date,
): ImportPlan {
  const plan: ImportPlan = { problems: [...read.problems], duplicates: [], creates: [], updates: [], unchanged: 0, skipped: 0 };
  const byName = new Map(existing.map((system) => [system.metadata.name, system]));
  const badRows = new Set(read.problems.filter(({ sheet }) => sheet === systemsSheet.title).map(({ row }) => row));
  const similar = new SimilarSystems();
  for (const { metadata, spec } of existing) {
    similar.add({ id: `=${metadata.name}`, displayName: spec.displayName, addresses: spec.addresses ?? [] });
  }
  const rowNames = new Map<number, string>();
  for (const row of read.systems) {
    const { displayName, addresses = [] } = row.spec;
    const known = row.name === undefined ? undefined : byName.get(row.name);
    const decided = known ? undefined : decisions.get(row.row);
    if (!known && displayName) {
      const duplicate = duplicateOf(row, displayName, addresses, { similar, byName, rowNames }, decided);
      if (duplicate) plan.duplicates.push(duplicate);
      rowNames.set(row.row, displayName);
      similar.add({ id: `#${row.row}`, displayName, addresses });
    }
    if (badRows.has(row.row)) continue;
    if (decided?.is === 'skip') plan.skipped += 1;
    else enter(plan, row, known ?? (decided?.is === 'same' ? byName.get(decided.name) : undefined), now);
  }
  return plan;
}

interface Books {
  similar: SimilarSystems;
  byName: ReadonlyMap<string, SystemObject>;
  rowNames: ReadonlyMap<number, string>;
}

function duplicateOf(
  row: RowSystem,
  displayName: string,
  addresses: readonly string[],
  { similar, byName, rowNames }: Books,
  decided: Decision | undefined,
): Duplicate | undefined {
  const candidates = similar.of({ displayName, addresses }).map(({ id, likeness }) => {
    const key = id.slice(1);
    if (id.startsWith('#')) return { likeness, row: Number(key), displayName: rowNames.get(Number(key)) ?? '' };
    return { likeness, name: key, displayName: byName.get(key)?.spec.displayName ?? key };
  });
  // A decision for a system that has gone meanwhile is none.
  const valid = decided?.is === 'same' && !byName.has(decided.name) ? undefined : decided;
  return candidates.length > 0 ? { row: row.row, displayName, candidates, ...(valid ? { decided: valid } : {}) } : undefined;
}

function enter(plan: ImportPlan, row: RowSystem, known: SystemObject | undefined, now: Date): void {
  const spec = known ? structuredClone(known.spec) : ({} as SystemObject['spec']);
  let changed = false;
  for (const column of row.columns) {
    if (column.path.startsWith('@')) continue;
    const next = valueAt(row.spec, column.path);
    // Where there is no column, and where an empty cell stands for the normal state, what is there stays.
    if (next === undefined && (column.path === 'lifecycle' || !known)) continue;
    if (sameCell(valueAt(spec, column.path), next, column)) continue;
    setValue(spec, column.path, next);
    changed = true;
  }
  for (const list of row.lists) {
    const next = valueAt(row.spec, list) as object[];
    if (known && sameList(list, (valueAt(spec, list) as object[]) ?? [], next)) continue;
    setValue(spec, list, next);
    changed = true;
  }
  const problems = descriptionErrors(spec, now).map(({ field, message }): CellProblem => {
    const path = field.replace(/^spec\./, '').replace(/\[\d+\]$/, '');
    const column = systemsSheet.columns.find((c) => c.path === path)?.header;
    return { sheet: systemsSheet.title, row: row.row, ...(column ? { column } : {}), problem: message };
  });
  plan.problems.push(...problems, ...selfLinks(row));
  if (problems.length > 0) return;
  if (!known) plan.creates.push({ row: row.row, ...(row.name ? { name: row.name } : {}), spec });
  else if (changed) plan.updates.push({ row: row.row, system: { ...known, spec } });
  else plan.unchanged += 1;
}

function sameList(list: string, before: readonly object[], next: readonly object[]): boolean {
  const columns = listSheets.find((sheet) => sheet.list === list)?.columns.filter(({ path }) => !path.startsWith('@')) ?? [];
  return (
    before.length === next.length &&
    before.every((item, i) => columns.every((c) => sameCell(valueAt(item, c.path), valueAt(next[i] ?? {}, c.path), c)))
  );
}

/** A link names its other end. */
function selfLinks(row: RowSystem): CellProblem[] {
  return (row.spec.interfaces ?? [])
    .filter((link) => !link.systemRef && !link.counterpart)
    .map((link) => ({
      sheet: systemsSheet.title,
      row: row.row,
      problem: say('LinkWithoutOther')`its link ${link.name} names no other system; fill in one of the two columns`,
    }));
}
