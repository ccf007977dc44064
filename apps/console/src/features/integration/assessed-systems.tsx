import type { AssessmentRow, Paged } from '@dizuo/api';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { type DataColumn, DataTable, Pager } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { DepartmentSelect } from './department-select.tsx';
import { SystemAssessmentTab } from './system-assessment.tsx';
import { SystemLink } from './system-link.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

const pageSize = 20;

/** A list of assessed systems that the server filters, sorts and pages. Everything chosen is in the address. */
export function AssessedSystems(props: {
  label: string;
  /** What the list is about, in the server's words. */
  query: Record<string, string | number | boolean | undefined>;
  columns: DataColumn<AssessmentRow>[];
  sort: string;
  /** A choice beyond department and level: key of the query, label, options; `normal` where nothing is chosen. */
  choice?: { key: string; label: string; options: { value: string; label: string }[]; normal?: string };
  empty: string;
  lead?: ReactNode;
}) {
  const { t } = useWords();
  const address = useAddress();
  const department = useDepartmentNames();
  const { choice } = props;
  const sort = address.get('sort') || props.sort;
  const page = Math.max(1, Number(address.get('page')) || 1);
  const chosen = choice && (address.get(choice.key) || choice.normal);
  const list = useAssessment<Paged<AssessmentRow>>('/systems', {
    counted: true,
    ...props.query,
    ...(choice && chosen ? { [choice.key]: chosen } : {}),
    search: address.get('q'),
    department: address.get('department'),
    level: address.get('level'),
    sort: sort.replace(/^-/, ''),
    descending: sort.startsWith('-'),
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  const choose = (changes: Record<string, string | undefined>) => address.set({ ...changes, page: undefined });
  const columns: DataColumn<AssessmentRow>[] = [
    { key: 'name', title: t('assessment.system'), sortable: true, cell: (row) => <SystemLink of={row} department={department} /> },
    ...props.columns,
  ];
  return (
    <div className="panel">
      <div className="filters">
        <FilterInput label={t('assessment.search')} value={address.get('q')} onChange={(q) => choose({ q })} />
        <DepartmentSelect value={address.get('department')} onChange={(value) => choose({ department: value })} />
        <PlainSelect
          label={t('assessment.allLevels')}
          value={address.get('level')}
          options={(['district', 'unit'] as const).map((level) => ({ value: level, label: t(`assessment.level.${level}`) }))}
          onChange={(level) => choose({ level })}
        />
        {choice && (
          <PlainSelect
            label={choice.label}
            value={chosen ?? ''}
            options={choice.options}
            onChange={(value) => choose({ [choice.key]: value })}
          />
        )}
        {list.data && (
          <span className="muted" style={{ marginLeft: 'auto' }}>
            {t('assessment.partnersOf', { count: list.data.total })}
          </span>
        )}
      </div>
      {props.lead}
      {list.error && (
        <div style={{ padding: 16 }}>
          <ErrorNotice error={list.error} onRetry={() => list.refetch()} />
        </div>
      )}
      {list.isPending && (
        <div style={{ padding: 16 }}>
          <Skeleton active title={false} paragraph={{ rows: 6 }} />
        </div>
      )}
      {list.data && list.data.total === 0 && <EmptyStart title={props.empty} />}
      {list.data && list.data.total > 0 && (
        <>
          <DataTable<AssessmentRow>
            label={props.label}
            columns={columns}
            rows={list.data.items}
            rowKey={(row) => row.key}
            sort={sort}
            onSort={(next) => choose({ sort: next })}
            expanded={({ key }) => <SystemAssessmentTab systemKey={key} />}
          />
          <Pager
            page={page}
            size={pageSize}
            count={list.data.total}
            onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
          />
        </>
      )}
    </div>
  );
}
