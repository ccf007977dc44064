import { alreadyExists, annotations, type ObjectKey, Secret, ServiceBinding, ServiceInstance, type Step, say, type Text } from '@dizuo/api';
import { defineController, type ReconcileContext, type ReconcileResult, type Store, withCondition } from '@dizuo/kernel';
import { type Delivery, type Drivers, deliveryOf, instanceOf } from './delivery-context.ts';
import { runSteps, untilRetry } from './delivery-steps.ts';
import type { BindingObject, Credentials, DriverStep } from './drivers/driver.ts';
import { driverFinalizer } from './service-instance.admission.ts';

/** Makes credentials, keeps them in a Secret that only the tenant reads, proves them, and takes them back. */
export function serviceBindingController(store: Store, drivers: Drivers) {
  return defineController({
    name: 'service-binding',
    kind: ServiceBinding,
    watches: [{ kind: ServiceInstance, map: (instance) => bindingsOf(store, instance.metadata) }],
    async reconcile(key, context): Promise<ReconcileResult> {
      const binding = await context.client.get(ServiceBinding, key);
      if (!binding) return;
      const instance = await instanceOf(binding, context);
      const delivery = instance && (await deliveryOf(instance, drivers, context, binding));
      if (binding.metadata.deletionTimestamp) {
        await remove(binding, delivery, context);
        return;
      }
      if (instance?.status?.phase !== 'Ready' || !delivery) {
        if (binding.status?.phase === 'Ready') return;
        await setStatus(context, key, { phase: 'Pending' }, 'InstancePending', say('BindingWaits')`waits for the service instance`);
        return;
      }
      if (binding.status?.phase === 'Ready') return;
      return bind(binding, delivery, context);
    },
  });
}

async function bindingsOf(store: Store, { namespace = '', name }: { namespace?: string; name: string }): Promise<ObjectKey[]> {
  const { items } = await store.list(ServiceBinding, { namespace, fields: [{ path: 'spec.instanceRef', op: '=', value: name }] }, 'system');
  return items.map(({ metadata }) => ({ namespace, name: metadata.name }));
}

async function bind(binding: BindingObject, { driver, context: on }: Delivery, context: ReconcileContext) {
  const key = keyOf(binding);
  const retry = binding.metadata.annotations?.[annotations.retry];
  const wait = untilRetry(binding.status?.steps ?? [], retry, Date.now());
  if (wait > 0) return { requeueAfterMs: wait };
  const record = (steps: Step[]) =>
    setStatus(context, key, { phase: 'Progressing', steps }, 'Binding', say('Binding')`credentials are being made`);
  // The password is decided and stored before any server hears it: whoever goes on after a crash uses the same.
  const make = () => driver.newCredentials(binding, on.instance, on.broker);
  const credentialsStep: DriverStep = {
    name: 'credentials',
    title: { zh: '生成凭据', en: 'Make the credentials' },
    async run() {
      on.credentials = await keepCredentials(binding, make, context);
      return say('InSecret')`in secret ${binding.spec.secretName}`;
    },
  };
  on.credentials = (await readCredentials(binding, make(), context))?.credentials;
  const { steps, done, failure } = await runSteps([credentialsStep, ...driver.bind], binding.status?.steps ?? [], on, record, retry);
  if (failure) {
    await setStatus(
      context,
      key,
      { phase: 'Failed', steps },
      'StepFailed',
      say('TriedAgain')`${failure.message}; it is tried again by itself`,
    );
    await context.event(binding, 'Warning', 'StepFailed', say('StepFailed')`${failure.step}: ${failure.message}`);
    return { requeueAfterMs: untilRetry(steps, retry, Date.now()) };
  }
  if (!done) return { requeueAfterMs: 0 };
  await setStatus(context, key, { phase: 'Ready', steps, secretName: binding.spec.secretName }, 'Ready', '', 'True');
  await context.event(binding, 'Normal', 'Ready', say('CredentialsReady')`the credentials are in secret ${binding.spec.secretName}`);
  return;
}

/**
 * The secret of the binding, and the credentials in it if the platform made them. Tenants may write secrets: one that they put in its
 * place, or that leads elsewhere, must not decide where the platform connects to.
 */
async function readCredentials(
  { metadata, spec }: BindingObject,
  expected: Credentials,
  { client }: ReconcileContext,
): Promise<{ credentials?: Credentials } | undefined> {
  const secret = await client.get(Secret, { namespace: metadata.namespace ?? '', name: spec.secretName ?? metadata.name });
  if (!secret) return undefined;
  const text = (field: keyof Credentials) => Buffer.from(secret.data?.[field] ?? '', 'base64').toString();
  const isOwn = secret.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid) ?? false;
  const leadsHere = (['host', 'port', 'database', 'username'] as const).every((field) => text(field) === expected[field]);
  const password = text('password');
  if (!isOwn || !leadsHere || !password) return {};
  return { credentials: { ...expected, password, uri: text('uri') } };
}

async function keepCredentials(binding: BindingObject, make: () => Credentials, context: ReconcileContext): Promise<Credentials> {
  const fresh = make();
  const { name, namespace, uid = '' } = binding.metadata;
  const secretName = binding.spec.secretName ?? name;
  const found = await readCredentials(binding, fresh, context);
  if (found?.credentials) return found.credentials;
  if (found) throw alreadyExists({ kind: 'Secret', name: secretName, namespace });
  await context.client.create(Secret, {
    metadata: {
      name: secretName,
      namespace,
      ownerReferences: [{ apiVersion: ServiceBinding.apiVersion, kind: 'ServiceBinding', name, uid, controller: true }],
    },
    type: 'dizuo/service-binding',
    stringData: { ...fresh },
  });
  return fresh;
}

async function remove(binding: BindingObject, delivery: Delivery | undefined, context: ReconcileContext): Promise<void> {
  if (!binding.metadata.finalizers?.includes(driverFinalizer)) return;
  const key = keyOf(binding);
  await setStatus(context, key, { phase: 'Deleting' }, 'Deleting', say('Unbinding')`the credentials are being taken back`);
  if (delivery) await delivery.driver.unbind(delivery.context);
  await context.client.modify(ServiceBinding, key, (now) => ({
    ...now,
    metadata: { ...now.metadata, finalizers: now.metadata.finalizers?.filter((f) => f !== driverFinalizer) },
  }));
}

async function setStatus(
  { client }: ReconcileContext,
  key: ObjectKey,
  status: Partial<NonNullable<BindingObject['status']>>,
  reason: string,
  message: Text,
  ready: 'True' | 'False' = 'False',
): Promise<void> {
  await client.modify(
    ServiceBinding,
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

function keyOf({ metadata }: BindingObject): ObjectKey {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
