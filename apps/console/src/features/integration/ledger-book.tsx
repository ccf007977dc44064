import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { bookPath } from './ledger-paths.ts';
import { useApprovalNames } from './use-approval-names.ts';
import type { BookEntry, useLedgerBook } from './use-ledger-book.ts';

/** Principals that are controllers of the platform itself. */
const platform = 'system:controller:';
/** Lines that are shown at first. */
const few = 20;
const signed = (n: number) => (n > 0 ? `+${n}` : String(n).replace('-', '−'));

/** Every change of the count: what, why, by whom, and what it came to. */
export function LedgerBook({ tenant, book }: { tenant: string; book: ReturnType<typeof useLedgerBook> }) {
  const { t } = useWords();
  const named = useApprovalNames(tenant);
  const lines = book.data?.pages.flatMap(({ items }) => items) ?? [];
  const [shown, setShown] = useState(few);
  const older = () => {
    if (shown >= lines.length) void book.fetchNextPage();
    setShown(Number.POSITIVE_INFINITY);
  };
  const cause = (entry: BookEntry) => t(`ledger.cause.${entry.cause as 'opened'}`);
  return (
    <Panel flush title={t('ledger.book')} extra={<span className="muted">{t('ledger.bookLead')}</span>}>
      {book.error && (
        <div className="panel-body">
          <ErrorNotice error={book.error} onRetry={() => book.refetch()} />
        </div>
      )}
      {book.isPending && (
        <div className="panel-body">
          <Skeleton active title={false} />
        </div>
      )}
      {book.data && lines.length === 0 && <p className="panel-body muted">{t('ledger.bookEmpty')}</p>}
      {lines.length > 0 && (
        <DataTable<BookEntry>
          label={t('ledger.book')}
          rows={lines.slice(0, shown)}
          rowKey={({ number }) => String(number)}
          columns={[
            {
              key: 'what',
              title: t('ledger.what'),
              cell: (entry) =>
                entry.cause === 'opened' ? (
                  cause(entry)
                ) : (
                  <Named path={bookPath(entry.kind, entry.namespace, entry.name)}>{entry.displayName}</Named>
                ),
            },
            {
              key: 'change',
              title: t('ledger.change'),
              cell: (entry) => (
                <span className="nowrap">
                  {entry.cause === 'opened' ? '' : `${cause(entry)} `}
                  {entry.cause === 'excepted' && entry.excepted !== 0 && <strong>{signed(entry.excepted)}</strong>}
                  {entry.delta !== 0 && <strong className="number">{signed(entry.delta)}</strong>}
                  {entry.excepted !== 0 && entry.cause !== 'excepted' && (
                    <span className="muted">
                      {t('ledger.excepted')} {signed(entry.excepted)}
                    </span>
                  )}
                </span>
              ),
            },
            { key: 'after', title: t('ledger.after'), number: true, cell: ({ count }) => count },
            {
              key: 'why',
              title: t('ledger.why'),
              cell: ({ approval, approvalKind, approvalNamespace }) =>
                approval ? (
                  <Named path={bookPath(approvalKind, approvalNamespace, approval)}>{named(approvalKind, approval)}</Named>
                ) : (
                  <span className="muted">—</span>
                ),
            },
            {
              key: 'who',
              title: t('ledger.who'),
              cell: ({ principal }) => (principal.startsWith(platform) ? <span className="muted">{t('ledger.platform')}</span> : principal),
            },
            { key: 'at', title: t('ledger.at'), cell: ({ at }) => <When at={at} /> },
          ]}
        />
      )}
      {(shown < lines.length || book.hasNextPage) && (
        <div className="panel-body">
          <Button loading={book.isFetchingNextPage} onClick={older}>
            {t('ledger.older')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Named({ path, children }: { path: string | undefined; children: string }) {
  return path ? <Link to={path}>{children}</Link> : <span>{children}</span>;
}
