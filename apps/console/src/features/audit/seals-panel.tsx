import { useQuery } from '@tanstack/react-query';
import { Skeleton, Table } from 'antd';
import { auditSeals, type Seal } from '../../data/audit.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { When } from '../../parts/when.tsx';

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
        <Table<Seal>
          rowKey={(seal) => String(seal.number)}
          dataSource={seals.data.items}
          pagination={{ pageSize: 20, hideOnSinglePage: true, style: { padding: '0 16px' } }}
          scroll={{ x: 'max-content' }}
          columns={[
            { key: 'range', title: t('audit.range'), render: (_, s) => <span className="mono">{`${s.from} – ${s.to}`}</span> },
            { key: 'at', title: t('audit.sealedAt'), render: (_, s) => <When at={s.sealedAt} /> },
            { key: 'root', title: t('audit.root'), render: (_, s) => <Digest text={s.root} /> },
            { key: 'previous', title: t('audit.previous'), render: (_, s) => <Digest text={s.previous} /> },
            { key: 'signature', title: t('audit.signature'), render: (_, s) => <Digest text={s.signature} /> },
            { key: 'key', title: t('audit.key'), render: (_, s) => <Digest text={s.keyId} /> },
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
