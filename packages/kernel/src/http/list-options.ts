import { badRequest, type Kind } from '@dizuo/api';
import type { ListQuery } from '../store/store.ts';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';

/** metav1.ListOptions, as query parameters. */
export interface ListParameters {
  labelSelector?: string;
  fieldSelector?: string;
  limit?: string;
  continue?: string;
  resourceVersion?: string;
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
  const exact = match === 'Exact' || (!match && limit !== undefined && limit > 0);
  return {
    ...selectionOf(kind, namespace, query),
    ...(limit ? { limit } : {}),
    ...(query.continue ? { continue: query.continue } : {}),
    ...(exact && resourceVersion && resourceVersion !== '0' && !query.continue ? { resourceVersion: version(resourceVersion) } : {}),
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
