import { Broker, ServiceBinding, ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import { type Module, type Store, serve } from '@dizuo/kernel';
import { brokerController } from './broker.controller.ts';
import type { ServiceDriver } from './drivers/driver.ts';
import { serviceBindingAdmission } from './service-binding.admission.ts';
import { serviceBindingController } from './service-binding.controller.ts';
import { serviceClassAdmission } from './service-class.admission.ts';
import { serviceInstanceAdmission } from './service-instance.admission.ts';
import { serviceInstanceController } from './service-instance.controller.ts';
import { servicePlanAdmission } from './service-plan.admission.ts';

export const catalogKinds = [Broker, ServiceClass, ServicePlan, ServiceInstance, ServiceBinding] as const;

/** The market, and the delivery of what is ordered there. */
export function catalogModule({ store, drivers: list }: { store: Store; drivers: readonly ServiceDriver[] }): Module {
  const drivers = new Map(list.map((driver) => [driver.name, driver]));
  return {
    name: 'catalog',
    kinds: [
      serve(Broker),
      serve(ServiceClass, serviceClassAdmission(store)),
      serve(ServicePlan, servicePlanAdmission(store)),
      serve(ServiceInstance, serviceInstanceAdmission),
      serve(ServiceBinding, serviceBindingAdmission),
    ],
    controllers: [brokerController(drivers), serviceInstanceController(drivers), serviceBindingController(store, drivers)],
    async stop() {
      await Promise.all(list.map((driver) => driver.stop()));
    },
  };
}
