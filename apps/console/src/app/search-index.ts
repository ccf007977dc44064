import {
  Application,
  Department,
  HTTPRoute,
  type Kind,
  type KubeObject,
  type LocalizedText,
  Request,
  ServiceInstance,
  Tenant,
  Upstream,
  User,
  Workload,
} from '@dizuo/api';
import { client } from '../data/api-client.ts';
import { holdsPlatformRole, type Session } from '../data/session.ts';
import { reach } from '../data/use-live-lists.ts';
import { pathOf } from './object-path.ts';

export interface Found {
  title: string;
  detail: string;
  path: string;
  kind: LocalizedText | undefined;
}

const perTenant: readonly Kind[] = [Application, Workload, ServiceInstance, Request, HTTPRoute, Upstream];

/** What the person may see, of the kinds that have a page. Kinds that are refused are left out. */
export async function findables(session: Session): Promise<Found[]> {
  const administers = holdsPlatformRole(session);
  const lists = [
    ...(administers ? [Tenant, Department, User].map((kind) => foundOf(kind)) : []),
    ...perTenant.flatMap((kind) => reach(session).map((place) => foundOf(kind, place.namespace))),
  ];
  return (await Promise.all(lists)).flat();
}

async function foundOf(kind: Kind, namespace?: string): Promise<Found[]> {
  const list = await client
    .objects(kind)
    .list({ namespace, limit: 500 })
    .catch(() => undefined);
  return (list?.items ?? []).flatMap((object) => {
    const path = pathOf(kind, object);
    return path ? [{ title: titleOf(object), detail: object.metadata.name, path, kind: kind.title }] : [];
  });
}

function titleOf(object: KubeObject): string {
  const display = (object.spec as { displayName?: string | LocalizedText } | undefined)?.displayName;
  if (typeof display === 'string') return display;
  return display?.zh ?? object.metadata.name;
}

/** Hits for a query: title or name contains it; those that begin with it first. At most 30. */
export function matching(all: readonly Found[], query: string): Found[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return all.filter((hit) => hit.kind === undefined).slice(0, 30);
  const rank = (hit: Found) => (hit.title.toLowerCase().startsWith(wanted) || hit.detail.toLowerCase().startsWith(wanted) ? 0 : 1);
  return all
    .filter((hit) => `${hit.title} ${hit.detail}`.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 30);
}
