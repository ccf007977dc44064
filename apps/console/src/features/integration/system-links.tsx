import { Tag } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import type { SystemObject } from './system-overview.tsx';
import { systemPath, useSystems } from './systems.ts';

/** With which systems it exchanges what, and how. */
export function SystemLinks({ system }: { system: SystemObject }) {
  const { t } = useWords();
  const { namespace = '' } = system.metadata;
  const links = system.spec.interfaces ?? [];
  const known = useSystems({ namespace, limit: 500 }, links.length > 0);
  const nameOf = (name: string, tenant: string) => {
    const row = known.data?.items.find((item) => item.name === name && item.namespace === tenant);
    return row?.displayName ?? name;
  };
  if (links.length === 0) {
    return (
      <div className="panel">
        <EmptyStart title={t('inventory.page.noLinks')} hint={t('inventory.page.noLinksHint')} />
      </div>
    );
  }
  return (
    <div className="panel">
      <DataTable
        label={t('inventory.page.tabs.links')}
        rows={links}
        rowKey={(row) => row.name}
        columns={[
          {
            key: 'direction',
            title: t('inventory.field.interfaces.direction'),
            cell: (row) => <span className="nowrap">{row.direction === 'calls' ? t('inventory.page.out') : t('inventory.page.in')}</span>,
          },
          {
            key: 'other',
            title: t('inventory.field.interfaces.systemRef'),
            cell: (row) =>
              row.systemRef ? (
                <Link to={systemPath(row.tenant ?? namespace, row.systemRef)}>{nameOf(row.systemRef, row.tenant ?? namespace)}</Link>
              ) : (
                <>
                  {row.counterpart} <span className="muted">({t('inventory.page.lost')})</span>
                </>
              ),
          },
          {
            key: 'protocol',
            title: t('inventory.field.interfaces.protocol'),
            cell: (row) => (row.protocol ? <Tag variant="filled">{row.protocol}</Tag> : '—'),
          },
          {
            key: 'data',
            title: t('inventory.field.interfaces.data'),
            cell: (row) => <span className="mono">{row.data?.join(' ') || '—'}</span>,
          },
          { key: 'name', title: t('inventory.field.interfaces.name'), cell: (row) => row.name },
        ]}
      />
    </div>
  );
}
