import type { GRPCRoute, HTTPRoute, KubeObject, ObjectOf } from '@dizuo/api';
import { Skeleton } from 'antd';
import { lazy } from 'react';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { ObjectTab } from '../../shapes/object-page.tsx';
import { publishedAddresses } from './route-values.ts';
import { TrafficChart } from './traffic-chart.tsx';
import { FigureRow } from './traffic-figures.tsx';
import { RuleTable } from './traffic-rules.tsx';
import { SpanChoice, useSpan } from './traffic-span.tsx';
import { explainAtRoute } from './use-explanation.ts';
import { useRouteTraffic } from './use-traffic.ts';

const ExplainBox = lazy(() => import('./explain-box.tsx').then((m) => ({ default: m.ExplainBox })));

type RouteKind = typeof HTTPRoute | typeof GRPCRoute;
type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;

/** What both kinds of routes have beside their overview: their traffic, and a box to try requests against the gateway's rules. */
export function useRouteTabs(kind: RouteKind, route: RouteObject | undefined): ObjectTab[] {
  const { t } = useWords();
  if (!route) return [];
  return [
    { key: 'traffic', label: t('traffic.title'), content: <RouteTraffic kind={kind} route={route} /> },
    { key: 'test', label: t('explain.tab'), content: <RouteTest kind={kind} route={route} /> },
  ];
}

function keyOf({ metadata }: RouteObject) {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}

function RouteTest({ kind, route }: { kind: RouteKind; route: RouteObject }) {
  const { session } = useSession();
  const [address = ''] = publishedAddresses(route, session.gatewayUrl);
  return <ExplainBox explain={explainAtRoute(kind, keyOf(route))} tenant={route.metadata.namespace} start={{ url: address }} />;
}

function RouteTraffic({ kind, route }: { kind: RouteKind; route: RouteObject }) {
  const { t } = useWords();
  const span = useSpan();
  const { data, error, dataUpdatedAt, refetch } = useRouteTraffic(kind, keyOf(route), span);
  if (!data && error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />;
  return (
    <div className="stack">
      <Panel title={t('traffic.chart.title')} extra={<SpanChoice />}>
        <div className="stack">
          <FigureRow total={data.total} span={span} />
          <TrafficChart minutes={data.minutes} span={span} now={dataUpdatedAt} />
        </div>
      </Panel>
      <Panel title={t('traffic.rules.title')} flush>
        {data.rules.length === 0 ? (
          <EmptyStart title={t('traffic.empty')} hint={t('traffic.emptyHint')} />
        ) : (
          <RuleTable rules={data.rules} span={span} />
        )}
      </Panel>
    </div>
  );
}
