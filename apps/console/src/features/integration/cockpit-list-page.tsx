import type { Evidence } from '@dizuo/api';
import { Skeleton } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { type DataColumn, DataTable, Pager } from '../../shapes/data-table.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { figureText, money } from './cockpit-values.ts';
import { useEvidence } from './use-cockpit.ts';

const size = 20;

/** Exactly what a figure counts, and of a share what it still misses. */
export function CockpitListPage() {
  const words = useWords();
  const { t, say } = words;
  const address = useAddress();
  const department = address.get('department');
  const page = Number(address.get('page')) || 1;
  const evidence = useEvidence({ figure: address.get('figure'), department, limit: size, offset: (page - 1) * size });
  const { data, error } = evidence;
  const missing = data?.missing !== undefined && address.get('tab') === 'missing';
  const list = missing ? data?.missing : data?.counted;
  const back = `/gov/cockpit${department ? `?department=${encodeURIComponent(department)}` : ''}`;
  const columns: DataColumn<Evidence>[] = [
    {
      key: 'name',
      title: t('cockpit.list.name'),
      cell: (row) => (
        <>
          {row.path ? <Link to={row.path}>{row.displayName}</Link> : row.displayName}
          <div className="mono muted">{row.name}</div>
        </>
      ),
    },
    { key: 'department', title: t('cockpit.bureau'), cell: (row) => row.department || '—' },
  ];
  if (data?.figure.unit === 'yuan')
    columns.push({ key: 'amount', title: t('cockpit.list.amount'), number: true, cell: (row) => money(row.amount ?? 0, words) });

  return (
    <div className="page">
      <PageHead
        title={data ? say(data.figure.displayName) : t('cockpit.title')}
        count={list?.total}
        crumbs={[[t('cockpit.title'), back]]}
      />
      {error && <ErrorNotice error={error} onRetry={() => evidence.refetch()} />}
      {!data && !error && <Skeleton active />}
      {data && (
        <div className="stack">
          <div className="panel panel-body">
            <Facts
              of={[
                [t('cockpit.list.value'), <b key="value">{figureText(data.figure, words)}</b>],
                [t('cockpit.list.formula'), say(data.figure.formula)],
                [t('cockpit.list.kind'), say(data.figure.source.kind)],
                [t('cockpit.list.filter'), say(data.figure.source.filter)],
              ]}
            />
          </div>
          <div className="panel">
            {data.missing && (
              <div style={{ padding: '0 16px' }}>
                <TabBar
                  label={say(data.figure.displayName)}
                  active={missing ? 'missing' : 'counted'}
                  onChange={(key) => address.set({ tab: key === 'missing' ? key : undefined, page: undefined })}
                  items={[
                    { key: 'counted', label: `${t('cockpit.list.counted')} ${data.counted.total}` },
                    { key: 'missing', label: `${t('cockpit.list.missing')} ${data.missing.total}` },
                  ]}
                />
              </div>
            )}
            {list?.total === 0 ? (
              <p className="empty">{t('cockpit.list.none')}</p>
            ) : (
              <>
                <DataTable
                  label={say(data.figure.displayName)}
                  rows={list?.items ?? []}
                  rowKey={(row) => `${row.kind}/${row.namespace}/${row.name}/${row.displayName}`}
                  columns={columns}
                />
                <Pager
                  page={page}
                  size={size}
                  count={list?.total ?? 0}
                  onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
                />
              </>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
