import { DiscoveryFinding, Tenant } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { useNavigate } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useLiveLists } from '../../data/use-live-lists.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { findingReach, isOpen } from './findings.ts';
import { FindingsTable } from './findings-table.tsx';
import { ScansTable } from './scans-table.tsx';
import { ownTenants, useSystemWords } from './systems.ts';

const tabs = ['findings', 'scans'] as const;

/** What the platform noticed by itself, for the owners of the systems to decide on; and scans of databases. */
export function DiscoveryPage() {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const address = useAddress();
  const findings = useLiveLists(DiscoveryFinding, findingReach(session));
  const tenants = useLiveList(Tenant);
  const tab = tabs.find((one) => one === address.get('tab')) ?? 'findings';
  const tenantName = (name: string) => tenants.items.find(({ metadata }) => metadata.name === name)?.spec.displayName ?? name;
  const scans = (holds(session, 'operator') || ownTenants(session).length > 0) && (
    <Button type="primary" onClick={() => navigate('/gov/discovery/scan')}>
      {t('discovery.scan.new')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        title={t('discovery.title')}
        lead={t('discovery.lead')}
        count={findings.loaded ? findings.items.filter(isOpen).length : undefined}
        actions={scans}
      />
      <div className="object-tabs" style={{ borderRadius: 6 }}>
        <TabBar
          label={t('discovery.title')}
          active={tab}
          onChange={(next) => address.set({ tab: next === 'findings' ? undefined : next, page: undefined, q: undefined })}
          items={tabs.map((key) => ({ key, label: t(`discovery.tab.${key}`) }))}
        />
      </div>
      {tab === 'scans' ? <ScansTable tenantName={tenantName} create={scans} /> : <Findings findings={findings} tenantName={tenantName} />}
    </div>
  );
}

function Findings(props: {
  findings: Pick<ReturnType<typeof useLiveLists<typeof DiscoveryFinding>>, 'items' | 'loaded' | 'error'>;
  tenantName(name: string): string;
}) {
  const { t } = useWords();
  const { items, loaded, error } = props.findings;
  const systems = useSystemWords();
  if (error && !loaded) return <ErrorNotice error={error} />;
  if (!loaded) {
    return (
      <div className="panel panel-body" aria-busy>
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      </div>
    );
  }
  if (items.length === 0) {
    return (
      <div className="panel">
        <EmptyStart title={t('discovery.empty')} hint={t('discovery.emptyHint')} />
      </div>
    );
  }
  return <FindingsTable findings={items} systems={systems} tenantName={props.tenantName} />;
}
