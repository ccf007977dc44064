import { Department, HumanTask, type Kind, type KubeObject, Request, ServiceClass, ServiceInstance, Tenant, User } from '@dizuo/api';

/** Address of an object's page; undefined for kinds without one. */
export function pathOf(kind: Pick<Kind, 'id'>, object: { metadata: KubeObject['metadata'] }): string | undefined {
  const { name, namespace } = object.metadata;
  const inTenant = (section: string) => `/dev/${namespace}/${section}/${name}`;
  switch (kind.id) {
    case Request.id:
      return inTenant('orders');
    case ServiceInstance.id:
      return inTenant('instances');
    case HumanTask.id:
      return `/ops/inbox/${namespace}/${name}`;
    case Tenant.id:
      return `/ops/tenants/${name}`;
    case User.id:
      return `/gov/organisation/users/${name}`;
    case Department.id:
      return `/gov/organisation?department=${name}`;
    case ServiceClass.id:
      return undefined;
    default:
      return undefined;
  }
}
