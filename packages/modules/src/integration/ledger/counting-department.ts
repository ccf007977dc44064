import { Department, type FieldError, say, Tenant } from '@dizuo/api';
import type { AdmissionContext } from '@dizuo/kernel';

type Lookup = AdmissionContext['lookup'];

/** Deeper than any organisation; ends a walk in a tree that was made wrong. */
const deepest = 12;

/** Departments from the given one up to the root. Empty where it does not exist. */
export async function departmentsAbove(department: string, lookup: Lookup): Promise<string[]> {
  const path: string[] = [];
  for (let at: string | undefined = department; at && path.length < deepest && !path.includes(at); ) {
    const found: { spec: { parentRef?: string } } | undefined = await lookup(Department, { name: at });
    if (!found) break;
    path.push(at);
    at = found.spec.parentRef;
  }
  return path;
}

/** The bureau whose ledger counts: the department right below the root, or the root itself. Pure. */
export function countingIn(path: readonly string[]): string | undefined {
  return path.at(-2) ?? path.at(-1);
}

/** Department by which an object of a tenant is counted: the one that it names, else the tenant's. */
export async function countingDepartment(namespace: string, named: string | undefined, lookup: Lookup): Promise<string | undefined> {
  const department = named ?? (await lookup(Tenant, { name: namespace }))?.spec.departmentRef;
  return department === undefined ? undefined : countingIn(await departmentsAbove(department, lookup));
}

/** Nobody enters something under another bureau: the department is the tenant's own, or stands below it. */
export async function departmentErrors(namespace: string, named: string | undefined, lookup: Lookup): Promise<FieldError[]> {
  if (named === undefined) return [];
  const tenant = await lookup(Tenant, { name: namespace });
  const path = await departmentsAbove(named, lookup);
  const field = 'spec.departmentRef';
  if (path.length === 0) {
    const message = say('DepartmentMissingHere')`there is no department ${named}; create it first`;
    return [{ field, reason: 'FieldValueNotFound', message }];
  }
  if (!tenant || path.includes(tenant.spec.departmentRef)) return [];
  const message = say(
    'DepartmentOfAnotherTenant',
  )`${named} is neither ${tenant.spec.departmentRef}, whose tenant this is, nor below it; choose one that is`;
  return [{ field, reason: 'FieldValueInvalid', message }];
}

/** Whether the tenant is being taken away with everything in it. */
export async function tenantEnds(namespace: string | undefined, lookup: Lookup): Promise<boolean> {
  const tenant = await lookup(Tenant, { name: namespace ?? '' });
  return tenant?.metadata.deletionTimestamp !== undefined;
}
