import type { Department, ObjectOf } from '@dizuo/api';

type DepartmentObject = ObjectOf<typeof Department>;

export interface DepartmentNode {
  key: string;
  title: string;
  children: DepartmentNode[];
}

/** Departments as a tree, siblings by order and then name. One whose parent is missing, or that is above itself, stands at the top. */
export function departmentTree(departments: readonly DepartmentObject[]): DepartmentNode[] {
  const byName = new Map(departments.map((d) => [d.metadata.name, d]));
  const below = Map.groupBy(departments, (d) => parentOf(d, byName) ?? '');
  const branch = (name: string): DepartmentNode[] =>
    (below.get(name) ?? [])
      .toSorted((a, b) => (a.spec.order ?? 0) - (b.spec.order ?? 0) || a.spec.displayName.localeCompare(b.spec.displayName, 'zh-CN'))
      .map((d) => ({ key: d.metadata.name, title: d.spec.displayName, children: branch(d.metadata.name) }));
  return branch('');
}

/** The names of a department and all below it. */
export function withBelow(departments: readonly DepartmentObject[], name: string): Set<string> {
  const found = new Set([name]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const d of departments) if (d.spec.parentRef && found.has(d.spec.parentRef)) found.add(d.metadata.name);
  }
  return found;
}

function parentOf(department: DepartmentObject, byName: Map<string, DepartmentObject>): string | undefined {
  const seen = new Set([department.metadata.name]);
  let above = department.spec.parentRef;
  while (above) {
    if (seen.has(above)) return undefined;
    seen.add(above);
    above = byName.get(above)?.spec.parentRef;
  }
  const parent = department.spec.parentRef;
  return parent && byName.has(parent) ? parent : undefined;
}
