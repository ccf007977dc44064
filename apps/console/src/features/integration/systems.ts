import { inventoryPath, type SystemsAnswer } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';
import { holds, type Session } from '../../data/session.ts';

export type SystemsQuery = Record<string, string | number | undefined>;

/** Rows of systems as the server filters, sorts and pages them; asked again every 15 s, so that others' changes come in. */
export function useSystems(query: SystemsQuery, enabled = true) {
  return useQuery({
    queryKey: ['systems', query],
    queryFn: ({ signal }) => client.transport.json<SystemsAnswer>('GET', `${inventoryPath}/systems`, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
    enabled,
  });
}

/** Tenants whose systems the person keeps; the operator keeps all. */
export function keepsSystems(session: Session, tenant: string): boolean {
  return holds(session, 'operator') || holds(session, 'tenant-admin', tenant);
}

export const ownTenants = (session: Session) => session.tenants.filter((tenant) => holds(session, 'tenant-admin', tenant.name));

export const systemPath = (namespace: string, name: string) => `/gov/systems/${namespace}/${name}`;
