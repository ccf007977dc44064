import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';

/** One line of a ledger's book, as the server writes it. */
export interface BookEntry {
  number: number;
  at: string;
  namespace: string;
  kind: string;
  name: string;
  displayName: string;
  /** What it added to the count, and to those that hold an exception. */
  delta: number;
  excepted: number;
  /** Counted when the commit was done. */
  count: number;
  exception: string | null;
  cause: string;
  approval: string | null;
  approvalKind: string | null;
  approvalNamespace: string | null;
  principal: string;
}

interface BookAnswer {
  items: BookEntry[];
  /** More lines are before this one. */
  before?: number;
}

const pageLines = 100;

/** The book of a tenant's ledger, the newest line first; asked again with every change of the count. */
export function useLedgerBook(tenant: string, version: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['ledger-book', tenant, version],
    queryFn: ({ pageParam, signal }) =>
      client.transport.json<BookAnswer>('GET', `/apis/integration.dizuo/v1alpha1/namespaces/${tenant}/ledgers/default/entries`, {
        query: { limit: pageLines, before: pageParam },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ before }) => before,
    placeholderData: (previous) => previous,
    enabled: version !== undefined,
  });
}
