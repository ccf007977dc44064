import { useSystems } from './systems.ts';

/** Names of a tenant's systems by their object's name; the object's name where there is no other. Nothing is asked where no name is wanted. */
export function useSystemNames(tenant: string, wanted: readonly string[]): (name: string) => string {
  const { data } = useSystems({ namespace: tenant, limit: 500 }, wanted.length > 0);
  return (name) => data?.items.find((row) => row.name === name)?.displayName ?? name;
}
