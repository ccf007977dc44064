import { HTTPRoute, ServiceBinding, ServiceInstance, Upstream, Workload } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { topologyOf } from './topology-graph.ts';

const TopologyCanvas = lazy(() => import('./topology-canvas.tsx').then((m) => ({ default: m.TopologyCanvas })));

/** Page shape 6: what the tenant has and how it hangs together, with state. */
export function TopologyPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  const navigate = useNavigate();
  const here = { namespace: tenant };
  const routes = useLiveList(HTTPRoute, here);
  const workloads = useLiveList(Workload, here);
  const upstreams = useLiveList(Upstream, here);
  const instances = useLiveList(ServiceInstance, here);
  const bindings = useLiveList(ServiceBinding, here);
  const lists = [routes, workloads, upstreams, instances, bindings];
  const failed = lists.find((list) => list.error);
  const loaded = lists.every((list) => list.loaded);
  const graph = useMemo(
    () =>
      topologyOf({
        tenant,
        routes: routes.items,
        workloads: workloads.items,
        upstreams: upstreams.items,
        instances: instances.items,
        bindings: bindings.items,
      }),
    [tenant, routes.items, workloads.items, upstreams.items, instances.items, bindings.items],
  );

  return (
    <div className="page">
      <PageHead title={t('topology.title')} lead={t('topology.lead')} />
      {failed &&
        (loaded ? (
          <StaleNotice error={failed.error} onRetry={failed.retry} />
        ) : (
          <ErrorNotice error={failed.error} onRetry={failed.retry} />
        ))}
      {!loaded && !failed && <Skeleton active paragraph={{ rows: 8 }} />}
      {loaded && graph.nodes.length === 0 && (
        <div className="panel">
          <EmptyStart
            title={t('topology.empty')}
            hint={t('topology.emptyHint')}
            action={<Button onClick={() => navigate(`/dev/${tenant}/market`)}>{t('catalog.instance.toMarket')}</Button>}
          />
        </div>
      )}
      {loaded && graph.nodes.length > 0 && (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
          <TopologyCanvas tenant={tenant} {...graph} />
        </Suspense>
      )}
    </div>
  );
}
