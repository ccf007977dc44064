import { Department, Tenant } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';

/** The tenant's department and those below it. */
export function useTenantDepartments(tenant: string | undefined): { value: string; label: string }[] {
  const departments = useLiveList(Department).items;
  const tenants = useLiveList(Tenant, { fieldSelector: `metadata.name=${tenant}`, enabled: tenant !== undefined });
  const top = tenants.items[0]?.spec.departmentRef;
  const above = new Map(departments.map(({ metadata, spec }) => [metadata.name, spec.parentRef]));
  const within = (name: string | undefined, depth = 0): boolean =>
    name !== undefined && depth < 12 && (name === top || within(above.get(name), depth + 1));
  return departments
    .filter(({ metadata }) => within(metadata.name))
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
}
