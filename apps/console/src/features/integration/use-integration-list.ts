import type { Kind, KubeObject, ObjectOf } from '@dizuo/api';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { type LiveList, useListing } from '../../data/use-live.ts';
import { useLiveLists } from '../../data/use-live-lists.ts';
import { ownTenants } from './systems.ts';

/** Objects of a kind of the integration: of all tenants for who oversees them, else of those that the person keeps. */
export function useIntegrationList<K extends Kind>(kind: K): LiveList<ObjectOf<K> & KubeObject> {
  const { session } = useSession();
  const oversees = holds(session, 'operator') || holds(session, 'leader');
  const all = useListing(kind, { enabled: oversees });
  const own = useLiveLists(kind, oversees ? [] : ownTenants(session).map(({ name }) => ({ namespace: name })));
  return oversees ? all : { ...own, retry: () => location.reload() };
}
