import { type Kind, type KubeObject, platformRoles, tenantRoles } from '@dizuo/api';
import { useQuery } from '@tanstack/react-query';
import { Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { type Explanation, explain } from '../data/explanations.ts';
import { type Speech, useWords, type WordKey } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { DataTable } from './data-table.tsx';

const verbs = ['get', 'update', 'delete'] as const;

/** Who can do what with this object, and why. */
export function AccessTab({ kind, object }: { kind: Kind; object: KubeObject }) {
  const { t } = useWords();
  const [verb, setVerb] = useState<string>('get');
  const { namespace, name } = object.metadata;
  const answer = useQuery({ queryKey: ['explain', kind.id, namespace, name, verb], queryFn: () => explain(kind, object, verb) });
  const rows = (answer.data ?? []).filter((row) => row.allowed);
  const word = (v: string) => t(`parts.access.verb.${v}` as WordKey);

  return (
    <Panel
      flush
      title={t('parts.access.question', { verb: word(verb) })}
      extra={
        <Segmented
          aria-label={t('parts.access.verbLabel')}
          value={verb}
          onChange={setVerb}
          options={verbs.map((v) => ({ value: v, label: word(v) }))}
        />
      }
    >
      {answer.error && <ErrorNotice error={answer.error} onRetry={() => answer.refetch()} />}
      {answer.isPending && <Skeleton active style={{ padding: 16 }} />}
      {answer.data && rows.length === 0 && <EmptyStart title={t('parts.access.none')} />}
      {rows.length > 0 && (
        <DataTable<Explanation>
          label={t('parts.object.access')}
          rows={rows}
          rowKey={(row) => row.user}
          columns={[
            {
              key: 'user',
              title: t('parts.access.user'),
              cell: (row) => (
                <>
                  {row.displayName ?? row.user} <span className="mono muted">{row.user}</span>
                </>
              ),
            },
            { key: 'via', title: t('parts.access.via'), cell: (row) => <Because row={row} /> },
          ]}
        />
      )}
    </Panel>
  );
}

/** Grants that reach the object, and the policies that permit it to their holders. */
function Because({ row }: { row: Explanation }) {
  const { t } = useWords();
  const policies = [...new Set(row.policies ?? row.via.flatMap((via) => via.policies ?? []))];
  return (
    <ul>
      {row.via.map((via) => (
        <li key={`${via.namespace}/${via.grant}/${via.role}`}>
          {t('parts.access.grant', { grant: `${via.namespace ?? ''}/${via.grant ?? ''}`, role: roleWord(via.role, t) })}
        </li>
      ))}
      {policies.length > 0 && <li className="muted">{t('parts.access.policies', { policies: policies.join(', ') })}</li>}
    </ul>
  );
}

function roleWord(role: string | undefined, t: Speech['t']): string {
  const known: readonly string[] = [...platformRoles, ...tenantRoles];
  return role && known.includes(role) ? t(`access.roles.${role}` as WordKey) : (role ?? '');
}
