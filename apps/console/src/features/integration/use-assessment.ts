import { assessmentPath } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';

/** How soon a page that stays open shows what has changed, in milliseconds. */
const refreshMs = 15_000;

type Query = Record<string, string | number | boolean | undefined>;

/** An answer of the assessment, about all that the reader may see. The former answer stays until the next comes. */
export function useAssessment<T>(path: string, query: Query = {}) {
  return useQuery({
    queryKey: ['assessment', path, query],
    queryFn: () => client.transport.json<T>('GET', `${assessmentPath}${path}`, { query: withoutEmpty(query) }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

function withoutEmpty(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}
