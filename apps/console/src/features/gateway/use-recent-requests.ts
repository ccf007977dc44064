import type { RecentRequestsAnswer, RequestOutcome } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';

const everyMs = 5_000;

export interface RequestFilter {
  outcome: RequestOutcome;
  /** `namespace/name`; empty: all. */
  route: string;
  /** The number that an answer bears; empty: all. */
  id: string;
}

/** The latest requests of a list (`place`: its path; whose requests are in it, the server decides), asked for again every few seconds while the page is seen. */
export function useRecentRequests(place: string, { outcome, route, id }: RequestFilter) {
  const query = { outcome, ...(route ? { route } : {}), ...(id ? { id } : {}) };
  return useQuery({
    queryKey: ['recent-requests', place, query],
    queryFn: ({ signal }) => client.transport.json<RecentRequestsAnswer>('GET', place, { query, signal }),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
}

/** One request by its number, as it was. */
export function useRecentRequest(place: string, id: string) {
  return useQuery({
    queryKey: ['recent-request', place, id],
    queryFn: ({ signal }) => client.transport.json<RecentRequestsAnswer>('GET', place, { query: { id }, signal }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
}
