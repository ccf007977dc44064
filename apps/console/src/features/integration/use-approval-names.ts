import { LargeSystem, LedgerException } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';
import { useSystemNames } from './use-system-names.ts';

/** What the objects behind a tenant's ledger are called: large systems, exceptions and systems; the object's name for all others. */
export function useApprovalNames(tenant: string): (kind: string | null, name: string) => string {
  const larges = useLiveList(LargeSystem, { namespace: tenant });
  const exceptions = useLiveList(LedgerException, { namespace: tenant });
  const systemName = useSystemNames(tenant, ['all']);
  return (kind, name) => {
    if (kind === 'InformationSystem' || kind === 'Disposition') return systemName(name);
    const items = kind === 'LargeSystem' ? larges.items : kind === 'LedgerException' ? exceptions.items : [];
    return items.find(({ metadata }) => metadata.name === name)?.spec.displayName ?? name;
  };
}
