import type { DoubleEntryRow } from '@dizuo/api';
import { Skeleton } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { DataTable, Pager } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { figure } from './amounts.ts';
import { SystemLink } from './system-link.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

const pageSize = 20;

/** The same records asked of citizens or keyed in by staff in more than one system, the most spared entries first. */
export function DoubleEntryTab() {
  const { t } = useWords();
  const address = useAddress();
  const department = useDepartmentNames();
  const list = useAssessment<{ items: DoubleEntryRow[] }>('/double-entries');
  const page = Math.max(1, Number(address.get('page')) || 1);
  if (list.error && !list.data) return <ErrorNotice error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  const by = address.get('by');
  const where = address.get('department');
  const rows = list.data.items.filter(
    (entry) =>
      (!by || (by === 'levels' ? entry.acrossLevels : entry.by === by)) &&
      (!where || entry.members.some(({ departmentRef }) => departmentRef === where)),
  );
  const kinds = (['citizens', 'staff'] as const).map((value) => ({ value: value as string, label: t(`assessment.by.${value}`) }));
  return (
    <div className="panel">
      <div className="filters">
        <PlainSelect
          label={t('assessment.twiceTitle')}
          value={by}
          options={[...kinds, { value: 'levels', label: t('assessment.levels') }]}
          onChange={(value) => address.set({ by: value, page: undefined })}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyStart title={t('assessment.noTwice')} />
      ) : (
        <>
          <DataTable<DoubleEntryRow>
            label={t('assessment.tab.twice')}
            rows={rows.slice((page - 1) * pageSize, page * pageSize)}
            rowKey={(entry) => `${entry.by} ${entry.code}`}
            columns={[
              {
                key: 'data',
                title: t('assessment.side.data'),
                cell: (entry) => (
                  <>
                    {entry.displayName}
                    <div className="muted mono">{entry.code}</div>
                  </>
                ),
              },
              {
                key: 'by',
                title: t('assessment.twiceTitle'),
                cell: (entry) => (
                  <span className="row" style={{ gap: 8 }}>
                    {t(`assessment.by.${entry.by}`)}
                    {entry.acrossLevels && <StateTag state="degraded" word={t('assessment.levels')} />}
                    {entry.sameTenant && <StateTag state="pending" word={t('assessment.sameTenant')} />}
                  </span>
                ),
              },
              { key: 'systems', title: t('assessment.system'), number: true, cell: (entry) => figure(entry.systems.length) },
              {
                key: 'spared',
                title: t('assessment.saves'),
                cell: (entry) =>
                  entry.sparedYearly === undefined ? (
                    <span className="muted">—</span>
                  ) : (
                    t('assessment.spared', { count: figure(entry.sparedYearly) })
                  ),
              },
            ]}
            expanded={(entry) => (
              <div className="stack-tight">
                {entry.items.length > 0 && (
                  <p>{t('assessment.itemsTwice', { list: entry.items.map(({ name, systems }) => `${name} ×${systems}`).join('、') })}</p>
                )}
                <ul className="cards" style={{ gap: 8 }}>
                  {entry.members.map((member) => (
                    <li key={member.key}>
                      <SystemLink of={member} department={department} />
                    </li>
                  ))}
                </ul>
              </div>
            )}
          />
          <Pager
            page={page}
            size={pageSize}
            count={rows.length}
            onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
          />
        </>
      )}
    </div>
  );
}
