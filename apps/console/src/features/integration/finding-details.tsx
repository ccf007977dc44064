import { Tag } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import type { FindingObject } from './findings.ts';
import { numberText } from './system-marks.tsx';

/** What was seen, in full, and what confirming it would enter. */
export function FindingDetails({ finding }: { finding: FindingObject }) {
  const { t } = useWords();
  const { spec } = finding;
  const [holding] = spec.data ?? [];
  const [table] = spec.tables ?? [];
  const facts: Fact[] = [
    holding && [t('discovery.enters'), `${holding.displayName}（${holding.code}）· ${numberText(holding.records)}`],
    spec.addresses && [t('inventory.field.addresses'), spec.addresses.join('、')],
    spec.upstreamRef ? [t('app.menu.upstreams'), spec.upstreamRef] : undefined,
    spec.routeRef ? [t('app.menu.routes'), spec.routeRef] : undefined,
    spec.comment ? [t('inventory.field.description'), spec.comment] : undefined,
  ];
  return (
    <div className="stack-tight">
      <Facts of={facts} />
      {table && (
        <>
          <DataTable
            dense
            label={table.name}
            rows={table.columns}
            rowKey={({ name }) => name}
            columns={[
              { key: 'name', title: t('discovery.column'), cell: ({ name }) => <span className="mono">{name}</span> },
              { key: 'type', title: t('discovery.type'), cell: ({ type }) => <span className="mono muted">{type}</span> },
              {
                key: 'personal',
                title: t('discovery.likely'),
                cell: ({ personal }) => (personal ? <Tag color="orange">{t(`discovery.personal.${personal}`)}</Tag> : '—'),
              },
              {
                key: 'confidence',
                title: t('discovery.confidence'),
                number: true,
                cell: ({ confidence }) => (confidence === undefined ? '—' : `${Math.round(confidence * 100)}%`),
              },
            ]}
          />
          <p className="muted">{t('discovery.onlyNames')}</p>
        </>
      )}
    </div>
  );
}
