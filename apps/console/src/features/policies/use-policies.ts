import { type LiveList, useLiveList } from '../../data/use-live.ts';
import { type PolicyObject, policyKinds } from './policy-kinds.ts';

/** All policies of a tenant, whatever their kind. */
export function usePolicies(namespace: string): LiveList<PolicyObject> {
  const lists = [
    useLiveList(policyKinds.authpolicies, { namespace }),
    useLiveList(policyKinds.ratelimitpolicies, { namespace }),
    useLiveList(policyKinds.backendpolicies, { namespace }),
    useLiveList(policyKinds.canarypolicies, { namespace }),
    useLiveList(policyKinds.transformpolicies, { namespace }),
  ];
  return {
    items: lists.flatMap((list): readonly PolicyObject[] => list.items),
    loaded: lists.every((list) => list.loaded),
    error: lists.find((list) => list.error)?.error,
    retry: () => {
      for (const list of lists) if (list.error) list.retry();
    },
  };
}
