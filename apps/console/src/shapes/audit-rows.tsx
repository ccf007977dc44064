import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { Fragment } from 'react';
import type { AuditEntry } from '../data/audit.ts';
import { useWords, type WordKey } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Facts } from '../parts/facts.tsx';
import { Identifier } from '../parts/identifier.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import { When } from '../parts/when.tsx';
import { diffLines } from './audit-diff.ts';
import { DataTable } from './data-table.tsx';

const verbs = ['create', 'update', 'patch', 'delete', 'get', 'list', 'watch'];

/** Audit entries, newest first, more on demand. */
export function AuditRows(props: {
  queryKey: unknown[];
  load(before: string | undefined): Promise<{ items: AuditEntry[]; next?: string }>;
  withObject?: boolean;
}) {
  const { t } = useWords();
  const pages = useInfiniteQuery({
    queryKey: props.queryKey,
    queryFn: ({ pageParam }) => props.load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  if (pages.error) return <ErrorNotice error={pages.error} onRetry={() => pages.refetch()} />;
  if (!pages.data) return <Skeleton active style={{ padding: 16 }} />;
  const rows = pages.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <EmptyStart title={t('parts.auditTab.none')} hint={t('parts.auditTab.noneHint')} />;

  const verbWord = (entry: AuditEntry) =>
    verbs.includes(entry.verb) ? t(`parts.auditTab.verb.${entry.verb}` as WordKey) : t('parts.auditTab.verb.other', { verb: entry.verb });

  return (
    <>
      <DataTable<AuditEntry>
        label={t('parts.object.audit')}
        rows={rows}
        rowKey={(entry) => String(entry.number)}
        expanded={(entry) => <EntryDetail entry={entry} />}
        columns={[
          { key: 'number', title: '#', number: true, cell: (e) => <span className="mono">{e.number}</span> },
          { key: 'at', title: t('parts.auditTab.at'), cell: (e) => <When at={e.at} /> },
          { key: 'who', title: t('parts.auditTab.who'), cell: (e) => e.principal },
          {
            key: 'did',
            title: t('parts.auditTab.did'),
            cell: (e) => (
              <>
                {verbWord(e)}
                {e.subresource ? ` /${e.subresource}` : ''}
              </>
            ),
          },
          ...(props.withObject
            ? [
                {
                  key: 'object',
                  title: t('parts.object.identifier'),
                  cell: (e: AuditEntry) => (
                    <span className="mono">
                      {e.resource}
                      {e.name ? ` ${e.namespace ? `${e.namespace}/` : ''}${e.name}` : ''}
                    </span>
                  ),
                },
              ]
            : []),
          { key: 'outcome', title: t('parts.auditTab.outcome'), cell: (e) => <Outcome entry={e} /> },
        ]}
      />
      {pages.hasNextPage && (
        <div style={{ padding: 16, textAlign: 'center' }}>
          <Button loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t('parts.auditTab.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Outcome({ entry }: { entry: AuditEntry }) {
  const { t } = useWords();
  const outcome = entry.outcome.toLowerCase();
  if (/allow|success|ok/.test(outcome)) return <StateTag state="ready" word={t('parts.auditTab.allowed')} />;
  if (/den|refus|forbid/.test(outcome)) return <StateTag state="failed" word={t('parts.auditTab.denied')} />;
  return <StateTag state="degraded" word={t('parts.auditTab.failed')} />;
}

function EntryDetail({ entry }: { entry: AuditEntry }) {
  const { t } = useWords();
  const lines = diffLines(entry.diff);
  return (
    <div className="stack">
      <Facts
        of={[
          entry.reason ? [t('parts.auditTab.reason'), entry.reason] : undefined,
          entry.policies?.length ? [t('parts.error.policy'), entry.policies.join(', ')] : undefined,
          entry.requestId ? [t('parts.error.requestId'), <Identifier key="id" text={entry.requestId} />] : undefined,
          entry.sourceAddress
            ? [
                'IP',
                <span key="ip" className="mono">
                  {entry.sourceAddress}
                </span>,
              ]
            : undefined,
        ]}
      />
      {lines.length > 0 && (
        <div className="stack-tight">
          <strong>{t('parts.auditTab.changes')}</strong>
          <pre className="code">
            {lines.map((line) => (
              <Fragment key={line.path + line.sign}>
                <span className={line.sign === '-' ? 'diff-before' : 'diff-after'}>
                  {line.sign} {line.path}: {line.value}
                </span>
                {'\n'}
              </Fragment>
            ))}
          </pre>
        </div>
      )}
    </div>
  );
}
