import { contractStates, inventoryPath, type SystemRow, systemLevels, systemLifecycles } from '@dizuo/api';
import { App, Button, Skeleton, Tag } from 'antd';
import { useDeferredValue } from 'react';
import { Link, useNavigate } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { type DataColumn, DataTable, Pager } from '../../shapes/data-table.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { saveAnswer } from './save-answer.ts';
import { ContractEnd, LevelTag, moneyText, numberText } from './system-marks.tsx';
import { ownTenants, systemPath, useSystems } from './systems.ts';

const size = 20;
const filterKeys = ['search', 'department', 'line', 'level', 'lifecycle', 'vendor', 'contract', 'counted'] as const;

/** All systems that the person may see; filtered and paged on the server, so that 5,000 are as quick as fifty. */
export function SystemsPage() {
  const { t, language } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const address = useAddress();
  const page = Number(address.get('page')) || 1;
  const sort = address.get('sort');
  const filter = Object.fromEntries(filterKeys.map((key) => [key, address.get(key) || undefined]));
  const order = sort ? { sort: sort.replace(/^-/, ''), descending: sort.startsWith('-') ? 'true' : undefined } : {};
  const query = { ...filter, ...order };
  const asked = useDeferredValue(JSON.stringify({ ...query, limit: size, offset: (page - 1) * size }));
  const systems = useSystems(JSON.parse(asked) as Record<string, string>);
  const { data, error } = systems;
  const keeps = holds(session, 'operator') || ownTenants(session).length > 0;
  const set = (key: string) => (value: string | undefined) => address.set({ [key]: value, page: undefined });
  const clear = () => address.set(Object.fromEntries([...filterKeys, 'page'].map((key) => [key, undefined])));
  const facet = (key: 'department' | 'line' | 'vendor') =>
    (data?.facets[key] ?? []).map(({ value, label, count }) => ({ value, label: `${label} (${count})` }));
  const exportAll = () =>
    void client.transport
      .open('GET', `${inventoryPath}/export`, { query })
      .then((response) => saveAnswer(response, 'systems.xlsx'))
      .catch((problem) => void modal.error({ icon: null, content: <ErrorNotice error={problem} /> }));
  const create = (
    <Button type="primary" onClick={() => navigate('/gov/systems/new')}>
      {t('inventory.systems.new')}
    </Button>
  );

  const columns: DataColumn<SystemRow>[] = [
    {
      key: 'name',
      title: t('inventory.systems.name'),
      sortable: true,
      cell: (row) => (
        <>
          <Link to={systemPath(row.namespace, row.name)} className={isUpper(row) ? 'muted' : ''}>
            {row.displayName}
          </Link>{' '}
          {row.sample && <Tag variant="filled">{t('inventory.sample')}</Tag>}
          <div className="mono muted">{row.name}</div>
        </>
      ),
    },
    { key: 'level', title: t('inventory.systems.level'), cell: (row) => <LevelTag level={row.level} /> },
    { key: 'department', title: t('inventory.systems.department'), sortable: true, cell: (row) => row.department },
    {
      key: 'lines',
      title: t('inventory.systems.lines'),
      cell: (row) => <span className="clamp">{row.linesOfBusiness.join(' · ') || '—'}</span>,
    },
    {
      key: 'lifecycle',
      title: t('inventory.systems.lifecycle'),
      cell: (row) => <span className="nowrap">{t(`inventory.lifecycles.${row.lifecycle as 'running'}`)}</span>,
    },
    { key: 'contract', title: t('inventory.systems.ends'), sortable: true, cell: (row) => <ContractEnd row={row} /> },
    { key: 'cost', title: t('inventory.systems.cost'), sortable: true, number: true, cell: (row) => moneyText(row.yearlyCost, language) },
    { key: 'active', title: t('inventory.systems.active'), sortable: true, number: true, cell: (row) => numberText(row.monthlyActive) },
    {
      key: 'used',
      title: t('inventory.systems.used'),
      sortable: true,
      cell: (row) => <span className="nowrap">{row.lastActiveOn ?? '—'}</span>,
    },
  ];

  return (
    <div className="page">
      <PageHead
        title={t('inventory.systems.title')}
        count={data?.total}
        lead={t('inventory.systems.lead')}
        actions={
          data &&
          data.total > 0 && (
            <>
              <Button onClick={exportAll}>{t('inventory.systems.export')}</Button>
              {keeps && <Button onClick={() => navigate('/gov/systems/import')}>{t('inventory.systems.import')}</Button>}
              {keeps && create}
            </>
          )
        }
      />
      {error && <ErrorNotice error={error} onRetry={() => systems.refetch()} />}
      {!data && !error && (
        <div className="panel panel-body" aria-busy>
          <Skeleton active title={false} paragraph={{ rows: 8 }} />
        </div>
      )}
      {data?.total === 0 && (
        <div className="panel">
          <EmptyStart title={t('inventory.systems.empty')} hint={t('inventory.systems.emptyHint')} action={keeps && create} />
        </div>
      )}
      {data && data.total > 0 && (
        <div className="panel">
          <div className="filters">
            <FilterInput label={t('inventory.systems.search')} value={address.get('search')} onChange={set('search')} />
            <PlainSelect
              label={t('inventory.systems.department')}
              value={address.get('department')}
              options={facet('department')}
              onChange={set('department')}
            />
            <PlainSelect label={t('inventory.systems.line')} value={address.get('line')} options={facet('line')} onChange={set('line')} />
            <PlainSelect
              label={t('inventory.systems.level')}
              value={address.get('level')}
              options={systemLevels.map((value) => ({ value, label: t(`inventory.levels.${value}`) }))}
              onChange={set('level')}
            />
            <PlainSelect
              label={t('inventory.systems.lifecycle')}
              value={address.get('lifecycle')}
              options={systemLifecycles.map((value) => ({ value, label: t(`inventory.lifecycles.${value}`) }))}
              onChange={set('lifecycle')}
            />
            <PlainSelect
              label={t('inventory.systems.vendor')}
              value={address.get('vendor')}
              options={facet('vendor')}
              onChange={set('vendor')}
            />
            <PlainSelect
              label={t('inventory.systems.contract')}
              value={address.get('contract')}
              options={contractStates.map((value) => ({ value, label: t(`inventory.contracts.${value}`) }))}
              onChange={set('contract')}
            />
            <PlainSelect
              label={t('inventory.systems.counted')}
              value={address.get('counted')}
              options={[
                { value: 'true', label: t('inventory.systems.counted') },
                { value: 'false', label: t('inventory.systems.notCounted') },
              ]}
              onChange={set('counted')}
            />
          </div>
          {data.matched === 0 ? (
            <EmptyStart
              title={t('inventory.systems.nothingFits')}
              action={<Button onClick={clear}>{t('inventory.systems.clear')}</Button>}
            />
          ) : (
            <>
              <p className="muted" style={{ padding: '8px 16px' }}>
                {t('inventory.systems.summary', {
                  matched: data.matched,
                  counted: data.counted,
                  cost: moneyText(data.yearlyCost, language),
                })}
              </p>
              <DataTable
                label={t('inventory.systems.title')}
                rows={data.items}
                rowKey={(row) => row.uid}
                columns={columns}
                sort={sort}
                onSort={(next) => address.set({ sort: next, page: undefined })}
              />
              <Pager
                page={page}
                size={size}
                count={data.matched}
                onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}

const isUpper = (row: SystemRow) => row.level === 'city' || row.level === 'national';
