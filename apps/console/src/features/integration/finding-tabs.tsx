import type { AssessmentRow } from '@dizuo/api';
import { dispositionWays } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import type { DataColumn } from '../../shapes/data-table.tsx';
import { wan } from './amounts.ts';
import { AssessedSystems } from './assessed-systems.tsx';
import { ActivityTag, ContractTag, ShareBar, WayWord } from './assessment-tags.tsx';

type Column = DataColumn<AssessmentRow>;

function useColumns() {
  const words = useWords();
  const { t } = words;
  const money = (amount: number | undefined) =>
    amount === undefined ? <span className="muted">—</span> : <span className="nowrap">{wan(amount, words)}</span>;
  return {
    way: { key: 'way', title: t('assessment.wayTitle'), cell: (row) => <WayWord way={row.way} /> },
    activity: {
      key: 'idle',
      title: t('assessment.activityTitle'),
      sortable: true,
      cell: (row) => <ActivityTag activity={row.activity} idleDays={row.idleDays} />,
    },
    overlap: {
      key: 'overlap',
      title: t('assessment.overlapTitle'),
      sortable: true,
      cell: (row) =>
        row.partners > 0 ? (
          <ShareBar share={row.overlap} label={t('assessment.partnersOf', { count: row.partners })} />
        ) : (
          <span className="muted">—</span>
        ),
    },
    contract: {
      key: 'contract',
      title: t('assessment.contractEnds'),
      sortable: true,
      cell: (row) => <ContractTag contract={row.contract} />,
    },
    technical: { key: 'technical', title: t('assessment.technical'), number: true, cell: (row) => row.technicalDebt },
    security: { key: 'security', title: t('assessment.security'), number: true, cell: (row) => row.securityDebt },
    debt: {
      key: 'debt',
      title: t('assessment.tab.debt'),
      number: true,
      sortable: true,
      cell: (row) => row.technicalDebt + row.securityDebt,
    },
    upkeep: { key: 'upkeep', title: t('assessment.upkeep'), number: true, sortable: true, cell: (row) => money(row.upkeep) },
    saves: { key: 'saves', title: t('assessment.saves'), number: true, sortable: true, cell: (row) => money(row.mergeSaves) },
  } satisfies Record<string, Column>;
}

export function UnusedTab() {
  const { t } = useWords();
  const columns = useColumns();
  return (
    <AssessedSystems
      label={t('assessment.tab.unused')}
      query={{}}
      sort="-idle"
      columns={[columns.activity, columns.upkeep, columns.contract, columns.way]}
      choice={{
        key: 'activity',
        label: t('assessment.activityTitle'),
        normal: 'unused',
        options: (['unused', 'littleUsed', 'unknown', 'used'] as const).map((value) => ({
          value,
          label: t(`assessment.activity.${value}`),
        })),
      }}
      empty={t('assessment.noUnused')}
    />
  );
}

export function DebtTab() {
  const { t } = useWords();
  const columns = useColumns();
  return (
    <AssessedSystems
      label={t('assessment.tab.debt')}
      query={{ minDebt: 1 }}
      sort="-debt"
      columns={[columns.debt, columns.technical, columns.security, columns.contract, columns.way]}
      empty={t('assessment.noDebt')}
    />
  );
}

export function CostTab() {
  const { t } = useWords();
  const columns = useColumns();
  return (
    <AssessedSystems
      label={t('assessment.tab.cost')}
      query={{}}
      sort="-saves"
      columns={[columns.upkeep, columns.saves, columns.overlap, columns.way]}
      empty={t('assessment.nothing')}
      lead={
        <p className="muted" style={{ padding: '12px 16px' }}>
          {t('assessment.costLead')}
        </p>
      }
    />
  );
}

export function ProposalsTab() {
  const { t } = useWords();
  const columns = useColumns();
  return (
    <AssessedSystems
      label={t('assessment.tab.proposals')}
      query={{}}
      sort="-overlap"
      columns={[columns.way, columns.overlap, columns.activity, columns.debt, columns.upkeep]}
      choice={{
        key: 'way',
        label: t('assessment.wayTitle'),
        options: dispositionWays.map((value) => ({ value, label: t(`assessment.way.${value}`) })),
      }}
      empty={t('assessment.nothing')}
      lead={
        <p className="muted" style={{ padding: '12px 16px' }}>
          {t('assessment.proposalLead')}
        </p>
      }
    />
  );
}
