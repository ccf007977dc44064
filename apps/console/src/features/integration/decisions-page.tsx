import { type DecisionRow, dispositionPhases, dispositionWays } from '@dizuo/api';
import { Button, Skeleton, Tag } from 'antd';
import { useDeferredValue } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { type DataColumn, DataTable, Pager } from '../../shapes/data-table.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { DueCell, decisionPath, PhaseTag, ProgressCell, WayCell } from './decision-marks.tsx';
import { DecisionTiles } from './decision-tiles.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { keepsSystems } from './systems.ts';
import { useKeptTenants } from './tenant-choice.tsx';
import { useDecisions } from './use-decisions.ts';
import { useDepartmentNames } from './use-department-names.ts';

const size = 20;
const filterKeys = ['search', 'department', 'proposed', 'way', 'phase', 'only'] as const;

/** What becomes of each system: the proposal beside the decision, and how far it is. */
export function DecisionsPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const { session } = useSession();
  const department = useDepartmentNames();
  const address = useAddress();
  const page = Number(address.get('page')) || 1;
  const sort = address.get('sort') || 'name';
  const filter = Object.fromEntries(filterKeys.map((key) => [key, address.get(key)]));
  const query = { ...filter, sort: sort.replace(/^-/, ''), descending: sort.startsWith('-'), limit: size, offset: (page - 1) * size };
  const asked = useDeferredValue(JSON.stringify(query));
  const { data, error, refetch } = useDecisions(JSON.parse(asked) as typeof query);
  const keeps = useKeptTenants().length > 0;
  const set = (key: string) => (value: string | undefined) => address.set({ [key]: value, page: undefined });
  const nothing = data?.counts.systems === 0 && !address.get('department');

  const columns: DataColumn<DecisionRow>[] = [
    {
      key: 'name',
      title: t('decision.system'),
      sortable: true,
      cell: (row) => (
        <>
          <Link to={row.way ? decisionPath(row) : `/gov/systems/${row.key}?tab=assessment`}>{row.displayName}</Link>{' '}
          {row.sample && <Tag variant="filled">{t('inventory.sample')}</Tag>}
          <div className="muted">{department(row.departmentRef)}</div>
        </>
      ),
    },
    {
      key: 'proposed',
      title: t('decision.proposed'),
      cell: (row) => <span className="muted nowrap">{row.proposed ? t(`assessment.way.${row.proposed}`) : '—'}</span>,
    },
    { key: 'way', title: t('decision.decided'), cell: (row) => <WayCell row={row} /> },
    {
      key: 'phase',
      title: t('decision.phase'),
      sortable: true,
      cell: (row) =>
        row.way || !keepsSystems(session, row.namespace) ? (
          <PhaseTag phase={row.phase} />
        ) : (
          <Link to={`${decisionPath(row)}/new`} className="nowrap">
            {t('decision.propose')}
          </Link>
        ),
    },
    { key: 'share', title: t('decision.progress'), sortable: true, cell: (row) => <ProgressCell row={row} /> },
    { key: 'endsOn', title: t('decision.due'), sortable: true, cell: (row) => <DueCell row={row} wave={row.waveName} /> },
  ];

  return (
    <div className="page">
      <PageHead
        title={t('decision.title')}
        count={data?.counts.systems}
        lead={t('decision.lead')}
        actions={
          keeps &&
          data &&
          data.counts.open > 0 && (
            <Button type="primary" onClick={() => navigate('/gov/decisions/propose')}>
              {t('decision.proposeAll')}
            </Button>
          )
        }
      />
      {error && <ErrorNotice error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div className="panel panel-body" aria-busy>
          <Skeleton active title={false} paragraph={{ rows: 8 }} />
        </div>
      )}
      {nothing && (
        <div className="panel">
          <EmptyStart title={t('decision.empty')} hint={t('decision.emptyHint')} />
        </div>
      )}
      {data && !nothing && (
        <>
          <DecisionTiles counts={data.counts} />
          <div className="panel">
            <div className="filters">
              <FilterInput label={t('decision.search')} value={address.get('search')} onChange={set('search')} />
              <DepartmentSelect value={address.get('department')} onChange={set('department')} />
              <PlainSelect
                label={t('decision.proposed')}
                value={address.get('proposed')}
                options={dispositionWays.map((value) => ({ value, label: t(`assessment.way.${value}`) }))}
                onChange={set('proposed')}
              />
              <PlainSelect
                label={t('decision.decided')}
                value={address.get('way')}
                options={dispositionWays.map((value) => ({ value, label: t(`assessment.way.${value}`) }))}
                onChange={set('way')}
              />
              <PlainSelect
                label={t('decision.phase')}
                value={address.get('phase')}
                options={[
                  { value: 'open', label: t('decision.open') },
                  ...dispositionPhases.map((value) => ({ value, label: t(`decision.phases.${value}`) })),
                ]}
                onChange={set('phase')}
              />
              <PlainSelect
                label={t('decision.only')}
                value={address.get('only')}
                options={(['late', 'blocked', 'differs'] as const).map((value) => ({ value, label: t(`decision.${value}`) }))}
                onChange={set('only')}
              />
            </div>
            {data.total === 0 ? (
              <EmptyStart
                title={t('decision.nothingFits')}
                action={
                  <Button onClick={() => address.set(Object.fromEntries([...filterKeys, 'page'].map((key) => [key, undefined])))}>
                    {t('inventory.systems.clear')}
                  </Button>
                }
              />
            ) : (
              <>
                <DataTable
                  label={t('decision.title')}
                  rows={data.items}
                  rowKey={(row) => row.key}
                  columns={columns}
                  sort={sort}
                  onSort={(next) => address.set({ sort: next, page: undefined })}
                />
                <Pager
                  page={page}
                  size={size}
                  count={data.total}
                  onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
                />
              </>
            )}
          </div>
        </>
      )}
    </div>
  );
}
