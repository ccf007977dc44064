import type { PackageAnswer, PackageChange } from '@dizuo/api';
import { Button, Tag } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../shapes/data-table.tsx';

const colours = { create: 'green', update: 'blue', unchanged: 'default', kept: 'default' } as const;

/** What applying a package would do, object by object, with the values before and after. */
export function PackageChanges({ answer, busy, onApply }: { answer: PackageAnswer; busy: boolean; onApply(): void }) {
  const { t, language } = useWords();
  const { from, exportedAt, formatVersion, digest } = answer.package;
  const at = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(exportedAt));
  const changes = answer.changes.some(({ action }) => action === 'create' || action === 'update');
  return (
    <Panel
      flush
      title={t('package.changes')}
      extra={
        <Button type="primary" disabled={!changes} loading={busy} onClick={onApply}>
          {t('package.run')}
        </Button>
      }
    >
      <div style={{ padding: '12px 16px' }}>
        <p>{t('package.from', { from, at, version: formatVersion })}</p>
        <p className="muted">
          {t('package.digest')} <span className="mono">{digest.slice(0, 23)}…</span>
        </p>
        {!changes && <p>{t('package.nothing')}</p>}
      </div>
      <DataTable
        label={t('package.changes')}
        rows={answer.changes}
        rowKey={({ kind, name }) => `${kind}/${name}`}
        columns={[
          {
            key: 'object',
            title: t('package.object'),
            cell: ({ kind, title, name }) => (
              <>
                {t(`package.kind.${kind}`)} {title}
                <div className="mono muted">{name}</div>
              </>
            ),
          },
          {
            key: 'does',
            title: t('package.does'),
            cell: ({ action }) => <Tag color={colours[action]}>{t(`package.action.${action}`)}</Tag>,
          },
          { key: 'count', title: t('package.what'), number: true, cell: ({ details }) => (details.length > 0 ? details.length : '—') },
        ]}
        expanded={(change) => <Details change={change} />}
      />
    </Panel>
  );
}

function Details({ change }: { change: PackageChange }) {
  const { t } = useWords();
  if (change.details.length === 0) return <p className="muted">{t(`package.action.${change.action}`)}</p>;
  const value = (text: string | undefined) => <span className="mono clamp">{text ?? '—'}</span>;
  return (
    <DataTable
      dense
      label={change.name}
      rows={change.details}
      rowKey={({ path }) => path}
      columns={[
        { key: 'path', title: t('package.what'), cell: ({ path }) => <span className="mono">{path}</span> },
        { key: 'before', title: t('package.before'), cell: ({ before }) => value(before) },
        { key: 'after', title: t('package.after'), cell: ({ after }) => value(after) },
      ]}
    />
  );
}
