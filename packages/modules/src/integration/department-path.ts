import { Department, type ObjectKey, type ObjectOf } from '@dizuo/api';
import type { AdmissionContext } from '@dizuo/kernel';

/** Deeper than any district's organisation; ends a walk in a tree that was made wrong. */
const deepest = 12;

/** Departments from the given one up to the district. Empty where it does not exist. */
export async function departmentPath(department: string, lookup: AdmissionContext['lookup']): Promise<string[]> {
  const path: string[] = [];
  for (let name: string | undefined = department; name && path.length < deepest && !path.includes(name); ) {
    const key: ObjectKey = { name };
    const found: ObjectOf<typeof Department> | undefined = await lookup(Department, key);
    if (!found) break;
    path.push(name);
    name = found.spec.parentRef;
  }
  return path;
}

/** The bureau that a path leads through: the department right below the district, or the district itself. Its ledger counts. Pure. */
export function bureauOf(path: readonly string[]): string | undefined {
  return path.at(-2) ?? path.at(-1);
}
