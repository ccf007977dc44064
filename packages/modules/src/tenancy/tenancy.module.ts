import { type Kind, Quota, Tenant } from '@dizuo/api';
import { type Admission, combinedAdmission, type Module, type Store, serve } from '@dizuo/kernel';
import type pg from 'pg';
import { quotaAdmission } from './quota.admission.ts';
import { quotaController } from './quota.controller.ts';
import { tenantAdmission } from './tenant.admission.ts';
import { tenantController } from './tenant.controller.ts';

export const tenancyKinds = [Tenant, Quota] as const;

export interface TenancyOptions {
  store: Store;
  systemPool: pg.Pool;
  /** Every kind that this server serves. */
  kinds: readonly Kind[];
  /** What else is asked of tenants. */
  tenantGuard?: Admission<typeof Tenant>;
}

/** Departments' places on the platform and what they may take. */
export function tenancyModule({ store, systemPool, kinds, tenantGuard }: TenancyOptions): Module {
  const namespaced = kinds.filter((kind) => kind.scope === 'Namespaced');
  const counted = namespaced.filter((kind) => kind.usage);
  return {
    name: 'tenancy',
    kinds: [serve(Tenant, combinedAdmission(tenantAdmission(store), tenantGuard)), serve(Quota, quotaAdmission)],
    controllers: [tenantController(() => namespaced), quotaController(systemPool, () => counted)],
  };
}
