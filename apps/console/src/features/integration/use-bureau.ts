import { Department, Tenant } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';

/** The bureau whose ledger counts what is in a tenant: the department right below the district that the tenant's stands under. */
export function useBureau(tenant: string | undefined): string | undefined {
  const departments = useLiveList(Department);
  const tenants = useLiveList(Tenant, { fieldSelector: `metadata.name=${tenant}`, enabled: tenant !== undefined });
  const own = tenants.items[0]?.spec.departmentRef;
  if (!departments.loaded || !own) return undefined;
  const above = new Map(departments.items.map(({ metadata, spec }) => [metadata.name, spec.parentRef]));
  const path: string[] = [];
  for (let at: string | undefined = own; at && !path.includes(at); at = above.get(at)) path.push(at);
  return path.at(-2) ?? path.at(-1);
}
