/** Where the pages of integration are: behind the governing door for all tenants, behind the developing door for one. */
export function integrationBase(tenant: string | undefined): string {
  return tenant ? `/dev/${tenant}` : '/gov';
}

/** The assessment of one system. */
export function systemPath(tenant: string | undefined, key: string): string {
  const [namespace, name] = key.split('/');
  return tenant ? `/dev/${tenant}/systems/${name}?tab=assessment` : `/gov/systems/${namespace}/${name}?tab=assessment`;
}
