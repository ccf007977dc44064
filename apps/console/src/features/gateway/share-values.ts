import { gatewayGroup, workloadGroup } from '@dizuo/api';
import type { Problems } from '../../shapes/use-object-form.ts';

/** A backend as a rule of either kind of route names it. */
interface BackendRef {
  group?: string;
  kind?: string;
  name: string;
  namespace?: string;
  weight?: number;
  filters?: readonly unknown[];
}

/** A share of a rule's requests. */
export interface ShareValues {
  kind: 'Workload' | 'Upstream';
  backend: string;
  weight: number | undefined;
}

/** Names of what there is to choose from. */
export type BackendNames = Record<ShareValues['kind'], readonly string[]>;

export const newShare = (kind: ShareValues['kind'] = 'Workload', backend = ''): ShareValues => ({ kind, backend, weight: 1 });

/** Whether the form shows all that the references say. Pure. */
export function sharesFitForm(refs: readonly BackendRef[]): boolean {
  return (
    refs.length > 0 && refs.every((ref) => (ref.kind === 'Workload' || ref.kind === 'Upstream') && !ref.namespace && !ref.filters?.length)
  );
}

/** Pure. */
export function shareValues(refs: readonly BackendRef[]): ShareValues[] {
  return refs.map(({ kind, name, weight = 1 }) => ({ kind: kind === 'Upstream' ? 'Upstream' : 'Workload', backend: name, weight }));
}

/** The references that the shares stand for; parts that the form does not show stay as they were. Pure. */
export function backendRefsOf<R extends BackendRef>(shares: readonly ShareValues[], before: readonly R[] = []): R[] {
  return shares.map(({ kind, backend, weight }) => {
    const { weight: _weight, ...old } = before.find((ref) => ref.kind === kind && ref.name === backend) ?? ({} as Partial<R>);
    const ref = { ...old, group: kind === 'Workload' ? workloadGroup : gatewayGroup, kind, name: backend };
    return (shares.length > 1 ? { ...ref, weight: weight ?? 0 } : ref) as unknown as R;
  });
}

export interface ShareWords {
  due: string;
  backendTwice: string;
  weightRule: string;
}

/** What is wrong, by path; `at`: the rule's. Pure. */
export function shareProblems(shares: readonly ShareValues[], at: string, words: ShareWords): Problems {
  const found: Problems = {};
  shares.forEach(({ kind, backend, weight }, index) => {
    const place = `${at}.backendRefs[${index}]`;
    if (backend === '') found[`${place}.name`] = words.due;
    else if (shares.findIndex((other) => other.kind === kind && other.backend === backend) < index)
      found[`${place}.name`] = words.backendTwice;
    if (shares.length > 1 && weight === undefined) found[`${place}.weight`] = words.weightRule;
  });
  return found;
}
