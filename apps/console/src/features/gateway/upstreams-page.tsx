import { HTTPRoute, type KubeObject, type ObjectOf, Upstream } from '@dizuo/api';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { backendsOf } from './route-values.ts';

const PoliciesPanel = lazy(() => import('../policies/policies-panel.tsx').then((m) => ({ default: m.PoliciesPanel })));
const UpstreamDialog = lazy(() => import('./upstream-dialog.tsx').then((m) => ({ default: m.UpstreamDialog })));

type UpstreamObject = ObjectOf<typeof Upstream> & KubeObject;
const addressText = (upstream: UpstreamObject) => upstream.spec.addresses.map((a) => `${a.tls ? 'https' : 'http'}://${a.host}:${a.port}`);

/** Systems outside the platform that routes may lead to. */
export function UpstreamsPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const [adding, setAdding] = useState(false);
  const list = useListing(Upstream, { namespace: tenant });
  const create = develops(session, tenant) && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('upstreams.new')}
    </Button>
  );
  return (
    <>
      <ListPage
        id="upstreams"
        title={t('upstreams.title')}
        lead={t('upstreams.lead')}
        list={list}
        primary={create}
        sort="name"
        words={(u) => `${u.metadata.name} ${u.spec.displayName ?? ''} ${addressText(u).join(' ')}`}
        empty={{ title: t('upstreams.empty'), hint: t('upstreams.emptyHint'), action: create }}
        columns={[
          {
            key: 'name',
            title: t('parts.name'),
            path: 'metadata.name',
            cell: (u) => (
              <>
                <Link to={`/dev/${tenant}/upstreams/${u.metadata.name}`}>{u.spec.displayName ?? u.metadata.name}</Link>
                {u.spec.displayName && <div className="mono muted">{u.metadata.name}</div>}
              </>
            ),
            text: (u) => u.spec.displayName ?? u.metadata.name,
          },
          { key: 'state', title: t('parts.stateLabel'), cell: (u) => <ObjectState object={u} />, text: (u) => stateOf(u) },
          {
            key: 'addresses',
            title: t('upstreams.addresses'),
            cell: (u) => <span className="mono">{addressText(u).join(' ')}</span>,
            text: (u) => addressText(u).join(' '),
          },
          {
            key: 'created',
            title: t('parts.created'),
            path: 'metadata.creationTimestamp',
            cell: (u) => <When at={u.metadata.creationTimestamp} />,
            text: (u) => u.metadata.creationTimestamp ?? '',
          },
        ]}
      />
      {adding && (
        <Suspense>
          <UpstreamDialog tenant={tenant} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

/** One outside system. */
export function UpstreamPage() {
  const { t } = useWords();
  const { tenant = '', upstream = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const key = { namespace: tenant, name: upstream };
  const live = useLiveObject(Upstream, key);
  const routes = useLiveList(HTTPRoute, { namespace: tenant });
  const { object } = live;
  const own = routes.items.filter((route) => backendsOf(route).some((b) => b.kind === 'Upstream' && b.name === upstream));
  const mayChange = develops(session, tenant);
  return (
    <>
      <ObjectPage
        kind={Upstream}
        name={upstream}
        live={live}
        crumbs={[[t('upstreams.title'), `/dev/${tenant}/upstreams`]]}
        title={object?.spec.displayName ?? upstream}
        editable={mayChange}
        actions={
          mayChange
            ? [
                { key: 'edit', label: t('parts.edit'), run: () => setDialog('edit') },
                {
                  key: 'publish',
                  label: t('upstreams.publish'),
                  run: () => navigate(`/dev/${tenant}/routes/new?upstream=${upstream}`),
                  primary: own.length === 0,
                },
                { key: 'delete', label: t('parts.delete'), run: () => setDialog('delete'), danger: true },
              ]
            : []
        }
        tabs={[
          {
            key: 'policies',
            label: t('policies.list.title'),
            content: <PoliciesPanel tenant={tenant} kind="Upstream" name={upstream} mayChange={mayChange} />,
          },
        ]}
        overview={
          object && (
            <div className="columns columns-even">
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('parts.object.identifier'), <Identifier key="name" text={upstream} />],
                    ...addressText(object).map((address, index): [string, React.ReactNode] => [
                      `${t('upstreams.addresses')} ${index + 1}`,
                      <span key={address} className="mono">
                        {address}
                      </span>,
                    ]),
                    object.spec.basePath
                      ? [
                          t('upstreams.basePath'),
                          <span key="base" className="mono">
                            {object.spec.basePath}
                          </span>,
                        ]
                      : undefined,
                    object.spec.healthCheck
                      ? [
                          t('upstreams.health'),
                          <span key="health" className="mono">
                            {object.spec.healthCheck.path}
                          </span>,
                        ]
                      : undefined,
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
              <Panel title={t('upstreams.usedBy')} flush>
                {own.length === 0 && <p className="muted panel-body">{t('upstreams.notUsed')}</p>}
                <ul className="rows">
                  {own.map((route) => (
                    <li key={route.metadata.uid} className="row-between">
                      <Link to={`/dev/${tenant}/routes/${route.metadata.name}`}>{route.metadata.name}</Link>
                      <ObjectState object={route} />
                    </li>
                  ))}
                </ul>
              </Panel>
            </div>
          )
        }
      />
      {dialog === 'edit' && object && (
        <Suspense>
          <UpstreamDialog tenant={tenant} existing={object} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      {dialog === 'delete' && object && (
        <DeleteDialog
          onClose={() => setDialog(undefined)}
          deletion={{
            what: t('upstreams.title'),
            name: upstream,
            takes: own.map((route) => t('upstreams.goes', { name: route.metadata.name })),
            ...objectDeletion(Upstream, object),
            done: () => navigate(`/dev/${tenant}/upstreams`),
          }}
        />
      )}
    </>
  );
}
