import { DownloadOutlined, SettingOutlined } from '@ant-design/icons';
import type { KubeObject } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { LiveList } from '../data/use-live.ts';
import { useWords } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../parts/error-notice.tsx';
import { FilterInput } from '../parts/filter-input.tsx';
import { PlainSelect } from '../parts/plain-select.tsx';
import { saveFile } from '../parts/save-file.ts';
import { DataTable, Pager } from './data-table.tsx';
import { csvOf, type ListColumn, type ListFilter } from './list-columns.ts';
import { type Crumb, PageHead } from './page-head.tsx';
import type { TableSettings } from './table-settings.tsx';
import { useAddress } from './use-address.ts';
import { pageSize, useTableRows } from './use-table-rows.ts';

const TableSettingsButton = lazy(() => import('./table-settings.tsx').then((m) => ({ default: m.TableSettingsButton })));

export interface ListProps<T extends KubeObject> {
  /** Stable name: file name of the export and key of the reader's settings. */
  id: string;
  list: LiveList<T>;
  columns: ListColumn<T>[];
  filters?: ListFilter<NoInfer<T>>[];
  /** Words of a row that the filter field looks in. */
  words(row: T): string;
  empty: { title: string; hint: ReactNode; action?: ReactNode };
  /** Order without the reader's choice: `key` or `-key`. */
  sort?: string;
}

/** Page shape 1: title with count, one primary action, filters, a table that stays up to date. Everything chosen is in the address. */
export function ListPage<T extends KubeObject>(
  props: ListProps<T> & { title: string; lead?: ReactNode; primary?: ReactNode; crumbs?: Crumb[] },
) {
  return (
    <div className="page">
      <PageHead
        title={props.title}
        count={props.list.loaded ? (props.list.paged ? `${props.list.items.length}+` : props.list.items.length) : undefined}
        lead={props.lead}
        actions={props.list.loaded && props.list.items.length === 0 ? undefined : props.primary}
        {...(props.crumbs ? { crumbs: props.crumbs } : {})}
      />
      <LiveTable {...props} />
    </div>
  );
}

/** The table of a list page, also as a part of other pages. */
export function LiveTable<T extends KubeObject>({ id, list, columns, filters = [], words, empty, sort = '' }: ListProps<T>) {
  const { t } = useWords();
  const address = useAddress();
  const [settings, setSettings] = useTableSettings(id);
  const [choosing, setChoosing] = useState(false);
  const query = address.get('q');
  const order = address.get('sort') || sort;
  const table = useTableRows({ list, columns, filters, words, query, order, page: Number(address.get('page')) || 1, chosen: address.get });

  if (list.error && !list.loaded) return <ErrorNotice error={list.error} onRetry={list.retry} />;
  if (table.error && !table.loaded) return <ErrorNotice error={table.error} onRetry={table.retry} />;
  if (!list.loaded || !table.loaded) {
    return (
      <div className="panel panel-body" aria-busy>
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      </div>
    );
  }
  const stale = list.error ?? table.error;
  if (list.items.length === 0) {
    return (
      <>
        {stale && <StaleNotice error={stale} onRetry={list.retry} />}
        <div className="panel">
          <EmptyStart {...empty} />
        </div>
      </>
    );
  }

  const shown = columns.filter((column) => settings.columns?.includes(column.key) ?? !column.optional);
  const settingsButton = (
    <Button
      icon={<SettingOutlined />}
      aria-label={t('parts.list.settings')}
      title={t('parts.list.settings')}
      onClick={() => setChoosing(true)}
    />
  );
  const clear = () => address.set(Object.fromEntries(['q', 'page', ...filters.map((f) => f.key)].map((key) => [key, undefined])));

  return (
    <>
      {stale && <StaleNotice error={stale} onRetry={list.retry} />}
      <div className="panel">
        <div className="filters">
          <FilterInput label={t('parts.list.filter')} value={query} onChange={(value) => address.set({ q: value, page: undefined })} />
          {table.filters.map((filter) => (
            <PlainSelect
              key={filter.key}
              label={filter.label}
              value={address.get(filter.key)}
              options={filter.options}
              onChange={(value) => address.set({ [filter.key]: value, page: undefined })}
            />
          ))}
          <span className="row only-wide" style={{ marginLeft: 'auto' }}>
            <Button
              icon={<DownloadOutlined />}
              aria-label={t('parts.list.export')}
              title={t('parts.list.export')}
              onClick={async () => saveFile(`${id}.csv`, 'text/csv', csvOf(await table.all(), columns))}
            />
            {choosing ? (
              <Suspense fallback={settingsButton}>
                <TableSettingsButton columns={columns} shown={shown} settings={settings} onChange={setSettings} />
              </Suspense>
            ) : (
              settingsButton
            )}
          </span>
        </div>
        {table.rows.length === 0 ? (
          <EmptyStart title={t('parts.list.nothingFits')} action={<Button onClick={clear}>{t('parts.list.clear')}</Button>} />
        ) : (
          <>
            <DataTable<T>
              label={id}
              rows={table.rows}
              rowKey={(row) => row.metadata.uid ?? `${row.metadata.namespace}/${row.metadata.name}`}
              dense={settings.dense ?? false}
              columns={shown.map((column) => ({ ...column, sortable: table.sortable(column) }))}
              sort={order}
              onSort={(next) => address.set({ sort: next, page: undefined })}
            />
            <Pager
              page={table.page}
              size={pageSize}
              count={table.total}
              onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
            />
          </>
        )}
      </div>
    </>
  );
}

function useTableSettings(id: string): [TableSettings, (next: TableSettings) => void] {
  const key = `dizuo.table.${id}`;
  const [settings, setSettings] = useState<TableSettings>(() => JSON.parse(localStorage.getItem(key) ?? '{}') as TableSettings);
  return [
    settings,
    (next) => {
      localStorage.setItem(key, JSON.stringify(next));
      setSettings(next);
    },
  ];
}
