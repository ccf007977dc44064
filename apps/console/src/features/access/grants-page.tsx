import { Grant, systemNamespace, Tenant } from '@dizuo/api';
import { useParams } from 'react-router';
import { holdsPlatformRole } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { GrantTable } from './grant-table.tsx';

/** Grants of the platform or of one tenant, chosen in the address. */
export function GrantsPage() {
  const { t } = useWords();
  const { session } = useSession();
  const address = useAddress();
  const all = useLiveList(Grant);
  const scope = address.get('scope') || systemNamespace;
  const tenants = useLiveList(Tenant, { enabled: holdsPlatformRole(session) });
  const named = new Map(tenants.items.map((x) => [x.metadata.name, x.spec.displayName]));
  for (const grant of all.items) {
    const namespace = grant.metadata.namespace ?? '';
    if (namespace !== systemNamespace && !named.has(namespace)) named.set(namespace, namespace);
  }
  return (
    <div className="page">
      <PageHead title={t('access.title')} lead={t('access.lead')} />
      <div className="row" style={{ marginBottom: 16 }}>
        <label htmlFor="scope">{t('access.scope')}</label>
        <Choice
          id="scope"
          maxWidth={320}
          value={scope}
          onChange={(next) => address.set({ scope: next === null || next === systemNamespace ? undefined : next })}
          options={[{ value: systemNamespace, label: t('access.platform') }, ...[...named].map(([value, label]) => ({ value, label }))]}
        />
      </div>
      <GrantTable key={scope} namespace={scope} />
    </div>
  );
}

/** Who may do what in the tenant in the address. */
export function MembersPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  return (
    <div className="page">
      <PageHead title={t('access.members')} lead={t('access.membersLead')} />
      <GrantTable namespace={tenant} />
    </div>
  );
}
