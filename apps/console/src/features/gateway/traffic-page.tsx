import {
  CanaryPolicy,
  defaultGatewayName,
  Gateway,
  HTTPRoute,
  systemNamespace,
  type TenantTrafficAnswer,
  tenantRequestsPath,
} from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { Skeleton } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link, useParams } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { useDepartmentNames } from '../integration/use-department-names.ts';
import { RefusedNotice } from './data-planes.tsx';
import { ActivityPanels } from './traffic-activity.tsx';
import { TrafficChart } from './traffic-chart.tsx';
import { Figure, FigureRow } from './traffic-figures.tsx';
import { RuleTable } from './traffic-rules.tsx';
import { SpanChoice, useSpan } from './traffic-span.tsx';
import { routesOf } from './traffic-values.ts';
import { type Explain, explainAtGateway, explainInTenant } from './use-explanation.ts';
import { useGatewayTraffic, useTenantTraffic } from './use-traffic.ts';

const ExplainBox = lazy(() => import('./explain-box.tsx').then((m) => ({ default: m.ExplainBox })));
const ExplainPicked = lazy(() => import('./explain-picked.tsx').then((m) => ({ default: m.ExplainPicked })));
const RecentRequests = lazy(() => import('./recent-requests.tsx').then((m) => ({ default: m.RecentRequests })));

/** Everything that passes a Gateway, for the operator. */
export function GatewayTrafficPage() {
  const { t } = useWords();
  const address = useAddress();
  const gateways = useLiveList(Gateway);
  const id = address.get('gateway') || `${systemNamespace}/${defaultGatewayName}`;
  const [namespace = '', name = ''] = id.split('/');
  const span = useSpan();
  const traffic = useGatewayTraffic({ namespace, name }, span);
  const ids = gateways.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  return (
    <TrafficPage
      lead={t('traffic.leadGateway')}
      traffic={traffic}
      explain={explainAtGateway({ namespace, name })}
      requests={objectPath(Gateway, { namespace, name }, 'requests')}
      choice={
        ids.length > 1 && (
          <Choice
            aria-label={t('traffic.gateway')}
            maxWidth={240}
            value={id}
            onChange={(chosen) => address.set({ gateway: chosen ?? undefined })}
            options={ids.map((value) => ({ value, label: value }))}
          />
        )
      }
      notice={
        traffic.data && (
          <RefusedNotice dataPlanes={traffic.data.dataPlanes}>
            <Link className="underlined" to={`/ops/gateways/${id}`}>
              {t('traffic.planes.openGateway')}
            </Link>
          </RefusedNotice>
        )
      }
      figures={<Figure label={t('traffic.figure.connections')}>{traffic.data?.connections.toLocaleString('en')}</Figure>}
    />
  );
}

/** What passes a tenant's routes, for its members. */
export function TenantTrafficPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  return (
    <TrafficPage
      tenant={tenant}
      lead={t('traffic.leadTenant')}
      traffic={useTenantTraffic(tenant, useSpan())}
      explain={explainInTenant(tenant)}
      requests={tenantRequestsPath(tenant)}
    />
  );
}

const tabs = ['traffic', 'recent', 'explain'] as const;

interface TrafficPageProps {
  tenant?: string;
  lead: string;
  traffic: { data: TenantTrafficAnswer | undefined; error: Error | null; dataUpdatedAt: number; refetch(): unknown };
  explain: Explain;
  /** Path of the list of recent requests. */
  requests: string;
  choice?: ReactNode;
  notice?: ReactNode;
  figures?: ReactNode;
}

function TrafficPage(props: TrafficPageProps) {
  const { t } = useWords();
  const address = useAddress();
  const tab = tabs.find((known) => known === address.get('tab')) ?? 'traffic';
  const picked = address.get('request');
  return (
    <div className="page">
      <PageHead
        title={t('traffic.title')}
        lead={props.lead}
        actions={
          <>
            {props.choice}
            {tab === 'traffic' && <SpanChoice />}
          </>
        }
      />
      <div style={{ marginBottom: 16 }}>
        <TabBar
          label={t('traffic.title')}
          active={tab}
          onChange={(chosen) => address.set({ tab: chosen === 'traffic' ? undefined : chosen, request: undefined })}
          items={[
            { key: 'traffic', label: t('traffic.tab') },
            { key: 'recent', label: t('traffic.recent') },
            { key: 'explain', label: t('explain.tab') },
          ]}
        />
      </div>
      {tab === 'recent' && (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 4 }} />}>
          <RecentRequests
            place={props.requests}
            routes={routesOf(props.traffic.data?.rules ?? [])}
            withTenant={props.tenant === undefined}
            explainTab="explain"
          />
        </Suspense>
      )}
      {tab === 'explain' && (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 4 }} />}>
          {picked ? (
            <ExplainPicked key={picked} explain={props.explain} tenant={props.tenant} place={props.requests} id={picked} />
          ) : (
            <ExplainBox
              explain={props.explain}
              tenant={props.tenant}
              start={{ method: address.get('method') || 'GET', url: address.get('url') }}
              onAsked={({ method, url }) => address.set({ method: method === 'GET' ? undefined : method, url })}
            />
          )}
        </Suspense>
      )}
      {tab === 'traffic' && <Loaded {...props} />}
    </div>
  );
}

function Loaded(props: TrafficPageProps) {
  const { data, error, dataUpdatedAt, refetch } = props.traffic;
  const retry = () => void refetch();
  if (!data && error) return <ErrorNotice error={error} onRetry={retry} />;
  if (!data)
    return (
      <div className="panel panel-body" aria-busy>
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
    );
  return (
    <div className="stack">
      {error && <StaleNotice error={error} onRetry={retry} />}
      {props.notice}
      <Traffic {...props} data={data} now={dataUpdatedAt} />
    </div>
  );
}

function Traffic(props: { tenant?: string; data: TenantTrafficAnswer; now: number; figures?: ReactNode }) {
  const { t } = useWords();
  const { tenant, data, now } = props;
  const span = useSpan();
  const canaries = useLiveList(CanaryPolicy, tenant === undefined ? {} : { namespace: tenant });
  const routes = useLiveList(HTTPRoute, { namespace: tenant ?? '', enabled: tenant !== undefined });
  const departmentName = useDepartmentNames();
  const isOperator = tenant === undefined;
  const noRoutes = routes.loaded && routes.items.length === 0;
  return (
    <>
      <div className="panel panel-body">
        <FigureRow total={data.total} span={span}>
          {props.figures}
        </FigureRow>
      </div>
      <Panel title={t('traffic.chart.title')}>
        <TrafficChart minutes={data.minutes} span={span} now={now} />
      </Panel>
      <Panel title={t('traffic.rules.title')} flush>
        {data.rules.length === 0 ? (
          <EmptyStart
            title={t('traffic.empty')}
            hint={t('traffic.emptyHint')}
            action={
              !isOperator && (
                <Link className="underlined" to={noRoutes ? `/dev/${tenant}/routes/new` : `/dev/${tenant}/routes`}>
                  {t(noRoutes ? 'gateway.routes.new' : 'traffic.emptyRoutes')}
                </Link>
              )
            }
          />
        ) : (
          <RuleTable rules={data.rules} span={span} withTenant={isOperator} />
        )}
      </Panel>
      <ActivityPanels traffic={data} canaries={canaries.items} departmentName={departmentName} withTenant={isOperator} />
    </>
  );
}
