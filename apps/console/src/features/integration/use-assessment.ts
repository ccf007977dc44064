import { assessmentPath } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { client } from '../../data/api-client.ts';

/** How soon a page that stays open shows what has changed, in milliseconds. */
const refreshMs = 15_000;

type Query = Record<string, string | number | boolean | undefined>;

/** An answer of the assessment, for the tenant in the address or for all that the reader may see. The former answer stays until the next comes. */
export function useAssessment<T>(path: string, query: Query = {}) {
  const { tenant } = useParams();
  const asked = { namespace: tenant, ...query };
  return useQuery({
    queryKey: ['assessment', path, asked],
    queryFn: () => client.transport.json<T>('GET', `${assessmentPath}${path}`, { query: withoutEmpty(asked) }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

function withoutEmpty(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}
