import { badRequest, type Kind } from '@dizuo/api';
import type { ListQuery, Ranking } from '../store/store.ts';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';

/** metav1.ListOptions, as query parameters. */
export interface ListParameters {
  labelSelector?: string;
  fieldSelector?: string;
  limit?: string;
  continue?: string;
  resourceVersion?: string;
  /** Ours, beside Kubernetes': words, path to sort by (`-` before it: downwards), rows to leave out. With `limit`, without `continue`. */
  search?: string;
  sortBy?: string;
  offset?: string;
  resourceVersionMatch?: string;
  timeoutSeconds?: string;
  watch?: string;
  allowWatchBookmarks?: string;
  sendInitialEvents?: string;
}

/** Selectors of a list or watch. Throws `badRequest`. */
export function selectionOf(kind: Kind, namespace: string | undefined, query: ListParameters): ListQuery {
  return {
    namespace,
    ...(query.labelSelector ? { labels: parseLabelSelector(query.labelSelector) } : {}),
    ...(query.fieldSelector ? { fields: parseFieldSelector(kind, query.fieldSelector) } : {}),
  };
}

/** Kubernetes API concepts, "resourceVersion parameter": which versions answer a list. Throws `badRequest`. */
export function listQueryOf(kind: Kind, namespace: string | undefined, query: ListParameters): ListQuery {
  const limit = wholeNumber('limit', query.limit);
  const { resourceVersion, resourceVersionMatch: match } = query;
  if (match && (query.continue || !resourceVersion)) {
    throw badRequest({ why: 'resourceVersionMatch goes with resourceVersion, and not with continue' });
  }
  if (match && match !== 'Exact' && match !== 'NotOlderThan') {
    throw badRequest({ why: `resourceVersionMatch must be Exact or NotOlderThan, not ${match}` });
  }
  const ranked = rankingOf(kind, query, limit);
  if (ranked) return { ...selectionOf(kind, namespace, query), limit, ranked };
  const exact = match === 'Exact' || (!match && limit !== undefined && limit > 0);
  return {
    ...selectionOf(kind, namespace, query),
    ...(limit ? { limit } : {}),
    ...(query.continue ? { continue: query.continue } : {}),
    ...(exact && resourceVersion && resourceVersion !== '0' && !query.continue ? { resourceVersion: version(resourceVersion) } : {}),
  };
}

const mostRanked = 500;
const sortable = /^(metadata|spec|status)(\.[A-Za-z0-9_-]+){1,6}$/;

function rankingOf(kind: Kind, query: ListParameters, limit: number | undefined): Ranking | undefined {
  const { search, sortBy } = query;
  const offset = wholeNumber('offset', query.offset);
  if (!search && !sortBy && offset === undefined) return undefined;
  if (!limit || limit > mostRanked || query.continue) {
    throw badRequest({ why: `search, sortBy and offset go with a limit of at most ${mostRanked}, and not with continue` });
  }
  if (kind.confidential) throw badRequest({ why: `${kind.plural} are encrypted: they can be neither searched nor sorted` });
  const path = sortBy?.replace(/^-/, '');
  if (path && !sortable.test(path)) throw badRequest({ why: `sortBy must be a path such as spec.displayName, not ${sortBy}` });
  return {
    ...(search ? { search: search.slice(0, 200) } : {}),
    ...(path ? { sortBy: path, descending: sortBy?.startsWith('-') ?? false } : {}),
    offset: offset ?? 0,
  };
}

export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest({ why: `${name} must be a whole number, not "${text}"` });
  return Number(text);
}

export function version(text: string): string {
  if (!/^\d{1,19}$/.test(text)) throw badRequest({ why: `resourceVersion "${text}" is none that this server gave; leave it out` });
  return text;
}

export function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1' || text === '';
}
