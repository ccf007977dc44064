import type { GRPCRoute, HTTPRoute, ObjectKey } from '@dizuo/api';
import { Skeleton } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TrafficChart } from './traffic-chart.tsx';
import { FigureRow } from './traffic-figures.tsx';
import { RuleTable } from './traffic-rules.tsx';
import { SpanChoice, useSpan } from './traffic-span.tsx';
import { useRouteTraffic } from './use-traffic.ts';

/** What passes one route, by its rules. */
export function RouteTraffic({ kind, routeKey }: { kind: typeof HTTPRoute | typeof GRPCRoute; routeKey: ObjectKey }) {
  const { t } = useWords();
  const span = useSpan();
  const { data, error, dataUpdatedAt, refetch } = useRouteTraffic(kind, routeKey, span);
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
