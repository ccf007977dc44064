import { DownloadOutlined, SettingOutlined } from '@ant-design/icons';
import type { KubeObject } from '@dizuo/api';
import { Button, Checkbox, Popover, Segmented, Select, Skeleton, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import type { LiveList } from '../data/use-live.ts';
import { useWords } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../parts/error-notice.tsx';
import { FilterInput } from '../parts/filter-input.tsx';
import { saveFile } from '../parts/save-file.ts';
import { csvOf, fitting, type ListColumn, type ListFilter, sorted } from './list-columns.ts';
import { type Crumb, PageHead } from './page-head.tsx';
import { useAddress } from './use-address.ts';

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
        count={props.list.loaded ? props.list.items.length : undefined}
        lead={props.lead}
        actions={props.primary}
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

  if (list.error && !list.loaded) return <ErrorNotice error={list.error} onRetry={list.retry} />;
  if (!list.loaded) {
    return (
      <div className="panel panel-body" aria-busy>
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      </div>
    );
  }
  if (list.items.length === 0) {
    return (
      <div className="panel">
        <EmptyStart {...empty} />
      </div>
    );
  }

  const query = address.get('q');
  const order = address.get('sort') || sort;
  const rows = sorted(fitting(list.items, query, words, filters, address.get), columns, order);
  const shown = columns.filter((column) => settings.columns?.includes(column.key) ?? !column.optional);
  const clear = () => address.set(Object.fromEntries(['q', ...filters.map((f) => f.key)].map((key) => [key, undefined])));

  return (
    <>
      {list.error && <StaleNotice />}
      <div className="panel">
        <div className="filters">
          <FilterInput label={t('parts.list.filter')} value={query} onChange={(value) => address.set({ q: value, page: undefined })} />
          {filters.map((filter) => (
            <Select
              key={filter.key}
              allowClear
              aria-label={filter.label}
              placeholder={filter.label}
              style={{ minWidth: 140 }}
              value={address.get(filter.key) || null}
              options={filter.options}
              onChange={(value: string | null) => address.set({ [filter.key]: value ?? undefined, page: undefined })}
            />
          ))}
          <span className="row only-wide" style={{ marginLeft: 'auto' }}>
            <Button
              icon={<DownloadOutlined />}
              aria-label={t('parts.list.export')}
              title={t('parts.list.export')}
              onClick={() => saveFile(`${id}.csv`, 'text/csv', csvOf(rows, columns))}
            />
            <Popover
              trigger="click"
              placement="bottomRight"
              content={<Settings columns={columns} shown={shown} settings={settings} onChange={setSettings} />}
            >
              <Button icon={<SettingOutlined />} aria-label={t('parts.list.settings')} title={t('parts.list.settings')} />
            </Popover>
          </span>
        </div>
        {rows.length === 0 ? (
          <EmptyStart title={t('parts.list.nothingFits')} action={<Button onClick={clear}>{t('parts.list.clear')}</Button>} />
        ) : (
          <Table<T>
            rowKey={(row) => row.metadata.uid ?? `${row.metadata.namespace}/${row.metadata.name}`}
            dataSource={rows}
            size={settings.dense ? 'small' : 'medium'}
            scroll={{ x: 'max-content' }}
            showSorterTooltip={false}
            columns={shown.map((column) => ({
              key: column.key,
              title: column.title,
              ...(column.width === undefined ? {} : { width: column.width }),
              align: column.number ? ('right' as const) : ('left' as const),
              render: (_: unknown, row: T) => column.cell(row),
              sorter: column.text !== undefined,
              sortOrder: order.replace(/^-/, '') !== column.key ? null : order.startsWith('-') ? ('descend' as const) : ('ascend' as const),
            }))}
            pagination={{
              pageSize: 20,
              hideOnSinglePage: true,
              current: Number(address.get('page')) || 1,
              showTotal: (count) => t('parts.list.total', { count }),
              style: { padding: '0 16px' },
            }}
            onChange={(page, _, sorter) => {
              const by = Array.isArray(sorter) ? sorter[0] : sorter;
              const next = by?.order ? `${by.order === 'descend' ? '-' : ''}${String(by.columnKey)}` : undefined;
              address.set({ sort: next, page: page.current && page.current > 1 ? String(page.current) : undefined });
            }}
          />
        )}
      </div>
    </>
  );
}

interface TableSettings {
  columns?: string[];
  dense?: boolean;
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

function Settings<T>(props: {
  columns: ListColumn<T>[];
  shown: ListColumn<T>[];
  settings: TableSettings;
  onChange(next: TableSettings): void;
}) {
  const { t } = useWords();
  const { columns, shown, settings, onChange } = props;
  return (
    <div className="stack" style={{ minWidth: 180 }}>
      <div className="stack-tight">
        <strong>{t('parts.list.columns')}</strong>
        <Checkbox.Group
          style={{ flexDirection: 'column', gap: 4 }}
          options={columns.map((column) => ({ value: column.key, label: column.title }))}
          value={shown.map((column) => column.key)}
          onChange={(keys) => onChange({ ...settings, columns: keys as string[] })}
        />
      </div>
      <div className="stack-tight">
        <strong>{t('parts.list.density')}</strong>
        <Segmented
          value={settings.dense ? 'small' : 'middle'}
          options={[
            { value: 'middle', label: t('parts.list.densityMiddle') },
            { value: 'small', label: t('parts.list.densitySmall') },
          ]}
          onChange={(value) => onChange({ ...settings, dense: value === 'small' })}
        />
      </div>
    </div>
  );
}
