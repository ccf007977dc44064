import { Application, Department, HTTPRoute, Workload } from '@dizuo/api';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ObjectState } from '../../parts/state-tag.tsx';
import { type State, stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { PublishedLinks } from '../gateway/published-links.tsx';
import { backendsOf } from '../gateway/route-values.ts';

const ApplicationDialog = lazy(() => import('./application-dialog.tsx').then((m) => ({ default: m.ApplicationDialog })));

/** An application: its workloads, and where it is published. */
export function ApplicationPage() {
  const { t, say } = useWords();
  const { tenant = '', application = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const key = { namespace: tenant, name: application };
  const live = useLiveObject(Application, key);
  const workloads = useLiveList(Workload, { namespace: tenant, fieldSelector: `spec.applicationRef=${application}` });
  const routes = useLiveList(HTTPRoute, { namespace: tenant });
  const { object } = live;
  const department = useLiveObject(Department, { name: object?.spec.departmentRef ?? '' }, object?.spec.departmentRef !== undefined);
  const mayChange = develops(session, tenant);
  const names = new Set(workloads.items.map((w) => w.metadata.name));
  const own = routes.items.filter((route) => backendsOf(route).some((b) => b.kind === 'Workload' && names.has(b.name)));
  const deploy = () => navigate(`/dev/${tenant}/workloads/new?application=${application}`);
  const publish = () => navigate(`/dev/${tenant}/routes/new?workload=${workloads.items[0]?.metadata.name ?? ''}`);

  return (
    <>
      <ObjectPage
        kind={Application}
        name={application}
        live={live}
        crumbs={[[t('apps.applications.title'), `/dev/${tenant}/applications`]]}
        title={say(object?.spec.displayName, application)}
        state={{ state: worstOf(workloads.items.map(stateOf)) }}
        figures={[
          [t('apps.application.workloads'), workloads.items.length],
          [
            t('apps.workload.replicas'),
            t('apps.workload.ready', {
              ready: sum(workloads.items.map((w) => w.status?.readyReplicas ?? 0)),
              all: sum(workloads.items.map((w) => w.spec.replicas ?? 1)),
            }),
          ],
          [t('apps.application.routes'), own.length],
        ]}
        editable={mayChange}
        actions={
          mayChange
            ? [
                { key: 'deploy', label: t('apps.application.deploy'), run: deploy, primary: true },
                ...(names.size > 0 ? [{ key: 'publish', label: t('apps.application.newRoute'), run: publish }] : []),
                { key: 'edit', label: t('parts.edit'), run: () => setDialog('edit') },
                { key: 'delete', label: t('parts.delete'), run: () => setDialog('delete'), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="columns">
              <div className="stack">
                <Panel title={t('apps.application.workloads')} flush>
                  {workloads.loaded && workloads.items.length === 0 && (
                    <EmptyStart
                      title={t('apps.application.noWorkloads')}
                      hint={t('apps.application.noWorkloadsHint')}
                      action={
                        mayChange && (
                          <Button type="primary" onClick={deploy}>
                            {t('apps.application.deploy')}
                          </Button>
                        )
                      }
                    />
                  )}
                  <ul className="rows">
                    {workloads.items.map((w) => (
                      <li key={w.metadata.uid} className="row-between">
                        <span className="row">
                          <Link className="row-title" to={`/dev/${tenant}/workloads/${w.metadata.name}`}>
                            {w.metadata.name}
                          </Link>
                          <ObjectState object={w} />
                        </span>
                        <span className="muted">
                          {t('apps.workload.ready', { ready: w.status?.readyReplicas ?? 0, all: w.spec.replicas ?? 1 })}
                        </span>
                      </li>
                    ))}
                  </ul>
                </Panel>
                <Panel title={t('apps.application.routes')} flush>
                  {routes.loaded && own.length === 0 && (
                    <EmptyStart
                      title={t('apps.application.noRoutes')}
                      hint={t('apps.application.noRoutesHint')}
                      action={mayChange && names.size > 0 && <Button onClick={publish}>{t('apps.application.newRoute')}</Button>}
                    />
                  )}
                  <ul className="rows">
                    {own.map((route) => (
                      <li key={route.metadata.uid} className="row-between">
                        <PublishedLinks route={route} />
                        <span className="row">
                          <Link to={`/dev/${tenant}/routes/${route.metadata.name}`} className="mono">
                            {route.metadata.name}
                          </Link>
                          <ObjectState object={route} />
                        </span>
                      </li>
                    ))}
                  </ul>
                </Panel>
              </div>
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('parts.object.identifier'), <Identifier key="name" text={application} />],
                    object.spec.description ? [t('apps.applications.description'), say(object.spec.description)] : undefined,
                    object.spec.departmentRef
                      ? [t('apps.applications.department'), department.object?.spec.displayName ?? object.spec.departmentRef]
                      : undefined,
                    object.spec.documentation
                      ? [t('apps.applications.documentation'), <Documentation key="doc" address={object.spec.documentation} />]
                      : undefined,
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
            </div>
          )
        }
      />
      {dialog === 'edit' && object && (
        <Suspense>
          <ApplicationDialog tenant={tenant} existing={object} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      {dialog === 'delete' && object && (
        <DeleteDialog
          onClose={() => setDialog(undefined)}
          deletion={{
            what: t('apps.applications.title'),
            name: application,
            takes: [
              ...workloads.items.map((w) => t('apps.application.goes.workload', { name: w.metadata.name })),
              ...own.map((route) => t('apps.workload.goes.routes', { name: route.metadata.name })),
            ],
            ...objectDeletion(Application, object),
            done: () => navigate(`/dev/${tenant}/applications`),
          }}
        />
      )}
    </>
  );
}

/** Only a web address becomes a link: the text comes from whoever wrote the object. */
function Documentation({ address }: { address: string }) {
  if (!/^https?:\/\//i.test(address)) return address;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {address}
    </a>
  );
}

const severity: State[] = ['failed', 'degraded', 'progressing', 'pending', 'unknown', 'ready', 'stopped'];
const worstOf = (states: State[]): State => severity.find((state) => states.includes(state)) ?? 'stopped';
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
