import type { AssessmentRow, Paged } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { wan } from './amounts.ts';
import { AssessedSystems } from './assessed-systems.tsx';
import { ContractTag, WayWord } from './assessment-tags.tsx';
import { quartersOf } from './contract-quarters.ts';
import { useAssessment } from './use-assessment.ts';

/** The most systems whose contracts are drawn. */
const mostDrawn = 500;

/** When contracts end: the moments to merge. As a line of quarters, and as a list. */
export function ContractsTab() {
  const words = useWords();
  const { t } = words;
  return (
    <div className="stack">
      <Timeline />
      <AssessedSystems
        label={t('assessment.tab.contracts')}
        query={{}}
        sort="contract"
        columns={[
          { key: 'contract', title: t('assessment.contractEnds'), sortable: true, cell: (row) => <ContractTag contract={row.contract} /> },
          {
            key: 'upkeep',
            title: t('assessment.upkeep'),
            number: true,
            sortable: true,
            cell: (row) => (row.upkeep === undefined ? '—' : wan(row.upkeep, words)),
          },
          { key: 'way', title: t('assessment.wayTitle'), cell: (row) => <WayWord way={row.way} /> },
        ]}
        choice={{
          key: 'contract',
          label: t('assessment.contractEnds'),
          options: (['ended', 'soon', 'later', 'unknown'] as const).map((value) => ({
            value,
            label: t(`assessment.contractState.${value}`),
          })),
        }}
        empty={t('assessment.nothing')}
      />
    </div>
  );
}

function Timeline() {
  const words = useWords();
  const { t } = words;
  const address = useAddress();
  const list = useAssessment<Paged<AssessmentRow>>('/systems', {
    counted: true,
    department: address.get('department'),
    sort: 'contract',
    limit: mostDrawn,
  });
  const rows = list.data?.items ?? [];
  const quarters = quartersOf(rows);
  const most = Math.max(1, ...quarters.map(({ count }) => count));
  const ended = rows.filter(({ contract }) => contract?.state === 'ended').length;
  if (quarters.length === 0) return null;
  return (
    <Panel title={t('assessment.quarterly', { ended })} flush>
      <ul className="timeline">
        {quarters.map(({ name, count, upkeep, soon }) => (
          <li
            key={name}
            className={soon ? 'soon' : ''}
            title={t('assessment.quarterOf', { quarter: name, count, upkeep: wan(upkeep, words) })}
          >
            <span>{count > 0 ? count : ''}</span>
            <i aria-hidden style={{ height: `${(count / most) * 88}px` }} />
            <span className="muted nowrap">{name}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
