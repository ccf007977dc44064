import type { Paged, PairRow } from '@dizuo/api';
import { Skeleton } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { DataTable, Pager } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { percent } from './amounts.ts';
import { ShareBar } from './assessment-tags.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { OverlapExplanation } from './overlap-explanation.tsx';
import { OverlapGroups } from './overlap-groups.tsx';
import { SystemLink } from './system-link.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

const pageSize = 20;

/** Systems that do the same, as pairs that open side by side, or as groups. */
export function OverlapTab({ threshold }: { threshold: number }) {
  const { t } = useWords();
  const address = useAddress();
  const groups = address.get('show') === 'groups';
  return (
    <div className="panel">
      <div className="filters">
        <PlainSelect
          label={t('assessment.byPair')}
          value={groups ? 'groups' : ''}
          options={[{ value: 'groups', label: t('assessment.byGroup') }]}
          onChange={(show) => address.set({ show, page: undefined })}
        />
        {!groups && <PairFilters />}
      </div>
      {groups ? <OverlapGroups threshold={threshold} /> : <Pairs threshold={threshold} />}
    </div>
  );
}

function PairFilters() {
  const { t } = useWords();
  const address = useAddress();
  const choose = (changes: Record<string, string | undefined>) => address.set({ ...changes, page: undefined });
  return (
    <>
      <FilterInput label={t('assessment.search')} value={address.get('q')} onChange={(q) => choose({ q })} />
      <DepartmentSelect value={address.get('department')} onChange={(department) => choose({ department })} />
      <PlainSelect
        label={t('assessment.between')}
        value={address.get('between')}
        options={[
          { value: 'same', label: t('assessment.sameDepartment') },
          { value: 'across', label: t('assessment.acrossDepartments') },
        ]}
        onChange={(between) => choose({ between })}
      />
    </>
  );
}

function Pairs({ threshold }: { threshold: number }) {
  const { t } = useWords();
  const address = useAddress();
  const department = useDepartmentNames();
  const page = Math.max(1, Number(address.get('page')) || 1);
  const list = useAssessment<Paged<PairRow>>('/pairs', {
    search: address.get('q'),
    department: address.get('department'),
    between: address.get('between'),
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  if (list.error && !list.data) return <ErrorNotice error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <Skeleton active title={false} paragraph={{ rows: 6 }} style={{ padding: 16 }} />;
  if (list.data.total === 0) {
    return <EmptyStart title={t('assessment.noPairs')} hint={t('assessment.noPairsHint', { threshold: percent(threshold) })} />;
  }
  return (
    <>
      <DataTable<PairRow>
        label={t('assessment.tab.pairs')}
        rows={list.data.items}
        rowKey={({ a, b }) => `${a.key} ${b.key}`}
        columns={[
          { key: 'score', title: t('assessment.overlapTitle'), width: 140, cell: ({ score }) => <ShareBar share={score} /> },
          { key: 'a', title: t('assessment.system'), cell: ({ a }) => <SystemLink of={a} department={department} /> },
          { key: 'b', title: t('assessment.partners'), cell: ({ b }) => <SystemLink of={b} department={department} /> },
          { key: 'functions', title: t('assessment.side.functions'), number: true, cell: (row) => percent(row.functions) },
          { key: 'data', title: t('assessment.side.data'), number: true, cell: (row) => percent(row.data) },
          { key: 'users', title: t('assessment.side.users'), number: true, cell: (row) => percent(row.users) },
        ]}
        expanded={({ a, b }) => <OverlapExplanation a={a} b={b} />}
      />
      <Pager
        page={page}
        size={pageSize}
        count={list.data.total}
        onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
      />
    </>
  );
}
