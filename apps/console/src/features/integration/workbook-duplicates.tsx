import type { ImportDuplicate } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { systemPath } from './systems.ts';

interface DuplicatesProps {
  tenant: string;
  duplicates: readonly ImportDuplicate[];
  decisions: ReadonlyMap<number, string>;
  onDecide(row: number, decision: string | undefined): void;
}

/** Rows that may be there already; the person says of each what it is. */
export function WorkbookDuplicates({ tenant, duplicates, decisions, onDecide }: DuplicatesProps) {
  const { t } = useWords();
  const choices = ({ candidates }: ImportDuplicate) => [
    { value: 'new', label: t('inventory.workbook.decide.new') },
    ...candidates.flatMap(({ name, displayName }) =>
      name ? [{ value: `same=${name}`, label: t('inventory.workbook.decide.same', { name: displayName }) }] : [],
    ),
    { value: 'skip', label: t('inventory.workbook.decide.skip') },
  ];
  return (
    <Panel flush title={t('inventory.workbook.duplicates')}>
      <DataTable
        label={t('inventory.workbook.duplicates')}
        rows={duplicates}
        rowKey={(duplicate) => String(duplicate.row)}
        columns={[
          { key: 'row', title: t('inventory.workbook.row'), number: true, cell: ({ row }) => row },
          { key: 'name', title: t('inventory.systems.name'), cell: ({ displayName }) => displayName },
          {
            key: 'like',
            title: t('inventory.workbook.like'),
            cell: ({ candidates }) => (
              <ul className="stack-tight" style={{ gap: 2 }}>
                {candidates.map(({ name, row, displayName, likeness }) => (
                  <li key={name ?? row}>
                    {name ? (
                      <Link to={systemPath(tenant, name)}>{displayName}</Link>
                    ) : (
                      t('inventory.workbook.ofRow', { row: row ?? 0, name: displayName })
                    )}{' '}
                    <span className="muted">{t(`inventory.workbook.likeness.${likeness}`)}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'decision',
            title: t('inventory.workbook.decision'),
            cell: (duplicate) => (
              <PlainSelect
                label={t('inventory.workbook.decideHere')}
                value={decisions.get(duplicate.row) ?? ''}
                options={choices(duplicate)}
                onChange={(value) => onDecide(duplicate.row, value || undefined)}
              />
            ),
          },
        ]}
      />
    </Panel>
  );
}
