import type { PlanAnswer } from '@dizuo/api';
import { isApiError } from '@dizuo/client';
import { Button, Segmented, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { PdfButton } from '../printing/pdf-button.tsx';
import { figure } from './amounts.ts';
import { GanttChart } from './gantt-chart.tsx';
import { GanttLegend } from './gantt-legend.tsx';
import { ganttRows } from './gantt-rows.ts';
import { ganttScale, type Zoom } from './gantt-scale.ts';
import { PlanAssign } from './plan-assign.tsx';
import { PlanAttention } from './plan-attention.tsx';
import { PlanList } from './plan-list.tsx';
import { keepsSystems } from './systems.ts';
import { usePlan } from './use-decisions.ts';
import { useNarrow } from './use-narrow.ts';

const zooms: readonly Zoom[] = ['month', 'quarter', 'year'];

/** A department's waves over the calendar, what is late or blocked, and which system goes into which wave. */
export function PlanPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const { session } = useSession();
  const address = useAddress();
  const { data, error, refetch } = usePlan(address.get('tenant'));
  const keeps = data !== undefined && keepsSystems(session, data.namespace);
  const isNone = isApiError(error) && error.code === 404;
  const edit = data && keeps && (
    <Button type="primary" onClick={() => navigate(`/gov/plan/${data.namespace}/edit`)}>
      {t(data.exists ? 'plan.edit' : 'plan.create')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        title={t('plan.title')}
        lead={t('plan.lead')}
        actions={
          data && (
            <>
              {data.tenants.length > 1 && (
                <PlainSelect
                  label={t('plan.department')}
                  value={data.namespace}
                  options={data.tenants.map(({ namespace, displayName, waves, late }) => ({
                    value: namespace,
                    label: waves > 0 ? t('plan.tenantOf', { name: displayName, waves, late }) : displayName,
                  }))}
                  onChange={(tenant) => address.set({ tenant })}
                />
              )}
              {data.exists && <PdfButton path={`/print/plan?tenant=${data.namespace}`} name={`${t('plan.title')} ${data.displayName}`} />}
              {data.exists && edit}
            </>
          )
        }
      />
      {error && !isNone && <ErrorNotice error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div className="panel panel-body" aria-busy>
          <Skeleton active title={false} paragraph={{ rows: 8 }} />
        </div>
      )}
      {isNone && (
        <div className="panel">
          <EmptyStart title={t('plan.nothing')} hint={t('decision.emptyHint')} />
        </div>
      )}
      {data && !data.exists && (
        <div className="panel">
          <EmptyStart title={t('plan.empty')} hint={t('plan.emptyHint')} action={edit} />
        </div>
      )}
      {data?.exists && <Plan key={data.namespace} plan={data} keeps={keeps} onChanged={() => void refetch()} />}
    </div>
  );
}

function Plan({ plan, keeps, onChanged }: { plan: PlanAnswer; keeps: boolean; onChanged(): void }) {
  const { t } = useWords();
  const address = useAddress();
  const isNarrow = useNarrow();
  const zoom = zooms.find((one) => one === address.get('zoom')) ?? 'quarter';
  const unfolded = address.get('open');
  const open = useMemo(() => new Set(unfolded === '*' ? plan.waves.map(({ name }) => name) : unfolded.split(' ')), [plan.waves, unfolded]);
  const rows = useMemo(() => ganttRows(plan.waves, open), [plan.waves, open]);
  const days = rows.flatMap(({ startsOn, endsOn }) => [startsOn ?? plan.day, endsOn ?? plan.day]);
  const scale = ganttScale(days, plan.day, zoom, (n) => t('plan.quarter', { n }));
  const toggle = (wave: string) => {
    const next = open.has(wave) ? [...open].filter((name) => name !== wave) : [...open, wave];
    address.set({ open: next.filter(Boolean).join(' ') || undefined });
  };
  const sum = (of: 'systems' | 'decided' | 'done') => plan.waves.reduce((all, wave) => all + wave[of], 0);
  const figures: [string, number][] = [
    [t('plan.figures.systems'), sum('systems')],
    [t('plan.figures.decided'), sum('decided')],
    [t('plan.figures.done'), sum('done')],
    [t('plan.figures.unplanned'), plan.unplanned.length],
  ];
  return (
    <div className="stack">
      <Panel
        flush
        title={plan.displayName}
        extra={
          !isNarrow && (
            <>
              <Button size="small" type="text" onClick={() => address.set({ open: unfolded === '*' ? undefined : '*' })}>
                {t(unfolded === '*' ? 'plan.foldAll' : 'plan.unfoldAll')}
              </Button>
              <Segmented
                size="small"
                aria-label={t('plan.zoom')}
                value={zoom}
                options={zooms.map((value) => ({ value, label: t(`plan.zooms.${value}`) }))}
                onChange={(value) => address.set({ zoom: value })}
              />
            </>
          )
        }
      >
        <dl className="figures" style={{ padding: '0 16px 12px' }}>
          {figures.map(([label, value]) => (
            <div className="figure" key={label}>
              <dt>{label}</dt>
              <dd>{figure(value)}</dd>
            </div>
          ))}
        </dl>
        {isNarrow ? (
          <PlanList waves={plan.waves} open={open} onToggle={toggle} />
        ) : (
          <>
            <GanttChart rows={rows} scale={scale} day={plan.day} open={open} onToggle={toggle} />
            <GanttLegend />
          </>
        )}
      </Panel>
      <div className="columns columns-even">
        <PlanAttention plan={plan} />
        {keeps && <PlanAssign plan={plan} onChanged={onChanged} />}
      </div>
    </div>
  );
}
