import { annotations, type ObjectKey, recalled, ServiceBinding, ServiceInstance, type Step, say, type Text } from '@dizuo/api';
import { defineController, type ReconcileContext, withCondition } from '@dizuo/kernel';
import { type Delivery, type Drivers, deliveryOf } from './delivery-context.ts';
import { runSteps, untilRetry } from './delivery-steps.ts';
import type { InstanceObject } from './drivers/driver.ts';
import { driverFinalizer } from './service-instance.admission.ts';

const examineEveryMs = 60_000;

/** Delivers instances step by step, looks after them, and takes everything back when they are deleted. */
export function serviceInstanceController(drivers: Drivers) {
  return defineController({
    name: 'service-instance',
    kind: ServiceInstance,
    watches: [
      {
        kind: ServiceBinding,
        map: ({ metadata, spec }) => [{ namespace: metadata.namespace ?? '', name: (spec as { instanceRef: string }).instanceRef }],
      },
    ],
    async reconcile(key, context) {
      const instance = await context.client.get(ServiceInstance, key);
      if (!instance) return;
      const delivery = await deliveryOf(instance, drivers, context);
      if (instance.metadata.deletionTimestamp) return remove(instance, delivery, context);
      if (!delivery) {
        await setStatus(
          context,
          key,
          { phase: 'Failed' },
          'PlanMissing',
          say('PlanMissing')`its plan, component or broker is gone; the operator has to put it back`,
        );
        return;
      }
      if (instance.status?.phase === 'Ready' || instance.status?.phase === 'Degraded') return examine(instance, delivery, context);
      return provision(instance, delivery, context);
    },
  });
}

async function provision(instance: InstanceObject, { driver, context: on }: Delivery, context: ReconcileContext) {
  const key = keyOf(instance);
  // Whoever gets credentials needs the address of the server, which the broker tells once it runs.
  if (!on.broker.status?.endpoint) {
    await setStatus(context, key, { phase: 'Progressing' }, 'ServerStarting', say('ServerStarting')`waits for the server to start`);
    return { requeueAfterMs: 1000 };
  }
  const first = !instance.status?.steps;
  const retry = instance.metadata.annotations?.[annotations.retry];
  const wait = untilRetry(instance.status?.steps ?? [], retry, Date.now());
  if (wait > 0) return { requeueAfterMs: wait };
  const record = (steps: Step[]) =>
    setStatus(context, key, { phase: 'Progressing', steps }, 'Delivering', say('BeingDelivered')`is being delivered`);
  const { steps, done, failure } = await runSteps(driver.provision, instance.status?.steps ?? [], on, record, retry);
  if (first) await context.event(instance, 'Normal', 'Delivering', say('DeliveryBegun')`the delivery has begun`);
  if (failure) {
    await setStatus(
      context,
      key,
      { phase: 'Failed', steps },
      'StepFailed',
      say('TriedAgain')`${failure.message}; it is tried again by itself`,
    );
    await context.event(instance, 'Warning', 'StepFailed', say('StepFailed')`${failure.step}: ${failure.message}`);
    return { requeueAfterMs: untilRetry(steps, retry, Date.now()) };
  }
  if (!done) return { requeueAfterMs: 0 };
  await setStatus(context, key, { phase: 'Ready', steps, endpoint: driver.endpoint(instance, on.broker) }, 'Ready', '', 'True');
  await context.event(instance, 'Normal', 'Ready', say('Delivered')`delivered`);
  return { requeueAfterMs: examineEveryMs };
}

async function examine(instance: InstanceObject, { driver, context: on }: Delivery, context: ReconcileContext) {
  const health = await driver
    .examine(on)
    .catch((error: Error) => ({ healthy: false, reason: 'ServerDown', message: recalled(error) as Text }));
  const was = instance.status?.phase;
  const phase = health.healthy ? 'Ready' : 'Degraded';
  // A figure that moves all the time is told only when something is wrong with it: live numbers never enter status.
  const message = health.healthy ? '' : health.message;
  await setStatus(context, keyOf(instance), { phase }, health.reason, message, health.healthy ? 'True' : 'False');
  if (was !== phase) await context.event(instance, health.healthy ? 'Normal' : 'Warning', health.reason, health.message);
  return { requeueAfterMs: examineEveryMs };
}

async function remove(instance: InstanceObject, delivery: Delivery | undefined, context: ReconcileContext) {
  if (!instance.metadata.finalizers?.includes(driverFinalizer)) return;
  const key = keyOf(instance);
  const namespace = instance.metadata.namespace ?? '';
  const bindings = await context.client.list(ServiceBinding, {
    namespace,
    fields: [{ path: 'spec.instanceRef', op: '=', value: key.name }],
  });
  await setStatus(
    context,
    key,
    { phase: 'Deleting' },
    'Deleting',
    bindings.length > 0 ? say('BindingsFirst')`its bindings go first` : say('BeingTakenBack')`is being taken back`,
  );
  for (const { metadata } of bindings)
    await context.client.delete(ServiceBinding, { namespace, name: metadata.name }, { uid: metadata.uid });
  if (bindings.length > 0) return { requeueAfterMs: 1000 };
  if (delivery) await delivery.driver.deprovision(delivery.context);
  await context.client.modify(ServiceInstance, key, (now) => ({
    ...now,
    metadata: { ...now.metadata, finalizers: now.metadata.finalizers?.filter((f) => f !== driverFinalizer) },
  }));
  return;
}

async function setStatus(
  { client }: ReconcileContext,
  key: ObjectKey,
  status: Partial<NonNullable<InstanceObject['status']>>,
  reason: string,
  message: Text,
  ready: 'True' | 'False' = 'False',
): Promise<void> {
  await client.modify(
    ServiceInstance,
    key,
    (now) => ({
      ...now,
      status: {
        ...now.status,
        ...status,
        observedGeneration: now.metadata.generation,
        conditions: withCondition(now.status?.conditions, { type: 'Ready', status: ready, reason, message }),
      },
    }),
    'status',
  );
}

function keyOf({ metadata }: InstanceObject): ObjectKey {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
