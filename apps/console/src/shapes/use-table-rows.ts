import type { KubeObject } from '@dizuo/api';
import type { LiveList } from '../data/use-live.ts';
import { allRows, type PageQuery, usePages } from '../data/use-pages.ts';
import { fitting, type ListColumn, type ListFilter, sorted } from './list-columns.ts';

export const pageSize = 20;

interface Asked<T> {
  list: LiveList<T>;
  columns: readonly ListColumn<T>[];
  filters: readonly ListFilter<T>[];
  words(row: T): string;
  /** Words looked for. */
  query: string;
  /** `key` or `-key` of a column. */
  order: string;
  page: number;
  /** Value chosen for a filter; empty: none. */
  chosen(key: string): string;
}

/** The rows of a table on its page, from the live copy or, where there are too many for one, from the server. */
export interface TableRows<T> {
  rows: readonly T[];
  /** All that fit. */
  total: number;
  page: number;
  loaded: boolean;
  error: unknown;
  retry(): void;
  /** Filters that can be offered. */
  filters: readonly ListFilter<T>[];
  sortable(column: ListColumn<T>): boolean;
  /** Every row that fits, for the export. */
  all(): Promise<readonly T[]>;
}

export function useTableRows<T extends KubeObject>(asked: Asked<T>): TableRows<T> {
  const { list, columns, filters, words, query, order, chosen } = asked;
  const source = list.paged;
  const offered = source ? filters.filter((filter) => filter.field !== undefined) : filters;
  const fields = offered.flatMap(({ key, field }): [string, string][] => (field && chosen(key) ? [[field, chosen(key)]] : []));
  const wanted: PageQuery = { search: query.trim(), sortBy: pathOfOrder(columns, order), fields, page: asked.page, size: pageSize };
  const pages = usePages<T>(source, wanted);
  if (source) {
    return {
      ...pages,
      page: asked.page,
      filters: offered,
      sortable: (column) => column.path !== undefined,
      all: () => allRows<T>(source, wanted),
    };
  }
  const all = sorted(fitting(list.items, query, words, filters, chosen), columns, order);
  const page = Math.min(asked.page, Math.max(1, Math.ceil(all.length / pageSize)));
  return {
    rows: all.slice((page - 1) * pageSize, page * pageSize),
    total: all.length,
    page,
    loaded: list.loaded,
    error: undefined,
    retry: list.retry,
    filters,
    sortable: (column) => column.text !== undefined,
    all: async () => all,
  };
}

/** The path to sort by, for the order that was chosen by a column's key. */
function pathOfOrder<T>(columns: readonly ListColumn<T>[], order: string): string {
  const path = columns.find((column) => column.key === order.replace(/^-/, ''))?.path;
  return path ? `${order.startsWith('-') ? '-' : ''}${path}` : '';
}
