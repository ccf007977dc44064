import { GRPCRoute, HTTPRoute, Upstream, Workload } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { targetWord } from './policy-kinds.ts';

export interface TargetOption {
  value: string;
  label: string;
}

/** The tenant's routes and their named rules, as `targetWord`. */
export function useRouteTargets(namespace: string): TargetOption[] {
  const { t } = useWords();
  const lists = [useLiveList(HTTPRoute, { namespace }), useLiveList(GRPCRoute, { namespace })];
  return lists.flatMap(({ items }, i) => {
    const kind = i === 0 ? HTTPRoute.kind : GRPCRoute.kind;
    return items.flatMap(({ metadata: { name }, spec }) => {
      const rules: readonly { name?: string }[] = spec.rules ?? [];
      return [
        { value: targetWord({ kind, name }), label: `${name} · ${kind}` },
        ...rules.flatMap((rule) =>
          rule.name === undefined
            ? []
            : [
                {
                  value: targetWord({ kind, name, sectionName: rule.name }),
                  label: `${name} · ${kind} · ${t('policies.list.rule', { name: rule.name })}`,
                },
              ],
        ),
      ];
    });
  });
}

/** The tenant's backends, as `targetWord`. */
export function useBackendTargets(namespace: string): TargetOption[] {
  const { t } = useWords();
  const workloads = useLiveList(Workload, { namespace });
  const upstreams = useLiveList(Upstream, { namespace });
  return [
    ...workloads.items.map(({ metadata: { name } }) => ({
      value: targetWord({ kind: Workload.kind, name }),
      label: `${name} · ${t('gateway.form.workload')}`,
    })),
    ...upstreams.items.map(({ metadata: { name }, spec }) => ({
      value: targetWord({ kind: Upstream.kind, name }),
      label: `${spec.displayName ?? name} · ${t('gateway.form.upstream')}`,
    })),
  ];
}
