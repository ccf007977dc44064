import type { DataPlaneState, GatewayTrafficAnswer } from '@dizuo/api';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { dataPlaneState } from './traffic-values.ts';

const states = { inForce: 'ready', refused: 'failed', onItsWay: 'progressing', gone: 'unknown' } as const;

/** The processes of a Gateway's data plane: which configuration each has, and why one refused the new one. */
export function DataPlaneTable({ traffic: { dataPlanes, wanted } }: { traffic: Pick<GatewayTrafficAnswer, 'dataPlanes' | 'wanted'> }) {
  const { t } = useWords();
  if (dataPlanes.length === 0) return <EmptyStart title={t('traffic.planes.none')} hint={t('traffic.planes.noneHint')} />;
  return (
    <DataTable<DataPlaneState>
      label={t('traffic.planes.title')}
      rows={dataPlanes}
      rowKey={(plane) => plane.instance}
      columns={[
        { key: 'instance', title: t('traffic.planes.instance'), cell: (plane) => <span className="mono">{plane.instance}</span> },
        {
          key: 'state',
          title: t('traffic.planes.state'),
          cell: (plane) => {
            const state = dataPlaneState(plane, wanted);
            return <StateTag state={states[state]} word={t(`traffic.planes.${state}`)} />;
          },
        },
        {
          key: 'version',
          title: t('traffic.planes.version'),
          cell: (plane) => <span className="mono">{plane.servingVersion ?? '—'}</span>,
        },
        { key: 'seen', title: t('traffic.planes.seen'), cell: (plane) => <When at={plane.seenAt} /> },
        {
          key: 'reason',
          title: t('traffic.planes.reason'),
          cell: (plane) => (
            <span className="stack-tight" style={{ gap: 2 }}>
              {plane.message && <span>{plane.message}</span>}
              {(plane.listenerProblems ?? []).map(({ name, message }) => (
                <span key={name}>{t('traffic.planes.listener', { name, why: message })}</span>
              ))}
            </span>
          ),
        },
      ]}
    />
  );
}

/** Says, above everything else, that a data plane refused a configuration, and why. */
export function RefusedNotice({ dataPlanes, children }: { dataPlanes: readonly DataPlaneState[]; children?: ReactNode }) {
  const { t } = useWords();
  const refused = dataPlanes.filter(({ present, accepted }) => present && !accepted);
  if (refused.length === 0) return null;
  return (
    <div className="notice stack-tight" role="alert">
      <strong>{t('traffic.planes.refusedTitle')}</strong>
      {[...new Set(refused.map(({ message = '' }) => message))].map((message) => (
        <span key={message}>{message}</span>
      ))}
      <span className="muted">{t('traffic.planes.refusedHint')}</span>
      {children}
    </div>
  );
}
