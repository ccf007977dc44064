import { Tenant } from '@dizuo/api';
import type { ReactNode } from 'react';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { ownTenants } from './systems.ts';

interface TenantOption {
  value: string;
  label: string;
}

/** Tenants whose systems the person keeps: all of them for the operator. */
export function useKeptTenants(): TenantOption[] {
  const { session } = useSession();
  const all = useLiveList(Tenant, { enabled: holds(session, 'operator') });
  if (holds(session, 'operator')) return all.items.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  return ownTenants(session).map(({ name, displayName }) => ({ value: name, label: displayName }));
}

/** The tenant that something new belongs to, as the address says, and the control that chooses it; none where there is only one. */
export function useTenantChoice(): { tenant: string | undefined; choice: ReactNode } {
  const { t } = useWords();
  const address = useAddress();
  const tenants = useKeptTenants();
  const tenant = address.get('tenant') || (tenants.length === 1 ? tenants[0]?.value : undefined);
  if (tenants.length === 1) return { tenant, choice: undefined };
  const choice = (
    <Field id="tenant" label={t('inventory.field.tenant')} required>
      {(control) => (
        <Choice
          {...control}
          maxWidth={420}
          placeholder={t('inventory.form.chooseTenant')}
          options={tenants}
          value={tenant ?? null}
          onChange={(next) => next && address.set({ tenant: next })}
        />
      )}
    </Field>
  );
  return { tenant, choice };
}
