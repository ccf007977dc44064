import './assessment.css';
import type { AssessmentOverview } from '@dizuo/api';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { AssessmentTiles } from './assessment-tiles.tsx';
import { useAssessment } from './use-assessment.ts';

const tabs = ['overview', 'pairs', 'unused', 'twice', 'contracts', 'debt', 'cost', 'proposals'] as const;
type Tab = (typeof tabs)[number];

const DepartmentsTab = lazy(() => import('./departments-tab.tsx').then((m) => ({ default: m.DepartmentsTab })));
const OverlapTab = lazy(() => import('./overlap-tab.tsx').then((m) => ({ default: m.OverlapTab })));
const DoubleEntryTab = lazy(() => import('./double-entry-tab.tsx').then((m) => ({ default: m.DoubleEntryTab })));
const ContractsTab = lazy(() => import('./contracts-tab.tsx').then((m) => ({ default: m.ContractsTab })));
const findings = () => import('./finding-tabs.tsx');
const UnusedTab = lazy(() => findings().then((m) => ({ default: m.UnusedTab })));
const DebtTab = lazy(() => findings().then((m) => ({ default: m.DebtTab })));
const CostTab = lazy(() => findings().then((m) => ({ default: m.CostTab })));
const ProposalsTab = lazy(() => findings().then((m) => ({ default: m.ProposalsTab })));

/** Page shape 5: the inventory by the open rules; each figure leads to the list behind it. */
export function AssessmentPage() {
  const { t } = useWords();
  const address = useAddress();
  const overview = useAssessment<AssessmentOverview>('');
  const tab = tabs.find((one) => one === address.get('tab')) ?? 'overview';
  const clear = Object.fromEntries(
    ['q', 'page', 'sort', 'department', 'level', 'between', 'show', 'state', 'way', 'by'].map((key) => [key, undefined]),
  );

  return (
    <div className="page">
      <PageHead title={t('assessment.title')} lead={t('assessment.lead')} actions={<Link to="/gov/rules">{t('assessment.rules')}</Link>} />
      {overview.error && !overview.data && <ErrorNotice error={overview.error} onRetry={() => overview.refetch()} />}
      {overview.error && overview.data && <StaleNotice error={overview.error} />}
      {overview.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {overview.data && overview.data.departments.length === 0 && (
        <div className="panel">
          <EmptyStart title={t('assessment.empty')} hint={t('assessment.emptyHint')} />
        </div>
      )}
      {overview.data && overview.data.departments.length > 0 && (
        <>
          <AssessmentTiles overview={overview.data} first={tab === 'overview'} />
          <div className="object-tabs" style={{ borderRadius: 6 }}>
            <TabBar
              label={t('assessment.title')}
              active={tab}
              onChange={(next) => address.set({ ...clear, tab: next === 'overview' ? undefined : next })}
              items={tabs.map((key) => ({ key, label: t(`assessment.tab.${key}`) }))}
            />
          </div>
          <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>
            <TabContent tab={tab} overview={overview.data} />
          </Suspense>
        </>
      )}
    </div>
  );
}

function TabContent({ tab, overview }: { tab: Tab; overview: AssessmentOverview }) {
  if (tab === 'pairs') return <OverlapTab threshold={overview.threshold} />;
  if (tab === 'unused') return <UnusedTab />;
  if (tab === 'twice') return <DoubleEntryTab />;
  if (tab === 'contracts') return <ContractsTab />;
  if (tab === 'debt') return <DebtTab />;
  if (tab === 'cost') return <CostTab />;
  if (tab === 'proposals') return <ProposalsTab />;
  return <DepartmentsTab overview={overview} />;
}
