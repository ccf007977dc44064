import { Tag } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { choiceWord } from './choice-word.ts';
import { numberText } from './system-marks.tsx';
import type { SystemObject } from './system-overview.tsx';

/** Records that the system holds, and where they come from. */
export function SystemData({ system }: { system: SystemObject }) {
  const { t } = useWords();
  const data = system.spec.data ?? [];
  if (data.length === 0) {
    return (
      <div className="panel">
        <EmptyStart title={t('inventory.page.noData')} hint={t('inventory.page.noDataHint')} />
      </div>
    );
  }
  return (
    <div className="panel">
      <DataTable
        label={t('inventory.page.tabs.data')}
        rows={data}
        rowKey={(row) => row.code}
        columns={[
          {
            key: 'name',
            title: t('inventory.field.data.displayName'),
            cell: (row) => (
              <>
                {row.displayName} {row.personal && <Tag color="orange">{t('inventory.page.personal')}</Tag>}
                <div className="mono muted">{row.code}</div>
              </>
            ),
          },
          { key: 'records', title: t('inventory.field.data.records'), number: true, cell: (row) => numberText(row.records) },
          { key: 'items', title: t('inventory.field.data.items'), cell: (row) => row.items?.join(' · ') || '—' },
          {
            key: 'from',
            title: t('inventory.field.data.from'),
            cell: (row) => row.from?.map((source) => t(choiceWord(source))).join(' · ') || '—',
          },
        ]}
      />
    </div>
  );
}
