import { type KubeObject, Upstream, Workload } from '@dizuo/api';
import { useMemo } from 'react';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { PlaceWords } from './route-place.ts';
import type { BackendNames, ShareWords } from './share-values.ts';

/** What the tenant's routes may lead to. */
export function useBackendNames(tenant: string): BackendNames {
  const workloads = useLiveList(Workload, { namespace: tenant });
  const upstreams = useLiveList(Upstream, { namespace: tenant });
  const names = (list: { items: readonly KubeObject[] }) => list.items.map(({ metadata }) => metadata.name);
  return { Workload: names(workloads), Upstream: names(upstreams) };
}

/** What the forms of both kinds of routes say of wrong input. */
export function useRouteWords(): PlaceWords & ShareWords {
  const { t } = useWords();
  return useMemo(
    () => ({
      due: t('gateway.form.due'),
      nameRule: t('gateway.form.nameRule'),
      hostRule: t('gateway.form.hostRule'),
      backendTwice: t('gateway.form.backendTwice'),
      weightRule: t('gateway.form.weightRule'),
    }),
    [t],
  );
}
