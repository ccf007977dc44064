import { Broker, ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import type { ReconcileContext } from '@dizuo/kernel';
import type { BindingObject, InstanceObject, ServiceDriver, StepContext } from './drivers/driver.ts';

export type Drivers = ReadonlyMap<string, ServiceDriver>;

export interface Delivery {
  driver: ServiceDriver;
  context: StepContext;
}

/** Everything that a step of this instance needs; undefined where its plan, class or broker is gone. */
export async function deliveryOf(
  instance: InstanceObject,
  drivers: Drivers,
  { client, crashPoint, signal }: ReconcileContext,
  binding?: BindingObject,
): Promise<Delivery | undefined> {
  const plan = await client.get(ServicePlan, { name: instance.spec.planRef });
  const serviceClass = plan && (await client.get(ServiceClass, { name: plan.spec.classRef }));
  const broker = serviceClass && (await client.get(Broker, { name: serviceClass.spec.brokerRef }));
  const driver = broker && drivers.get(broker.spec.driver);
  if (!plan || !broker || !driver) return undefined;
  return { driver, context: { broker, plan, instance, crashPoint, signal, ...(binding ? { binding } : {}) } };
}

/** The instance of a binding. */
export async function instanceOf(binding: BindingObject, { client }: ReconcileContext): Promise<InstanceObject | undefined> {
  return client.get(ServiceInstance, { namespace: binding.metadata.namespace ?? '', name: binding.spec.instanceRef });
}
