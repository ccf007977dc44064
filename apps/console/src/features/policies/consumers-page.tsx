import { Consumer, Department } from '@dizuo/api';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';

const ConsumerDialog = lazy(() => import('./consumer-dialog.tsx').then((m) => ({ default: m.ConsumerDialog })));

/** Programs that call through the gateway. */
export function ConsumersPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const [adding, setAdding] = useState(false);
  const list = useListing(Consumer, { namespace: tenant });
  const departments = useLiveList(Department);
  const departmentName = (name: string | undefined) =>
    departments.items.find((d) => d.metadata.name === name)?.spec.displayName ?? name ?? '';
  const create = develops(session, tenant) && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('consumers.new')}
    </Button>
  );
  return (
    <>
      <ListPage
        id="consumers"
        title={t('consumers.title')}
        lead={t('consumers.lead')}
        list={list}
        primary={create}
        sort="name"
        words={(c) => `${c.metadata.name} ${c.spec.displayName ?? ''}`}
        empty={{ title: t('consumers.empty'), hint: t('consumers.emptyHint'), action: create }}
        columns={[
          {
            key: 'name',
            title: t('parts.name'),
            path: 'metadata.name',
            cell: (c) => (
              <>
                <Link to={`/dev/${tenant}/consumers/${c.metadata.name}`}>{c.spec.displayName ?? c.metadata.name}</Link>
                {c.spec.displayName && <div className="mono muted">{c.metadata.name}</div>}
              </>
            ),
            text: (c) => c.spec.displayName ?? c.metadata.name,
          },
          { key: 'state', title: t('parts.stateLabel'), cell: (c) => <ObjectState object={c} />, text: (c) => stateOf(c) },
          {
            key: 'credentials',
            title: t('consumers.credentials'),
            cell: (c) => c.spec.credentials.map(({ type }) => t(`consumers.types.${type}`)).join(' · '),
            text: (c) => c.spec.credentials.map(({ type }) => type).join(' '),
          },
          {
            key: 'department',
            title: t('consumers.department'),
            cell: (c) => departmentName(c.spec.departmentRef),
            text: (c) => departmentName(c.spec.departmentRef),
          },
          {
            key: 'created',
            title: t('parts.created'),
            path: 'metadata.creationTimestamp',
            cell: (c) => <When at={c.metadata.creationTimestamp} />,
            text: (c) => c.metadata.creationTimestamp ?? '',
          },
        ]}
      />
      {adding && (
        <Suspense>
          <ConsumerDialog tenant={tenant} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}
