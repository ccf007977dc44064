import { inventoryPath, type SystemsAnswer } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';
import { holds, type Session } from '../../data/session.ts';

const mostAsked = 500;
const noWords: ReadonlyMap<string, { displayName: string; lifecycle: string }> = new Map();

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

/** What systems are called and how they stand, by `namespace/name`: of all that the person may see. */
export function useSystemWords(): ReadonlyMap<string, { displayName: string; lifecycle: string }> {
  const { data } = useQuery({
    queryKey: ['system-words'],
    queryFn: async ({ signal }) => {
      const words = new Map<string, { displayName: string; lifecycle: string }>();
      for (let offset = 0; ; offset += mostAsked) {
        const query = { limit: mostAsked, offset, sort: 'name' };
        const answer = await client.transport.json<SystemsAnswer>('GET', `${inventoryPath}/systems`, { query, signal });
        for (const { namespace, name, displayName, lifecycle } of answer.items)
          words.set(`${namespace}/${name}`, { displayName, lifecycle });
        if (offset + mostAsked >= answer.matched) return words;
      }
    },
    staleTime: 30_000,
  });
  return data ?? noWords;
}
