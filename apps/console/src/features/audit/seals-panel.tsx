import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { auditSeals, type Seal } from '../../data/audit.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';

/** The latest seals, each over a range of records and bound to the one before. */
export function SealsPanel() {
  const { t } = useWords();
  const seals = useQuery({ queryKey: ['seals'], queryFn: () => auditSeals(100), refetchInterval: 5_000 });
  if (seals.error) return <ErrorNotice error={seals.error} onRetry={() => seals.refetch()} />;
  if (!seals.data) return <Skeleton active />;
  return (
    <div className="panel">
      {seals.data.items.length === 0 ? (
        <EmptyStart title={t('audit.noSeals')} hint={t('audit.noSealsHint')} />
      ) : (
        <DataTable<Seal>
          label={t('audit.seals')}
          rows={seals.data.items}
          rowKey={(seal) => String(seal.from)}
          columns={[
            { key: 'range', title: t('audit.range'), cell: (s) => <span className="mono">{`${s.from} – ${s.to}`}</span> },
            { key: 'at', title: t('audit.sealedAt'), cell: (s) => <When at={s.sealedAt} /> },
            { key: 'root', title: t('audit.root'), cell: (s) => <Digest text={s.root} /> },
            { key: 'previous', title: t('audit.previous'), cell: (s) => <Digest text={s.previous} /> },
            { key: 'signature', title: t('audit.signature'), cell: (s) => <Digest text={s.signature} /> },
            { key: 'key', title: t('audit.key'), cell: (s) => <Digest text={s.keyId} /> },
          ]}
        />
      )}
    </div>
  );
}

function Digest({ text }: { text: string | null }) {
  if (!text) return <span className="muted">—</span>;
  if (text.length <= 16) return <Identifier text={text} />;
  return (
    <span title={text} className="mono">
      {text.slice(0, 16)}…
    </span>
  );
}
