import { Department, type FieldError, ServiceInstance, say, systemNamespace, type Tenant } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';

/** Contents are removed before the tenant goes. */
export const contentsFinalizer = 'tenancy.dizuo/contents';
const reserved = new Set([systemNamespace, 'default', 'kube-system', 'kube-public']);

export function tenantAdmission(store: Store): Admission<typeof Tenant> {
  return {
    default(tenant, { operation }) {
      if (operation !== 'create') return;
      tenant.metadata.finalizers = [...new Set([...(tenant.metadata.finalizers ?? []), contentsFinalizer])];
    },
    async validate(tenant, { lookup }) {
      const errors: FieldError[] = [];
      const { name } = tenant.metadata;
      if (reserved.has(name))
        errors.push({
          field: 'metadata.name',
          reason: 'FieldValueInvalid',
          message: say('NameReserved')`${name} is reserved; choose another name`,
        });
      if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
        errors.push({
          field: 'metadata.name',
          reason: 'FieldValueInvalid',
          message: say('TenantNameForm')`a tenant is a namespace: at most 63 lower-case letters, digits and "-"`,
        });
      }
      const { departmentRef } = tenant.spec;
      if (!(await lookup(Department, { name: departmentRef }))) {
        errors.push({
          field: 'spec.departmentRef',
          reason: 'FieldValueNotFound',
          message: say('DepartmentNotFound')`there is no department ${departmentRef}; create it first`,
        });
      }
      return errors;
    },
    async validateDelete({ metadata: { name } }) {
      const { items } = await store.list(ServiceInstance, { namespace: name, limit: 1 }, 'system');
      if (items.length === 0) return [];
      const message = say('TenantHasInstances')`components are still delivered to it, with their data; delete its service instances first`;
      return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
    },
  };
}
