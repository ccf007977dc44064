import { type Cockpit, cockpitPath, type EvidenceAnswer } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';

/** How soon a wall screen shows what has changed, in milliseconds. */
const refreshMs = 30_000;

/** The figures of one bureau, or of all that the reader may see. */
export function useCockpit(department: string) {
  return useQuery({
    queryKey: ['cockpit', department],
    queryFn: () => client.transport.json<Cockpit>('GET', cockpitPath, { query: { department } }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

/** The things that a figure counts. */
export function useEvidence(query: { figure: string; department: string; limit: number; offset: number }) {
  return useQuery({
    queryKey: ['cockpit-evidence', query],
    queryFn: () => client.transport.json<EvidenceAnswer>('GET', `${cockpitPath}/evidence`, { query }),
    placeholderData: keepPreviousData,
  });
}
