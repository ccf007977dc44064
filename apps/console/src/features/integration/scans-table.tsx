import { DatabaseScan, type KubeObject, type ObjectOf } from '@dizuo/api';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useLiveLists } from '../../data/use-live-lists.ts';
import { type Speech, useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { type State, stateOfWord } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { LiveTable } from '../../shapes/list-page.tsx';
import { findingReach } from './findings.ts';
import { numberText } from './system-marks.tsx';
import { useSystemWords } from './systems.ts';

export type ScanObject = ObjectOf<typeof DatabaseScan> & KubeObject;

export const scanPath = ({ metadata }: Pick<ScanObject, 'metadata'>) => `/gov/discovery/scans/${metadata.namespace}/${metadata.name}`;

export function scanState({ status }: ScanObject, { t }: Pick<Speech, 't'>): { state: State; word: string } {
  const phase = status?.phase ?? 'Pending';
  return { state: stateOfWord(phase), word: t(`discovery.scan.phase.${phase}`) };
}

/** Scans of databases with what they saw. */
export function ScansTable({ tenantName, create }: { tenantName(name: string): string; create: ReactNode }) {
  const words = useWords();
  const { t } = words;
  const { session } = useSession();
  const scans = useLiveLists(DatabaseScan, findingReach(session));
  const systems = useSystemWords();
  const systemName = ({ metadata, spec }: ScanObject) =>
    spec.systemRef ? (systems.get(`${metadata.namespace}/${spec.systemRef}`)?.displayName ?? spec.systemRef) : '—';
  return (
    <LiveTable<ScanObject>
      id="database-scans"
      list={{ ...scans, retry: () => {} }}
      sort="-started"
      words={(scan) => `${scan.spec.displayName} ${systemName(scan)} ${tenantName(scan.metadata.namespace ?? '')}`}
      empty={{ title: t('discovery.scan.empty'), hint: t('discovery.scan.emptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('discovery.scan.name'),
          cell: (scan) => <Link to={scanPath(scan)}>{scan.spec.displayName}</Link>,
          text: ({ spec }) => spec.displayName,
        },
        { key: 'system', title: t('discovery.scan.system'), cell: systemName, text: systemName },
        {
          key: 'tenant',
          title: t('discovery.tenant'),
          cell: ({ metadata }) => tenantName(metadata.namespace ?? ''),
          text: ({ metadata }) => tenantName(metadata.namespace ?? ''),
        },
        {
          key: 'state',
          title: t('discovery.filter.phase'),
          cell: (scan) => <StateTag {...scanState(scan, words)} />,
          text: (scan) => scanState(scan, words).word,
        },
        {
          key: 'tables',
          title: t('discovery.scan.tables'),
          number: true,
          cell: ({ status }) => numberText(status?.tables),
          text: ({ status }) => status?.tables ?? 0,
        },
        {
          key: 'personal',
          title: t('discovery.scan.personalTables'),
          number: true,
          cell: ({ status }) => numberText(status?.personalTables),
          text: ({ status }) => status?.personalTables ?? 0,
        },
        {
          key: 'started',
          title: t('discovery.scan.started'),
          cell: ({ metadata, status }) => <When at={status?.startedAt ?? metadata.creationTimestamp} />,
          text: ({ metadata, status }) => status?.startedAt ?? metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
