/** Labels, annotations, finalizers and names that several parts agree on. */

export const systemNamespace = 'dizuo-system';

export const labels = {
  application: 'apps.dizuo/application',
  tenant: 'tenancy.dizuo/tenant',
  sample: 'dizuo/sample',
  managedBy: 'dizuo/managed-by',
} as const;

export const annotations = {
  lastApplied: 'kubectl.kubernetes.io/last-applied-configuration',
  /** Set to a new value (a time) to ask for another attempt of something that failed. */
  retry: 'dizuo/retry',
  description: 'dizuo/description',
} as const;

/** `platformRoles` are granted in `systemNamespace` and hold everywhere; `tenantRoles` hold in the grant's namespace. */
export const platformRoles = ['operator', 'leader', 'system-admin', 'security-admin', 'audit-admin'] as const;
export const tenantRoles = ['tenant-admin', 'developer', 'viewer'] as const;
export type PlatformRole = (typeof platformRoles)[number];
export type TenantRole = (typeof tenantRoles)[number];
export type Role = PlatformRole | TenantRole;
