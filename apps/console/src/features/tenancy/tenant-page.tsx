import { Department, Quota, ServiceInstance, Tenant, Workload } from '@dizuo/api';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { objectDeletion } from '../../data/object-deletion.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { QuotaBar } from '../../parts/quota-bar.tsx';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { GrantTable } from '../access/grant-table.tsx';

const QuotaDialog = lazy(() => import('./quota-dialog.tsx').then((m) => ({ default: m.QuotaDialog })));

/** A tenant: what it uses of its quota, who may do what in it. */
export function TenantPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'quota' | 'delete'>();
  const live = useLiveObject(Tenant, { name: tenant });
  const quota = useLiveObject(Quota, { namespace: tenant, name: 'default' });
  const instances = useLiveList(ServiceInstance, { namespace: tenant });
  const workloads = useLiveList(Workload, { namespace: tenant });
  const { object } = live;
  const department = useLiveObject(Department, { name: object?.spec.departmentRef ?? '' }, object !== undefined);
  const operates = holds(session, 'operator');
  const suspended = object?.spec.suspended === true;

  const suspend = async (next: boolean) => {
    try {
      await client.objects(Tenant).patch({ name: tenant }, { spec: { suspended: next } });
      message.success(t(next ? 'tenancy.page.suspended' : 'tenancy.page.resumed'));
    } catch (error) {
      modal.error({ icon: null, content: <ErrorNotice error={error} /> });
    }
  };
  const askSuspend = () =>
    modal.confirm({
      title: t('tenancy.page.suspendSure', { name: object?.spec.displayName ?? tenant }),
      content: t('tenancy.page.suspendHint'),
      okText: t('tenancy.page.suspend'),
      cancelText: t('parts.cancel'),
      onOk: () => suspend(true),
    });

  return (
    <>
      <ObjectPage
        kind={Tenant}
        name={tenant}
        live={live}
        crumbs={[[t('tenancy.title'), '/ops/tenants']]}
        title={object?.spec.displayName ?? tenant}
        state={suspended ? { state: 'stopped', word: t('tenancy.suspended') } : undefined}
        figures={[
          [t('tenancy.department'), department.object?.spec.displayName ?? object?.spec.departmentRef ?? '—'],
          [t('tenancy.page.instances'), instances.loaded ? instances.items.length : '—'],
          [t('tenancy.page.workloads'), workloads.loaded ? workloads.items.length : '—'],
          [t('parts.created'), <When key="created" at={object?.metadata.creationTimestamp} />],
        ]}
        actions={
          operates
            ? [
                {
                  key: 'quota',
                  label: t(quota.object ? 'tenancy.raise' : 'tenancy.setQuota'),
                  run: () => setDialog('quota'),
                  primary: true,
                },
                { key: 'open', label: t('tenancy.page.open'), run: () => navigate(`/dev/${tenant}/applications`) },
                suspended
                  ? { key: 'resume', label: t('tenancy.page.resume'), run: () => void suspend(false) }
                  : { key: 'suspend', label: t('tenancy.page.suspend'), run: askSuspend },
                { key: 'delete', label: t('parts.delete'), run: () => setDialog('delete'), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="columns columns-even">
              <Panel title={t('tenancy.quota')}>
                {quota.error && !quota.object && <ErrorNotice error={quota.error} onRetry={quota.retry} />}
                {quota.loaded && !quota.object && (
                  <EmptyStart
                    title={t('tenancy.noQuota')}
                    hint={t('tenancy.noQuotaHint')}
                    action={operates && <Button onClick={() => setDialog('quota')}>{t('tenancy.setQuota')}</Button>}
                  />
                )}
                <div className="stack">
                  {Object.entries(quota.object?.spec.hard ?? {}).map(([resource, hard]) => (
                    <QuotaBar key={resource} resource={resource} hard={hard} used={quota.object?.status?.used?.[resource] ?? 0} />
                  ))}
                </div>
              </Panel>
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('parts.object.identifier'), <Identifier key="name" text={tenant} />],
                    [t('tenancy.department'), department.object?.status?.path ?? department.object?.spec.displayName],
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
            </div>
          )
        }
        tabs={[{ key: 'grants', label: t('tenancy.page.grants'), content: <GrantTable namespace={tenant} /> }]}
      />
      {dialog === 'quota' && object && (
        <Suspense>
          <QuotaDialog tenant={tenant} displayName={object.spec.displayName} quota={quota.object} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      {dialog === 'delete' && object && (
        <DeleteDialog
          onClose={() => setDialog(undefined)}
          deletion={{
            what: t('app.tenant'),
            name: tenant,
            takes: [
              ...(instances.items.length > 0 ? [t('tenancy.page.goes.instances', { count: instances.items.length })] : []),
              ...(workloads.items.length > 0 ? [t('tenancy.page.goes.workloads', { count: workloads.items.length })] : []),
              t('tenancy.page.goes.rest', { name: tenant }),
            ],
            ...objectDeletion(Tenant, object),
            done: () => navigate('/ops/tenants'),
          }}
        />
      )}
    </>
  );
}
