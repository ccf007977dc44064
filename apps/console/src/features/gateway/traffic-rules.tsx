import type { RuleTraffic } from '@dizuo/api';
import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { type DataColumn, DataTable } from '../../shapes/data-table.tsx';
import { BackendLink, RuleLink } from './rule-links.tsx';
import { ErrorShare } from './traffic-figures.tsx';
import { latencyText, rateText, type SpanName, spans } from './traffic-values.ts';

/** By which a reader may order the table. */
const measures = {
  requests: (r: RuleTraffic) => r.requests,
  errors: (r: RuleTraffic) => r.errorPercent,
  p95: (r: RuleTraffic) => r.p95Ms ?? 0,
  p99: (r: RuleTraffic) => r.p99Ms ?? 0,
};

/** Figures by rule and backend. */
export function RuleTable(props: { rules: readonly RuleTraffic[]; span: SpanName; withTenant?: boolean }) {
  const { t } = useWords();
  const { rules, span, withTenant = false } = props;
  const [sort, setSort] = useState('-requests');
  const measure = measures[sort.replace('-', '') as keyof typeof measures];
  const sign = sort.startsWith('-') ? -1 : 1;
  const columns: DataColumn<RuleTraffic>[] = [
    { key: 'rule', title: t('traffic.rules.rule'), cell: (r) => <RuleLink rule={r.rule} withTenant={withTenant} /> },
    { key: 'backend', title: t('traffic.rules.backend'), cell: (r) => <BackendLink backend={r.backend} withTenant={withTenant} /> },
    { key: 'requests', title: t('traffic.rules.requests'), number: true, sortable: true, cell: (r) => r.requests.toLocaleString('en') },
    { key: 'rate', title: t('traffic.rules.rate'), number: true, cell: (r) => rateText(r.requests / spans[span]) },
    { key: 'errors', title: t('traffic.rules.errors'), number: true, sortable: true, cell: (r) => <ErrorShare of={r} /> },
    { key: 'p50', title: 'P50', number: true, cell: (r) => <span className="nowrap">{latencyText(r.p50Ms)}</span> },
    { key: 'p95', title: 'P95', number: true, sortable: true, cell: (r) => <span className="nowrap">{latencyText(r.p95Ms)}</span> },
    { key: 'p99', title: 'P99', number: true, sortable: true, cell: (r) => <span className="nowrap">{latencyText(r.p99Ms)}</span> },
  ];
  return (
    <DataTable
      label={t('traffic.rules.title')}
      rows={[...rules].sort((a, b) => sign * (measure(a) - measure(b)))}
      rowKey={(r) => `${r.rule} ${r.backend}`}
      columns={columns}
      sort={sort}
      onSort={(next) => setSort(next ?? '-requests')}
    />
  );
}
