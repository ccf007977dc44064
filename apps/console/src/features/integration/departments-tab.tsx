import type { AssessmentOverview, DepartmentFigures } from '@dizuo/api';
import { Link, useLocation } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { type DataColumn, DataTable } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { figure, wan } from './amounts.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** The figures of each department; each leads to its list. */
export function DepartmentsTab({ overview }: { overview: AssessmentOverview }) {
  const words = useWords();
  const { t } = words;
  const name = useDepartmentNames();
  const { pathname } = useLocation();
  const address = useAddress();
  const sort = address.get('sort') || '-systems';
  const to = (tab: string, { departmentRef }: DepartmentFigures) => `${pathname}?tab=${tab}&department=${departmentRef}`;
  const counts: [key: string, title: string, tab: string, value: (of: DepartmentFigures) => number][] = [
    ['systems', t('assessment.column.systems'), 'proposals', (of) => of.systems],
    ['overlap', t('assessment.tab.pairs'), 'pairs', (of) => of.overlap.systems],
    ['unused', t('assessment.activity.unused'), 'unused', (of) => of.activity.unused],
    ['contracts', t('assessment.contractState.soon'), 'contracts', (of) => of.contracts.soon],
    ['debt', t('assessment.column.debt'), 'debt', (of) => of.debt.high],
    ['merge', t('assessment.way.merge'), 'proposals', (of) => of.ways.merge],
    ['connect', t('assessment.way.connect'), 'proposals', (of) => of.ways.connect],
    ['keep', t('assessment.way.keep'), 'proposals', (of) => of.ways.keep],
    ['retire', t('assessment.way.retire'), 'proposals', (of) => of.ways.retire],
  ];
  const wayQuery = (key: string) => (['merge', 'connect', 'keep', 'retire'].includes(key) ? `&way=${key}` : '');
  const columns: DataColumn<DepartmentFigures>[] = [
    { key: 'department', title: t('assessment.department'), cell: (of) => <span className="nowrap">{name(of.departmentRef)}</span> },
    ...counts.map(
      ([key, title, tab, value]): DataColumn<DepartmentFigures> => ({
        key,
        title,
        number: true,
        sortable: true,
        cell: (of) =>
          value(of) > 0 ? <Link to={`${to(tab, of)}${wayQuery(key)}`}>{figure(value(of))}</Link> : <span className="muted">0</span>,
      }),
    ),
    {
      key: 'upkeep',
      title: t('assessment.upkeep'),
      number: true,
      sortable: true,
      cell: (of) => <span className="nowrap">{wan(of.cost.upkeep, words)}</span>,
    },
    {
      key: 'saves',
      title: t('assessment.column.saves'),
      number: true,
      sortable: true,
      cell: (of) => (
        <Link to={to('cost', of)} className="nowrap">
          {wan(of.cost.saves, words)}
        </Link>
      ),
    },
  ];
  const key = sort.replace(/^-/, '');
  const value = counts.find(([one]) => one === key)?.[3] ?? ((of: DepartmentFigures) => (key === 'saves' ? of.cost.saves : of.cost.upkeep));
  const rows = overview.departments.toSorted((x, y) => (sort.startsWith('-') ? value(y) - value(x) : value(x) - value(y)));
  return (
    <Panel title={t('assessment.departmentsTitle')} flush>
      <DataTable<DepartmentFigures>
        label={t('assessment.departmentsTitle')}
        columns={columns}
        rows={rows}
        rowKey={(of) => of.departmentRef}
        sort={sort}
        onSort={(next) => address.set({ sort: next })}
      />
    </Panel>
  );
}
