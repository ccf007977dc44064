import { Gateway, type GatewayTrafficAnswer, GRPCRoute, HTTPRoute, type KubeObject, type ObjectOf } from '@dizuo/api';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { ObjectState, StateTag } from '../../parts/state-tag.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { ConditionList, worstCondition } from './condition-list.tsx';
import { DataPlaneTable, RefusedNotice } from './data-planes.tsx';
import { gatewayFitsForm } from './gateway-values.ts';
import { dataPlaneState, rateText, spans } from './traffic-values.ts';
import { useGatewayTraffic } from './use-traffic.ts';

type GatewayObject = ObjectOf<typeof Gateway> & KubeObject;
type Route = ObjectOf<typeof HTTPRoute> & KubeObject;

/** One Gateway: its listeners, its data planes with what each has in force, and the routes that enter by it. */
export function GatewayPage() {
  const { t } = useWords();
  const { namespace = '', gateway = '' } = useParams();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const key = { namespace, name: gateway };
  const live = useLiveObject(Gateway, key);
  const traffic = useGatewayTraffic(key, 'minutes');
  const routes = useAttachedRoutes(`${namespace}/${gateway}`);
  const { object } = live;
  const { data } = traffic;
  return (
    <>
      <ObjectPage
        kind={Gateway}
        name={gateway}
        live={live}
        crumbs={[[t('traffic.gateways.title'), '/ops/gateways']]}
        figures={[
          [t('traffic.gateways.address'), object?.status?.addresses?.[0]?.value ?? '—'],
          [t('traffic.gateways.routes'), routes.length],
          [t('traffic.figure.rate'), data ? rateText(data.total.requests / spans.minutes) : '—'],
          [t('traffic.figure.connections'), data?.connections ?? '—'],
        ]}
        actions={[
          ...(object && gatewayFitsForm(object)
            ? [{ key: 'edit', label: t('parts.edit'), run: () => navigate(`/ops/gateways/${namespace}/${gateway}/edit`) }]
            : []),
          { key: 'traffic', label: t('traffic.gateways.traffic'), run: () => navigate(`/ops/traffic?gateway=${namespace}/${gateway}`) },
          { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
        ]}
        notice={data && <RefusedNotice dataPlanes={data.dataPlanes} />}
        overview={
          object && (
            <div className="stack">
              <Listeners gateway={object} />
              {!gatewayFitsForm(object) && <p className="help">{t('traffic.form.yaml')}</p>}
              <Panel title={t('traffic.planes.title')} flush extra={data && <WantedVersion traffic={data} />}>
                {traffic.error && !data && (
                  <div className="panel-body">
                    <ErrorNotice error={traffic.error} onRetry={() => void traffic.refetch()} />
                  </div>
                )}
                {data && <DataPlaneTable traffic={data} />}
              </Panel>
              <div className="columns columns-even">
                <Panel title={t('traffic.gateways.attached')} flush>
                  {routes.length === 0 && <p className="muted panel-body">{t('traffic.gateways.notAttached')}</p>}
                  <ul className="rows">
                    {routes.map(({ route, path }) => (
                      <li key={route.metadata.uid} className="row-between">
                        <Link to={path} className="mono">{`${route.metadata.namespace}/${route.metadata.name}`}</Link>
                        <ObjectState object={route} />
                      </li>
                    ))}
                  </ul>
                </Panel>
                <Panel title={t('traffic.gateways.conditions')}>
                  <ConditionList conditions={object.status?.conditions ?? []} />
                </Panel>
              </div>
            </div>
          )
        }
      />
      {deleting && object && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('traffic.gateways.title'),
            name: gateway,
            takes: routes.map(({ route: { metadata } }) =>
              t('traffic.gateways.deleteRoute', { name: `${metadata.namespace}/${metadata.name}` }),
            ),
            ...objectDeletion(Gateway, object),
            done: () => navigate('/ops/gateways'),
          }}
        />
      )}
    </>
  );
}

/** The version that some process has not in force yet. */
function WantedVersion({ traffic: { wanted, dataPlanes } }: { traffic: GatewayTrafficAnswer }) {
  const { t } = useWords();
  const isEverywhere = dataPlanes.every((plane) => ['inForce', 'gone'].includes(dataPlaneState(plane, wanted)));
  if (!wanted || isEverywhere) return null;
  return <span className="muted mono">{t('traffic.planes.wanted', { version: wanted.version })}</span>;
}

function Listeners({ gateway }: { gateway: GatewayObject }) {
  const { t } = useWords();
  const server = useServerWords();
  const statusOf = (name: string) => gateway.status?.listeners?.find((listener) => listener.name === name);
  return (
    <Panel title={t('traffic.gateways.listeners')} flush>
      <DataTable
        label={t('traffic.gateways.listeners')}
        rows={gateway.spec.listeners}
        rowKey={(l) => l.name}
        columns={[
          { key: 'name', title: t('traffic.gateways.listener.name'), cell: (l) => <span className="mono">{l.name}</span> },
          {
            key: 'port',
            title: t('traffic.gateways.listener.port'),
            cell: (l) => <span className="mono nowrap">{`${l.protocol} ${l.port}`}</span>,
          },
          {
            key: 'hostname',
            title: t('traffic.gateways.listener.hostname'),
            cell: (l) =>
              l.hostname ? <span className="mono">{l.hostname}</span> : <span className="muted">{t('traffic.gateways.listener.any')}</span>,
          },
          {
            key: 'certificates',
            title: t('traffic.gateways.listener.certificates'),
            cell: (l) => (
              <span className="mono">
                {(l.tls?.certificateRefs ?? []).map((ref) => (ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name)).join(', ') || '—'}
              </span>
            ),
          },
          {
            key: 'allowed',
            title: t('traffic.gateways.listener.allowed'),
            cell: (l) => t(`traffic.gateways.listener.from.${l.allowedRoutes?.namespaces?.from ?? 'Same'}`),
          },
          {
            key: 'attached',
            title: t('traffic.gateways.listener.attached'),
            number: true,
            cell: (l) => statusOf(l.name)?.attachedRoutes ?? '—',
          },
          {
            key: 'state',
            title: t('traffic.gateways.listener.state'),
            cell: (l) => {
              const conditions = statusOf(l.name)?.conditions ?? [];
              const worst = worstCondition(conditions);
              if (conditions.length === 0) return <StateTag state="unknown" />;
              return (
                <span className="stack-tight" style={{ gap: 2 }}>
                  <StateTag state={worst ? 'degraded' : 'ready'} />
                  {worst && <span>{server.told(worst)}</span>}
                </span>
              );
            },
          },
        ]}
      />
    </Panel>
  );
}

/** Routes of both kinds that name the Gateway, `namespace/name`. */
function useAttachedRoutes(gateway: string): { route: Route; path: string }[] {
  const http = useLiveList(HTTPRoute);
  const grpc = useLiveList(GRPCRoute);
  const names = (route: Route) =>
    (route.spec.parentRefs ?? []).some((ref) => `${ref.namespace ?? route.metadata.namespace}/${ref.name}` === gateway);
  const found = (routes: readonly Route[], section: string) =>
    routes.filter(names).map((route) => ({ route, path: `/dev/${route.metadata.namespace}/${section}/${route.metadata.name}` }));
  return [...found(http.items, 'routes'), ...found(grpc.items as unknown as Route[], 'grpc-routes')];
}
