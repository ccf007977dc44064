import './assessment.css';
import './dependencies.css';
import type { DependencyGraph } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { DependencyControls } from './dependency-controls.tsx';
import { filtered, type Graph, graphOf } from './dependency-graph.ts';
import { DependencyList } from './dependency-list.tsx';
import { useAssessment } from './use-assessment.ts';
import { useNarrow } from './use-narrow.ts';

const DependencyStage = lazy(() => import('./dependency-stage.tsx').then((m) => ({ default: m.DependencyStage })));

/** Page shape 6: who calls whom, as a graph in layers, as what is around one system, as a path, or as a list. */
export function DependenciesPage() {
  const { t } = useWords();
  const address = useAddress();
  const narrow = useNarrow();
  const answer = useAssessment<DependencyGraph>('/graph');
  const whole = useMemo(() => (answer.data ? graphOf(answer.data) : undefined), [answer.data]);
  const asList = narrow || address.get('view') === 'list';

  return (
    <div className="page">
      <PageHead
        title={t('dependencies.title')}
        lead={t('dependencies.lead')}
        crumbs={[[t('assessment.title'), '/gov/assessment']]}
        actions={
          !narrow && (
            <Button onClick={() => address.set({ view: asList ? undefined : 'list' })}>
              {t(asList ? 'dependencies.asGraph' : 'dependencies.asList')}
            </Button>
          )
        }
      />
      {answer.error && !answer.data && <ErrorNotice error={answer.error} onRetry={() => answer.refetch()} />}
      {answer.error && answer.data && <StaleNotice error={answer.error} />}
      {answer.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {whole && whole.nodes.length === 0 && (
        <div className="panel">
          <EmptyStart title={t('assessment.empty')} hint={t('assessment.emptyHint')} />
        </div>
      )}
      {whole && whole.nodes.length > 0 && <Content whole={whole} asList={asList} />}
    </div>
  );
}

function Content({ whole, asList }: { whole: Graph; asList: boolean }) {
  const { t } = useWords();
  const address = useAddress();
  const [department, level, zone, line, way, linked] = ['department', 'level', 'zone', 'line', 'way', 'linked'].map(address.get);
  const graph = useMemo(
    () => filtered(whole, { department, level, zone, line, way, linked: linked === 'yes' } as Parameters<typeof filtered>[1]),
    [whole, department, level, zone, line, way, linked],
  );
  return (
    <div className="panel">
      <DependencyControls whole={whole} graph={graph} asList={asList} />
      {graph.nodes.length === 0 && <EmptyStart title={t('dependencies.empty')} hint={t('dependencies.emptyHint')} />}
      {graph.nodes.length > 0 && asList && <DependencyList graph={graph} />}
      {graph.nodes.length > 0 && !asList && (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 10 }} style={{ padding: 16 }} />}>
          <DependencyStage whole={whole} graph={graph} />
        </Suspense>
      )}
    </div>
  );
}
