import { Application, HTTPRoute, Workload } from '@dizuo/api';
import { App } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { amountText } from '../../parts/amount.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { backendsOf } from '../gateway/route-values.ts';
import { WorkloadOverview } from './workload-overview.tsx';

const LogTab = lazy(() => import('./log-tab.tsx').then((m) => ({ default: m.LogTab })));
const PoliciesPanel = lazy(() => import('../policies/policies-panel.tsx').then((m) => ({ default: m.PoliciesPanel })));
const ScaleDialog = lazy(() => import('./scale-dialog.tsx').then((m) => ({ default: m.ScaleDialog })));

/** A workload: its replicas with what they take, its live log, scaling and restarting. */
export function WorkloadPage() {
  const words = useWords();
  const { t, say } = words;
  const { tenant = '', workload = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'scale' | 'delete'>();
  const key = { namespace: tenant, name: workload };
  const live = useLiveObject(Workload, key);
  const routes = useLiveList(HTTPRoute, { namespace: tenant });
  const { object } = live;
  const applicationName = object?.spec.applicationRef ?? '';
  const application = useLiveObject(Application, { namespace: tenant, name: applicationName }, object !== undefined);
  const mayChange = develops(session, tenant);
  const replicas = object?.spec.replicas ?? 1;
  const instances = object?.status?.instances ?? [];
  const own = routes.items.filter((route) => backendsOf(route).some((b) => b.kind === 'Workload' && b.name === workload));
  const { cpuMillis = 250, memoryMiB = 256 } = object?.spec.resources ?? {};

  const restart = () =>
    modal.confirm({
      title: t('apps.workload.restartSure', { name: workload }),
      content: t('apps.workload.restartHint'),
      okText: t('apps.workload.restart'),
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(Workload).patch(key, { spec: { restartedAt: wholeSecond(new Date()) } });
          message.success(t('apps.workload.restarted'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });

  return (
    <>
      <ObjectPage
        kind={Workload}
        name={workload}
        live={live}
        crumbs={[
          [t('apps.applications.title'), `/dev/${tenant}/applications`],
          [say(application.object?.spec.displayName, applicationName), `/dev/${tenant}/applications/${applicationName}`],
        ]}
        figures={[
          [t('apps.workload.replicas'), t('apps.workload.ready', { ready: object?.status?.readyReplicas ?? 0, all: replicas })],
          [
            t('apps.workload.usage'),
            t('apps.workload.perReplica', {
              cpu: amountText('cpuMillis', cpuMillis, words),
              memory: amountText('memoryMiB', memoryMiB, words),
            }),
          ],
          [t('apps.workload.restarts'), instances.reduce((all, i) => all + i.restarts, 0)],
          [
            t('apps.workload.application'),
            <Link key="application" to={`/dev/${tenant}/applications/${applicationName}`}>
              {say(application.object?.spec.displayName, applicationName)}
            </Link>,
          ],
        ]}
        editable={mayChange}
        actions={
          mayChange
            ? [
                { key: 'scale', label: t('apps.workload.scale'), run: () => setDialog('scale') },
                { key: 'restart', label: t('apps.workload.restart'), run: restart, disabled: replicas === 0 },
                { key: 'edit', label: t('apps.workload.edit'), run: () => navigate(`/dev/${tenant}/workloads/${workload}/edit`) },
                { key: 'delete', label: t('parts.delete'), run: () => setDialog('delete'), danger: true },
              ]
            : []
        }
        overview={object && <WorkloadOverview workload={object} routes={own} />}
        tabs={
          object
            ? [
                { key: 'logs', label: t('apps.workload.logs'), content: <LogTab workload={object} /> },
                {
                  key: 'policies',
                  label: t('policies.list.title'),
                  content: <PoliciesPanel tenant={tenant} kind="Workload" name={workload} mayChange={mayChange} />,
                },
              ]
            : []
        }
      />
      {dialog === 'scale' && (
        <Suspense>
          <ScaleDialog tenant={tenant} name={workload} replicas={replicas} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      {dialog === 'delete' && object && (
        <DeleteDialog
          onClose={() => setDialog(undefined)}
          deletion={{
            what: t('apps.workload.title'),
            name: workload,
            takes: [
              t('apps.workload.goes.replicas', { count: instances.length }),
              t('apps.workload.goes.logs'),
              ...own.map((route) => t('apps.workload.goes.routes', { name: route.metadata.name })),
            ],
            ...objectDeletion(Workload, object),
            done: () => navigate(`/dev/${tenant}/applications/${applicationName}`),
          }}
        />
      )}
    </>
  );
}

const wholeSecond = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');
