import { type DecisionsAnswer, type DispositionDraft, decisionsPath, type PlanAnswer } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';

/** How soon a page that stays open shows what has changed, in milliseconds. */
const refreshMs = 10_000;

type Query = Record<string, string | number | boolean | undefined>;

function useAnswer<T>(path: string, query: Query, options: { enabled?: boolean; refetchInterval?: number } = {}) {
  return useQuery({
    queryKey: ['decisions', path, query],
    queryFn: ({ signal }) => client.transport.json<T>('GET', `${decisionsPath}${path}`, { query: withoutEmpty(query), signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    ...options,
  });
}

/** Systems with what was decided on each, filtered, sorted and paged by the server. */
export function useDecisions(query: Query, enabled = true) {
  return useAnswer<DecisionsAnswer>('', query, { enabled });
}

/** Dispositions as the assessment proposes them, with hosts at the gateway's own domain. */
export function useDrafts(query: Query) {
  const { session } = useSession();
  const { hostname } = new URL(session.gatewayUrl);
  // Names below an address are no names.
  const domain = /[a-z]/i.test(hostname) && !hostname.startsWith('[') ? hostname : 'localhost';
  return useAnswer<{ items: DispositionDraft[] }>('/drafts', { ...query, domain });
}

/** The plan of a tenant; of the first that has one where none is named. */
export function usePlan(namespace: string) {
  return useAnswer<PlanAnswer>('/plan', { namespace });
}

function withoutEmpty(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}
