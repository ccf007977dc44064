import { type AssessmentFigures, assessmentPath, type Paged, type PairRow, type RulesPreview } from '@dizuo/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { figure, percent, wan } from './amounts.ts';
import type { RulesSpec } from './rules-values.ts';
import { useDepartmentNames } from './use-department-names.ts';
import { useSettled } from './use-settled.ts';

const mostShown = 10;

/** What the rules would change, reckoned by the server half a second after the last change. */
export function RulesPreviewPanel({ spec }: { spec: RulesSpec | undefined }) {
  const { t } = useWords();
  const text = useSettled(spec ? JSON.stringify(spec) : undefined);
  const preview = useQuery({
    queryKey: ['assessment', 'preview', text],
    enabled: text !== undefined,
    queryFn: ({ signal }) =>
      client.transport.json<RulesPreview>('POST', `${assessmentPath}/preview`, {
        body: { spec: JSON.parse(text ?? '{}') },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title={t('rules.preview.title')} extra={preview.isFetching && <span className="muted">{t('rules.preview.running')}</span>}>
      {text === undefined && <p className="muted">{t('rules.preview.wait')}</p>}
      {text !== undefined && preview.error && <ErrorNotice error={preview.error} onRetry={() => preview.refetch()} />}
      {text !== undefined && preview.isPending && <Skeleton active paragraph={{ rows: 6 }} title={false} />}
      {text !== undefined && preview.data && !preview.error && <Changes preview={preview.data} />}
    </Panel>
  );
}

function Changes({ preview: { before, after, changes, pairs } }: { preview: RulesPreview }) {
  const words = useWords();
  const { t } = words;
  const department = useDepartmentNames();
  const rows: [label: string, value: (of: AssessmentFigures) => number, money?: boolean][] = [
    [t('rules.preview.pairs'), (of) => of.overlap.pairs],
    [t('rules.preview.systems'), (of) => of.overlap.systems],
    [t('rules.preview.unused'), (of) => of.activity.unused],
    [t('rules.preview.debt'), (of) => of.debt.high],
    [t('assessment.way.merge'), (of) => of.ways.merge],
    [t('assessment.way.connect'), (of) => of.ways.connect],
    [t('assessment.way.keep'), (of) => of.ways.keep],
    [t('assessment.way.retire'), (of) => of.ways.retire],
    [t('rules.preview.saves'), (of) => of.cost.saves, true],
  ];
  const shown = (value: number, money: boolean | undefined) => (money ? wan(value, words) : figure(value));
  return (
    <div className="stack">
      <DataTable
        label={t('rules.preview.title')}
        dense
        rows={rows}
        rowKey={([label]) => label}
        columns={[
          { key: 'label', title: '', cell: ([label]) => label },
          { key: 'before', title: t('rules.preview.before'), number: true, cell: ([, value, money]) => shown(value(before), money) },
          {
            key: 'after',
            title: t('rules.preview.after'),
            number: true,
            cell: ([, value, money]) =>
              value(after) === value(before) ? shown(value(after), money) : <strong>{shown(value(after), money)}</strong>,
          },
        ]}
      />
      <div className="stack-tight">
        <strong>{changes.total > 0 ? t('rules.preview.changes', { count: changes.total }) : t('rules.preview.noChanges')}</strong>
        <ul className="stack-tight" style={{ gap: 4 }}>
          {changes.items.slice(0, mostShown).map((one) => (
            <li key={one.key}>
              {one.displayName} <span className="muted">{department(one.departmentRef)}</span>{' '}
              <span className="nowrap">
                {one.before ? t(`assessment.way.${one.before}`) : t('rules.preview.none')} →{' '}
                {one.after ? t(`assessment.way.${one.after}`) : t('rules.preview.none')}
              </span>
            </li>
          ))}
        </ul>
        <More of={changes.total} />
      </div>
      <Pairs title={t('rules.preview.come', { count: pairs.come.total })} pairs={pairs.come} />
      <Pairs title={t('rules.preview.go', { count: pairs.go.total })} pairs={pairs.go} />
    </div>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Paged<PairRow> }) {
  if (pairs.total === 0) return null;
  return (
    <div className="stack-tight">
      <strong>{title}</strong>
      <ul className="stack-tight" style={{ gap: 4 }}>
        {pairs.items.slice(0, mostShown).map(({ a, b, score }) => (
          <li key={`${a.key} ${b.key}`}>
            {a.displayName} · {b.displayName} <span className="muted">{percent(score)}</span>
          </li>
        ))}
      </ul>
      <More of={pairs.total} />
    </div>
  );
}

function More({ of }: { of: number }) {
  const { t } = useWords();
  return of > mostShown ? <span className="muted">{t('rules.preview.more', { count: of - mostShown })}</span> : null;
}
