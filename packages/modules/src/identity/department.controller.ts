import { Department, type ObjectOf } from '@dizuo/api';
import { defineController } from '@dizuo/kernel';

/** Keeps each department's path of display names, for lists and search. */
export const departmentController = defineController({
  name: 'department',
  kind: Department,
  watches: [],
  async reconcile(key, { client }) {
    const department = await client.get(Department, key);
    if (!department) return;
    const all = new Map((await client.list(Department)).map((d) => [d.metadata.name, d]));
    for (const changed of [department, ...below(department.metadata.name, all)]) {
      const path = pathOf(changed, all);
      if (changed.status?.path === path) continue;
      await client.modify(Department, { name: changed.metadata.name }, (d) => ({ ...d, status: { ...d.status, path } }), 'status');
    }
  },
});

type DepartmentObject = ObjectOf<typeof Department>;

function pathOf(department: DepartmentObject, all: ReadonlyMap<string, DepartmentObject>): string {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let at: DepartmentObject | undefined = department; at && !seen.has(at.metadata.name); at = all.get(at.spec.parentRef ?? '')) {
    seen.add(at.metadata.name);
    names.unshift(at.spec.displayName);
  }
  return names.join(' / ');
}

function below(name: string, all: ReadonlyMap<string, DepartmentObject>): DepartmentObject[] {
  const children = [...all.values()].filter((d) => d.spec.parentRef === name && d.metadata.name !== name);
  return children.flatMap((child) => [child, ...below(child.metadata.name, all)]);
}
