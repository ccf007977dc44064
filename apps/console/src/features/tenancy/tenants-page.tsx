import { Department, Quota, Tenant } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { QuotaBar } from '../../parts/quota-bar.tsx';
import { ObjectState, StateTag } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';

const shownInList = ['databases', 'storageMiB', 'cpuMillis', 'memoryMiB'];

/** Every tenant with what it uses of its quota. */
export function TenantsPage() {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const list = useListing(Tenant);
  const quotas = useLiveList(Quota);
  const departments = useLiveList(Department);
  const departmentName = (name: string) => departments.items.find((d) => d.metadata.name === name)?.spec.displayName ?? name;
  const create = holds(session, 'operator') && (
    <Button type="primary" onClick={() => navigate('/ops/tenants/new')}>
      {t('tenancy.new')}
    </Button>
  );
  return (
    <ListPage
      id="tenants"
      title={t('tenancy.title')}
      lead={t('tenancy.lead')}
      list={list}
      primary={create}
      sort="name"
      words={(x) => `${x.metadata.name} ${x.spec.displayName} ${departmentName(x.spec.departmentRef)}`}
      empty={{ title: t('tenancy.empty'), hint: t('tenancy.emptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('parts.displayName'),
          path: 'spec.displayName',
          cell: (x) => (
            <>
              <Link to={`/ops/tenants/${x.metadata.name}`}>{x.spec.displayName}</Link>
              <div className="mono muted">{x.metadata.name}</div>
            </>
          ),
          text: (x) => x.spec.displayName,
        },
        {
          key: 'state',
          title: t('parts.stateLabel'),
          cell: (x) => (x.spec.suspended ? <StateTag state="stopped" word={t('tenancy.suspended')} /> : <ObjectState object={x} />),
          text: (x) => (x.spec.suspended ? 'suspended' : stateOf(x)),
        },
        {
          key: 'department',
          title: t('tenancy.department'),
          path: 'spec.departmentRef',
          cell: (x) => departmentName(x.spec.departmentRef),
          text: (x) => departmentName(x.spec.departmentRef),
        },
        {
          key: 'quota',
          title: t('tenancy.quota'),
          width: 420,
          cell: (x) => {
            const quota = quotas.items.find((q) => q.metadata.namespace === x.metadata.name && q.metadata.name === 'default');
            if (!quota) return <span className="muted">{t('tenancy.noQuota')}</span>;
            return (
              <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '8px 20px', minWidth: 380 }}>
                {shownInList
                  .filter((resource) => resource in quota.spec.hard)
                  .map((resource) => (
                    <QuotaBar
                      key={resource}
                      resource={resource}
                      used={quota.status?.used?.[resource] ?? 0}
                      hard={quota.spec.hard[resource]}
                    />
                  ))}
              </div>
            );
          },
        },
        {
          key: 'created',
          title: t('parts.created'),
          path: 'metadata.creationTimestamp',
          optional: true,
          cell: (x) => <When at={x.metadata.creationTimestamp} />,
          text: (x) => x.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
