import { CaretDownFilled, CaretUpFilled, DownOutlined, RightOutlined } from '@ant-design/icons';
import { Fragment, type ReactNode, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';

export interface DataColumn<T> {
  key: string;
  title: ReactNode;
  cell(row: T): ReactNode;
  /** Figures stand right. */
  number?: boolean;
  width?: number | string;
  sortable?: boolean;
}

/** A plain table: it scrolls by itself where it is too wide, heads sort, rows may open. Lighter than a component library's. */
export function DataTable<T>(props: {
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowKey(row: T): string;
  label: string;
  dense?: boolean;
  /** `key` or `-key`. */
  sort?: string;
  onSort?(sort: string | undefined): void;
  expanded?(row: T): ReactNode;
}) {
  const { columns, rows, rowKey, sort = '', expanded } = props;
  const { t } = useWords();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setOpen((before) => (before.has(key) ? new Set([...before].filter((other) => other !== key)) : new Set([...before, key])));

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label={props.label} tabIndex={0}>
      <table className={props.dense ? 'table table-dense' : 'table'}>
        <thead>
          <tr>
            {expanded && (
              <th className="table-fold">
                <span className="visually-hidden">{t('parts.list.details')}</span>
              </th>
            )}
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            const isOpen = open.has(key);
            return (
              <Fragment key={key}>
                <tr>
                  {expanded && (
                    <td>
                      <button
                        type="button"
                        className="table-toggle"
                        aria-expanded={isOpen}
                        aria-label={t('parts.list.details')}
                        onClick={() => toggle(key)}
                      >
                        {isOpen ? <DownOutlined /> : <RightOutlined />}
                      </button>
                    </td>
                  )}
                  {columns.map((column) => (
                    <td key={column.key} className={column.number ? 'number' : undefined}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
                {isOpen && expanded && (
                  <tr className="table-detail">
                    <td colSpan={columns.length + 1}>{expanded(row)}</td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Head<T>({
  column,
  sort,
  onSort,
}: {
  column: DataColumn<T>;
  sort: string;
  onSort: ((sort: string | undefined) => void) | undefined;
}) {
  const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined;
  const shape = { className: column.number ? 'number' : undefined, style: column.width === undefined ? {} : { width: column.width } };
  if (!column.sortable || !onSort) return <th {...shape}>{column.title}</th>;
  const next = direction === 'ascending' ? `-${column.key}` : column.key;
  return (
    <th {...shape} aria-sort={direction ?? 'none'}>
      <button type="button" className="table-sort" onClick={() => onSort(next)}>
        {column.title}
        <span aria-hidden className={direction ? '' : 'table-unsorted'}>
          {direction === 'descending' ? <CaretDownFilled /> : <CaretUpFilled />}
        </span>
      </button>
    </th>
  );
}

/** Goes through pages; nothing where there is only one. */
export function Pager(props: { page: number; size: number; count: number; onPage(page: number): void }) {
  const { t } = useWords();
  const last = Math.max(1, Math.ceil(props.count / props.size));
  if (last === 1) return null;
  const page = Math.min(props.page, last);
  return (
    <nav className="pager" aria-label={t('parts.list.pages')}>
      <span className="muted">{t('parts.list.total', { count: props.count })}</span>
      <button type="button" className="plain-button" disabled={page <= 1} onClick={() => props.onPage(page - 1)}>
        {t('parts.list.previous')}
      </button>
      <span>{t('parts.list.page', { page, last })}</span>
      <button type="button" className="plain-button" disabled={page >= last} onClick={() => props.onPage(page + 1)}>
        {t('parts.list.following')}
      </button>
    </nav>
  );
}
