import type { ImportAnswer } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { DataTable } from '../../shapes/data-table.tsx';

/** Cells that are wrong, and where. */
export function WorkbookProblems({ answer }: { answer: ImportAnswer }) {
  const { t } = useWords();
  const words = useServerWords();
  return (
    <Panel flush title={t('inventory.workbook.problems', { shown: answer.told.length, all: answer.problems })}>
      <DataTable
        label={t('inventory.workbook.figures.problems')}
        rows={answer.told.map((problem, index) => ({ ...problem, index }))}
        rowKey={(row) => String(row.index)}
        columns={[
          { key: 'sheet', title: t('inventory.workbook.sheet'), cell: (row) => row.sheet },
          { key: 'row', title: t('inventory.workbook.row'), number: true, cell: (row) => row.row },
          { key: 'column', title: t('inventory.workbook.column'), cell: (row) => row.column ?? '—' },
          { key: 'problem', title: t('inventory.workbook.problem'), cell: (row) => words.told(row) },
        ]}
      />
    </Panel>
  );
}
