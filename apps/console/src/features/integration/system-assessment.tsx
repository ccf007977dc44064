import type { Debt, SystemAssessment } from '@dizuo/api';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { ActivityTag, ContractTag, ShareBar } from './assessment-tags.tsx';
import { CostPanel } from './cost-panel.tsx';
import { OverlapExplanation } from './overlap-explanation.tsx';
import { ProposalPanel } from './proposal-panel.tsx';
import { Reasons } from './reasons.tsx';
import { SystemLink } from './system-link.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** One system by the open rules: what is proposed and why, what overlaps with it, debt, cost. A tab of the system's page, and what a row of a list opens to. */
export function SystemAssessmentTab({ systemKey }: { systemKey: string }) {
  const { t } = useWords();
  const department = useDepartmentNames();
  const answer = useAssessment<SystemAssessment>(`/systems/${systemKey}`);
  if (answer.error && !answer.data) return <ErrorNotice error={answer.error} onRetry={() => answer.refetch()} />;
  if (!answer.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const { system, activity, contract, debt, cost, partners, doubleEntries, callers, calls } = answer.data;
  return (
    <div className="stack">
      <div className="columns">
        <ProposalPanel assessment={answer.data} department={department} />
        <Panel title={t('assessment.title')}>
          <Facts
            of={[
              [
                t('assessment.activityTitle'),
                <div key="a">
                  <ActivityTag activity={activity.activity} idleDays={activity.idleDays} />
                  <Reasons of={activity.reasons} />
                </div>,
              ],
              [t('assessment.contractEnds'), <ContractTag key="c" contract={contract} />],
              [t('assessment.callers'), <Names key="r" of={callers.map((one) => one.displayName)} />],
              [t('assessment.calls'), <Names key="s" of={calls.map((one) => one.displayName)} />],
              doubleEntries.length > 0 && [
                t('assessment.twiceTitle'),
                <Names
                  key="d"
                  of={doubleEntries.map((entry) => `${entry.displayName}（${t(`assessment.by.${entry.by}`)} ×${entry.systems.length}）`)}
                />,
              ],
            ]}
          />
        </Panel>
      </div>
      <Panel title={t('assessment.partners')} flush={partners.length > 0}>
        {partners.length === 0 ? (
          <p className="muted">{t('assessment.noPairs')}</p>
        ) : (
          <DataTable
            label={t('assessment.partners')}
            rows={partners}
            rowKey={({ b }) => b.key}
            columns={[
              { key: 'score', title: t('assessment.overlapTitle'), width: 140, cell: ({ score }) => <ShareBar share={score} /> },
              { key: 'b', title: t('assessment.system'), cell: ({ b }) => <SystemLink of={b} department={department} /> },
            ]}
            expanded={({ b }) => <OverlapExplanation a={system} b={b} />}
          />
        )}
      </Panel>
      <div className="columns columns-even">
        <DebtPanel debt={debt} />
        <CostPanel cost={cost} />
      </div>
    </div>
  );
}

function Names({ of }: { of: string[] }) {
  const { t } = useWords();
  return of.length === 0 ? <span className="muted">{t('assessment.none')}</span> : <span>{of.join('、')}</span>;
}

function DebtPanel({ debt }: { debt: Debt }) {
  const { t } = useWords();
  const missing = debt.missing.map((fact) => t(`assessment.fact.${fact}`)).join('、');
  const part = (title: string, { points, reasons }: Debt['technical']): ReactNode => (
    <div className="stack-tight">
      <strong>
        {title} {t('assessment.points', { points })}
      </strong>
      {reasons.length === 0 ? <span className="muted">{t('assessment.noDebt')}</span> : <Reasons of={reasons} />}
    </div>
  );
  return (
    <Panel title={t('assessment.tab.debt')}>
      <div className="stack">
        {part(t('assessment.technical'), debt.technical)}
        {part(t('assessment.security'), debt.security)}
        {missing && <p className="muted">{t('assessment.missingFacts', { facts: missing })}</p>}
      </div>
    </Panel>
  );
}
