import { Application, Workload } from '@dizuo/api';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { useAddress } from '../../shapes/use-address.ts';

const ApplicationDialog = lazy(() => import('./application-dialog.tsx').then((m) => ({ default: m.ApplicationDialog })));

/** The tenant's applications with their workloads' state. */
export function ApplicationsPage() {
  const { t, say } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const address = useAddress();
  const [adding, setAdding] = useState(address.get('new') !== '');
  const exception = address.get('exception');
  const close = () => {
    setAdding(false);
    address.set({ new: undefined, exception: undefined });
  };
  const list = useListing(Application, { namespace: tenant });
  const workloads = useLiveList(Workload, { namespace: tenant });
  const workloadsOf = (name: string) => workloads.items.filter((w) => w.spec.applicationRef === name);
  const create = develops(session, tenant) && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('apps.applications.new')}
    </Button>
  );
  return (
    <>
      <ListPage
        id="applications"
        title={t('apps.applications.title')}
        lead={t('apps.applications.lead')}
        list={list}
        primary={create}
        sort="name"
        words={(a) => `${a.metadata.name} ${a.spec.displayName.zh} ${a.spec.displayName.en ?? ''}`}
        empty={{ title: t('apps.applications.empty'), hint: t('apps.applications.emptyHint'), action: create }}
        columns={[
          {
            key: 'name',
            title: t('parts.displayName'),
            path: 'spec.displayName.zh',
            cell: (a) => (
              <>
                <Link to={`/dev/${tenant}/applications/${a.metadata.name}`}>{say(a.spec.displayName)}</Link>
                <div className="mono muted">{a.metadata.name}</div>
              </>
            ),
            text: (a) => say(a.spec.displayName),
          },
          {
            key: 'description',
            title: t('apps.applications.description'),
            cell: (a) => <span className="clamp">{say(a.spec.description, '—')}</span>,
            text: (a) => say(a.spec.description),
          },
          {
            key: 'workloads',
            title: t('apps.applications.workloads'),
            cell: (a) => (
              <ul className="stack-tight" style={{ gap: 4 }}>
                {workloadsOf(a.metadata.name).map((w) => (
                  <li key={w.metadata.uid} className="row">
                    <Link to={`/dev/${tenant}/workloads/${w.metadata.name}`}>{w.metadata.name}</Link>
                    <ObjectState object={w} />
                    <span className="muted">
                      {t('apps.workload.ready', { ready: w.status?.readyReplicas ?? 0, all: w.spec.replicas ?? 1 })}
                    </span>
                  </li>
                ))}
                {workloads.loaded && workloadsOf(a.metadata.name).length === 0 && <li className="muted">—</li>}
              </ul>
            ),
            text: (a) => workloadsOf(a.metadata.name).length,
          },
          {
            key: 'created',
            title: t('parts.created'),
            path: 'metadata.creationTimestamp',
            cell: (a) => <When at={a.metadata.creationTimestamp} />,
            text: (a) => a.metadata.creationTimestamp ?? '',
          },
        ]}
      />
      {adding && (
        <Suspense>
          <ApplicationDialog tenant={tenant} {...(exception ? { exception } : {})} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
