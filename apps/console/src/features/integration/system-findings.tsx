import { DiscoveryFinding } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { FindingsTable } from './findings-table.tsx';
import { useSystemWords } from './systems.ts';

/** What was noticed about one system. */
export function SystemFindings({ tenant, system }: { tenant: string; system: string }) {
  const { t } = useWords();
  const findings = useLiveList(DiscoveryFinding, { namespace: tenant, fieldSelector: `spec.systemRef=${system}` });
  const systems = useSystemWords();
  if (findings.loaded && findings.items.length === 0) {
    return (
      <div className="panel">
        <EmptyStart title={t('discovery.empty')} hint={t('discovery.emptyHint')} />
      </div>
    );
  }
  return <FindingsTable ofOne findings={findings.items} systems={systems} tenantName={() => ''} />;
}
