import { Broker, type ServiceClass, ServicePlan, say } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';

export const serviceClassAdmission = (store: Store): Admission<typeof ServiceClass> => ({
  async validate(serviceClass, { lookup }) {
    const { brokerRef } = serviceClass.spec;
    if (await lookup(Broker, { name: brokerRef })) return [];
    return [
      {
        field: 'spec.brokerRef',
        reason: 'FieldValueNotFound',
        message: say('BrokerNotFound')`there is no broker ${brokerRef}; create it first`,
      },
    ];
  },
  async validateDelete({ metadata: { name } }) {
    const { items } = await store.list(ServicePlan, { fields: [{ path: 'spec.classRef', op: '=', value: name }], limit: 1 }, 'system');
    if (items.length === 0) return [];
    return [
      {
        field: 'metadata.name',
        reason: 'FieldValueForbidden',
        message: say('ClassHasPlans')`it still has plans; delete them first, or take it from the market by spec.listed`,
      },
    ];
  },
});
