import { Application, HumanTask, Request, Workload } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { develops, holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { reach, useLiveLists } from '../../data/use-live-lists.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ObjectState } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { inboxPath } from '../approval/inbox-path.ts';
import { myOrders, myTasks } from '../approval/my-work.ts';
import { OrderPhase } from '../approval/order-phase.tsx';
import { TaskRows } from '../approval/task-rows.tsx';
import { CockpitNotice } from '../integration/cockpit-notice.tsx';
import { SurveyNotice } from '../integration/survey-notice.tsx';

const most = 6;

/** What a person comes for: the tasks that wait, the own applications and orders; all live. */
export function WorkbenchPage() {
  const { t } = useWords();
  const { session } = useSession();
  const places = reach(session);
  const tasks = useLiveLists(HumanTask, places);
  const waiting = myTasks(tasks.items, session);
  const belongs = places.length > 0;
  return (
    <div className="page">
      <PageHead title={t('work.hello', { name: session.user.displayName })} />
      <div className="columns columns-even">
        {(belongs || waiting.length > 0) && (
          <Panel
            flush
            title={
              <>
                {t('work.tasks')} {waiting.length > 0 && <span className="count">{waiting.length}</span>}
              </>
            }
            extra={<Link to={inboxPath(session)}>{t('work.all')}</Link>}
          >
            <Loading of={tasks}>
              {waiting.length === 0 && <EmptyStart title={t('work.noTasks')} hint={t('work.noTasksHint')} />}
              <TaskRows tasks={waiting.slice(0, most)} />
            </Loading>
          </Panel>
        )}
        <SurveyNotice />
        <CockpitNotice />
        {(belongs || !holds(session, 'leader')) && <MyApplications />}
        {belongs && <MyOrders />}
      </div>
    </div>
  );
}

function MyApplications() {
  const { t, say } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const places = reach(session);
  const applications = useLiveLists(Application, places);
  const workloads = useLiveLists(Workload, places);
  const own = session.tenants.find((tenant) => develops(session, tenant.name));
  const workloadsOf = (namespace: string | undefined, name: string) =>
    workloads.items.filter((w) => w.metadata.namespace === namespace && w.spec.applicationRef === name);
  const tenantName = (name: string | undefined) => session.tenants.find((tenant) => tenant.name === name)?.displayName ?? name;

  return (
    <Panel
      flush
      title={t('work.applications')}
      extra={own && applications.items.length > 0 && <Link to={`/dev/${own.name}/applications`}>{t('work.all')}</Link>}
    >
      <Loading of={applications}>
        {applications.items.length === 0 && (
          <EmptyStart
            title={t('work.noApplications')}
            hint={t(places.length === 0 ? 'work.noApplicationsRole' : 'work.noApplicationsHint')}
            action={own && <Button onClick={() => navigate(`/dev/${own.name}/applications`)}>{t('work.newApplication')}</Button>}
          />
        )}
        <ul className="rows">
          {applications.items.slice(0, most).map((application) => {
            const { namespace, name } = application.metadata;
            const running = workloadsOf(namespace, name);
            return (
              <li key={application.metadata.uid} className="row-between">
                <div style={{ minWidth: 0, flex: '1 1 200px' }}>
                  <Link className="row-title" to={`/dev/${namespace}/applications/${name}`}>
                    {say(application.spec.displayName)}
                  </Link>
                  <div className="muted">{tenantName(namespace)}</div>
                </div>
                <span className="stack-tight" style={{ gap: 4, alignItems: 'flex-end' }}>
                  {running.map((w) => (
                    <Link key={w.metadata.uid} to={`/dev/${namespace}/workloads/${w.metadata.name}`} className="row">
                      <span className="muted">{t('work.ready', { ready: w.status?.readyReplicas ?? 0, all: w.spec.replicas ?? 1 })}</span>
                      <ObjectState object={w} />
                    </Link>
                  ))}
                  {running.length === 0 && workloads.loaded && <span className="muted">{t('work.notDeployed')}</span>}
                </span>
              </li>
            );
          })}
        </ul>
      </Loading>
    </Panel>
  );
}

function MyOrders() {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const orders = useLiveLists(Request, reach(session));
  const mine = myOrders(orders.items, session);
  const own = session.tenants.find((tenant) => develops(session, tenant.name));
  if (!own && mine.length === 0) return null;
  return (
    <Panel flush title={t('work.orders')} extra={own && mine.length > 0 && <Link to={`/dev/${own.name}/orders`}>{t('work.all')}</Link>}>
      <Loading of={orders}>
        {mine.length === 0 && (
          <EmptyStart
            title={t('work.noOrders')}
            hint={t('work.noOrdersHint')}
            action={own && <Button onClick={() => navigate(`/dev/${own.name}/market`)}>{t('work.order')}</Button>}
          />
        )}
        <ul className="rows">
          {mine.slice(0, most).map((order) => (
            <li key={order.metadata.uid} className="row-between">
              <div style={{ minWidth: 0, flex: '1 1 200px' }}>
                <Link className="row-title" to={`/dev/${order.metadata.namespace}/orders/${order.metadata.name}`}>
                  {order.spec.service.displayName ?? order.spec.service.instanceName}
                </Link>
                <div className="muted">
                  <When at={order.metadata.creationTimestamp} />
                </div>
              </div>
              <OrderPhase order={order} />
            </li>
          ))}
        </ul>
      </Loading>
    </Panel>
  );
}

function Loading({ of: list, children }: { of: { loaded: boolean; error: unknown }; children: ReactNode }) {
  if (list.error && !list.loaded) return <ErrorNotice error={list.error} />;
  if (!list.loaded) {
    return (
      <div className="panel-body">
        <Skeleton active title={false} />
      </div>
    );
  }
  return (
    <>
      {list.error !== undefined && <StaleNotice error={list.error} />}
      {children}
    </>
  );
}
