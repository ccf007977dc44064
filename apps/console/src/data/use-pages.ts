import type { Kind, KubeObject } from '@dizuo/api';
import { isApiError, type ListOptions } from '@dizuo/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client, watchSlots } from './api-client.ts';
import type { PagedSource } from './use-live.ts';

/** What a reader asks of many: words, order, exact values of selectable fields, a page. */
export interface PageQuery {
  search: string;
  /** Path, `-` before it: downwards; empty: order of names. */
  sortBy: string;
  fields: readonly [path: string, value: string][];
  page: number;
  size: number;
}

export interface Pages<T> {
  rows: readonly T[];
  total: number;
  loaded: boolean;
  error: unknown;
  retry(): void;
}

/** After something else than the rows shown has changed, the page is asked again; not more often than this, in milliseconds. */
const refreshEvery = 3_000;
const largestPage = 500;

/** One page from the server. The rows shown are live; what changes elsewhere moves them a little later. Nothing is asked without a source. */
export function usePages<T extends KubeObject>(source: PagedSource | undefined, query: PageQuery): Pages<T> {
  const options = optionsOf(source, query);
  const asked = useQuery({
    queryKey: ['pages', source?.kind.id, options],
    queryFn: ({ signal }) => listOf<T>(source?.kind as Kind, { ...options, signal }),
    enabled: source !== undefined,
    placeholderData: keepPreviousData,
  });
  const { data, refetch } = asked;
  const [changed, setChanged] = useState<ReadonlyMap<string, T>>(new Map());
  const version = data?.metadata.resourceVersion;
  const kind = source?.kind;
  const selection = JSON.stringify(source?.selection);

  useEffect(() => {
    setChanged(new Map());
    if (!kind || version === undefined) return;
    const stop = new AbortController();
    const shown = new Set(data?.items.map((item) => item.metadata.uid));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer ??= setTimeout(() => void refetch(), refreshEvery);
    };
    void follow(kind, { ...JSON.parse(selection), resourceVersion: version }, stop.signal, (type, object) => {
      const { uid = '' } = object.metadata;
      if (type === 'MODIFIED' && shown.has(uid)) setChanged((before) => new Map(before).set(uid, object as T));
      again();
    }).catch(again);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [kind, selection, version, refetch, data]);

  const rows = (data?.items ?? []).map((item) => changed.get(item.metadata.uid ?? '') ?? item);
  return {
    rows,
    total: query.size * (query.page - 1) + rows.length + (data?.metadata.remainingItemCount ?? 0),
    loaded: data !== undefined,
    error: asked.error ?? undefined,
    retry: () => void refetch(),
  };
}

/** Every row that fits, page by page. */
export async function allRows<T extends KubeObject>(source: PagedSource, query: PageQuery): Promise<T[]> {
  const rows: T[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await listOf<T>(source.kind, optionsOf(source, { ...query, page, size: largestPage }));
    rows.push(...answer.items);
    if (answer.items.length === 0 || (answer.metadata.remainingItemCount ?? 0) === 0) return rows;
  }
}

function optionsOf(source: PagedSource | undefined, { search, sortBy, fields, page, size }: PageQuery): ListOptions {
  const own = source?.selection.fieldSelector;
  const fieldSelector = [...(own ? [own] : []), ...fields.map(([path, value]) => `${path}=${value}`)].join(',');
  return {
    ...source?.selection,
    ...(fieldSelector ? { fieldSelector } : {}),
    ...(search ? { search } : {}),
    ...(sortBy ? { sortBy } : {}),
    offset: size * (page - 1),
    limit: size,
  };
}

const listOf = <T extends KubeObject>(kind: Kind, options: ListOptions) =>
  client.objects(kind).list(options) as unknown as Promise<{
    items: T[];
    metadata: { resourceVersion: string; remainingItemCount?: number };
  }>;

async function follow(
  kind: Kind,
  from: { resourceVersion: string; namespace?: string },
  signal: AbortSignal,
  onChange: (type: string, object: KubeObject) => void,
): Promise<void> {
  const slot = await watchSlots.acquire(signal);
  try {
    for await (const event of client.objects(kind).watch({ ...from, signal })) {
      if (event.type === 'ERROR') return onChange('ERROR', event.object);
      if (event.type !== 'BOOKMARK') onChange(event.type, event.object);
    }
  } catch (error) {
    if (!signal.aborted && !isApiError(error)) throw error;
  } finally {
    slot.release();
  }
}
