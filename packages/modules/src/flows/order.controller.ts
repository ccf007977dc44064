import {
  AppError,
  alreadyExists,
  annotations,
  type ObjectOf,
  ProcessDefinition,
  ProcessInstance,
  quotaExceeded,
  quote,
  Request,
  recalled,
  ServiceBinding,
  ServiceInstance,
  ServicePlan,
  say,
} from '@dizuo/api';
import { defineController, type ReconcileContext, type ReconcileResult, withCondition } from '@dizuo/kernel';
import { answerRevise, endRun } from './decision/decision-run.ts';
import { type OrderObject, type OrderView, orderView } from './order.render.ts';

/** Process that decides on orders. */
export const orderProcess = 'order-approval';
const orderLabel = 'approval.dizuo/request';

/** From an order to what was ordered: starts the decision, delivers what was approved, and shows how far it is. */
export const orderController = defineController({
  name: 'order',
  kind: Request,
  watches: [
    {
      kind: ProcessInstance,
      map: ({ metadata, spec }) => {
        const { subject } = spec as ObjectOf<typeof ProcessInstance>['spec'];
        return subject.kind === Request.kind ? [{ namespace: metadata.namespace ?? '', name: subject.name }] : [];
      },
    },
    { kind: ServiceInstance, map: ({ metadata }) => orderKeys(metadata) },
    { kind: ServiceBinding, map: ({ metadata }) => orderKeys(metadata) },
  ],
  async reconcile(key, context): Promise<ReconcileResult> {
    const order = await context.client.get(Request, key);
    if (!order || order.metadata.deletionTimestamp) return;
    if (!order.status?.processInstanceRef) return begin(order, context);
    const { client } = context;
    const namespace = key.namespace ?? '';
    const process = await client.get(ProcessInstance, { namespace, name: order.status.processInstanceRef });
    const { instanceName, bindingName = instanceName } = order.spec.service;
    const delivered = order.status.instanceRef
      ? await client.get(ServiceInstance, { namespace, name: order.status.instanceRef })
      : undefined;
    const binding = delivered ? await client.get(ServiceBinding, { namespace, name: bindingName }) : undefined;
    if (order.spec.withdrawn && process?.status?.phase === 'Running') await endRun(client, namespace, process.metadata.name);
    const view = orderView(order, process, delivered, binding);
    if (view.phase === 'SentBack' && wasRevised(order, view)) {
      await resubmit(order, context);
      return;
    }
    if (view.phase === 'Approved') return deliver(order, view, context);
    if (delivered && !binding && !delivered.metadata.deletionTimestamp && view.phase !== 'Delivered') await bind(order, context);
    await show(order, view, context);
    return;
  },
});

function orderKeys({ namespace = '', labels }: { namespace?: string; labels?: Record<string, string> }) {
  const name = labels?.[orderLabel];
  return name ? [{ namespace, name }] : [];
}

/** Starts the process and records it in one commit. */
async function begin(order: OrderObject, { client, event, crashPoint }: ReconcileContext): Promise<ReconcileResult> {
  const definition = await client.get(ProcessDefinition, { name: orderProcess });
  const plan = await client.get(ServicePlan, { name: order.spec.service.planRef });
  if (!definition || !plan) return { requeueAfterMs: 5000 };
  const { monthlyCost, takes } = quote(plan, order.spec.service.parameters);
  const { name, namespace, uid = '' } = order.metadata;
  const subject = { apiVersion: Request.apiVersion, kind: 'Request', name, uid };
  crashPoint('order/before-begin');
  await client.transaction((group) => {
    group.create(ProcessInstance, {
      metadata: { name, namespace, labels: { [orderLabel]: name }, ownerReferences: [{ ...subject, controller: true }] },
      spec: {
        definitionRef: orderProcess,
        definitionGeneration: definition.metadata.generation ?? 1,
        subject,
        variables: { requester: order.spec.requester ?? '' },
      },
    });
    group.updateStatus(Request, { ...order, status: { ...order.status, phase: 'Pending', monthlyCost, takes, processInstanceRef: name } });
  });
  await event(order, 'Normal', 'Sent', say('AwaitsDecision')`waits for the decision`);
  return;
}

/** Changed since it was sent back. */
function wasRevised(order: OrderObject, view: OrderView): boolean {
  const last = view.decisions.at(-1);
  const shown = order.status?.phase === 'SentBack';
  return shown && last !== undefined && (order.metadata.generation ?? 1) > last.generation;
}

/** The requester's change is the answer to the task "revise". */
async function resubmit(order: OrderObject, { client }: ReconcileContext): Promise<void> {
  const namespace = order.metadata.namespace ?? '';
  const plan = await client.get(ServicePlan, { name: order.spec.service.planRef });
  if (plan) {
    const { monthlyCost, takes } = quote(plan, order.spec.service.parameters);
    await client.modify(
      Request,
      { namespace, name: order.metadata.name },
      (now) => ({ ...now, status: { ...now.status, monthlyCost, takes } }),
      'status',
    );
  }
  await answerRevise(client, namespace, order.status?.processInstanceRef ?? '', order.spec.requester ?? '');
}

/** Creates what was ordered. The same commit counts it against the quota and records it in the order. */
async function deliver(order: OrderObject, view: OrderView, context: ReconcileContext): Promise<ReconcileResult> {
  const { client, event, crashPoint } = context;
  const failedBefore = order.status?.conditions?.some((c) => c.type === 'Ready' && failures.has(c.reason));
  const askedAgain = order.metadata.annotations?.[annotations.retry];
  // What failed for want of quota or of a free name waits until somebody asks for another attempt.
  if (failedBefore && askedAgain === order.status?.triedFor) return;
  const { name, namespace } = order.metadata;
  const { classRef, planRef, instanceName, displayName, parameters } = order.spec.service;
  crashPoint('order/before-deliver');
  try {
    await client.transaction((group) => {
      group.create(ServiceInstance, {
        metadata: { name: instanceName, namespace, labels: { [orderLabel]: name } },
        spec: { classRef, planRef, ...(displayName ? { displayName } : {}), ...(parameters ? { parameters } : {}), requestRef: name },
      });
      group.updateStatus(Request, {
        ...order,
        status: { ...order.status, phase: 'Delivering', instanceRef: instanceName, decisions: view.decisions },
      });
    });
  } catch (error) {
    if (!(error instanceof AppError) || !(quotaExceeded.is(error) || alreadyExists.is(error))) throw error;
    const reason = quotaExceeded.is(error) ? 'QuotaExceeded' : 'NameTaken';
    await show(order, { ...view, phase: 'Failed', condition: { status: 'False', reason, message: recalled(error) } }, context, askedAgain);
    await event(order, 'Warning', reason, recalled(error));
    return;
  }
  await event(order, 'Normal', 'Delivering', say('InstanceBeingDelivered')`instance ${instanceName} is being delivered`);
  return;
}

const failures = new Set(['QuotaExceeded', 'NameTaken']);

async function bind(order: OrderObject, { client }: ReconcileContext): Promise<void> {
  const { name, namespace } = order.metadata;
  const { instanceName, bindingName = instanceName } = order.spec.service;
  try {
    await client.create(ServiceBinding, {
      metadata: { name: bindingName, namespace, labels: { [orderLabel]: name } },
      spec: { instanceRef: instanceName },
    });
  } catch (error) {
    if (!alreadyExists.is(error)) throw error;
  }
}

async function show(order: OrderObject, view: OrderView, { client }: ReconcileContext, tried?: string): Promise<void> {
  const key = { namespace: order.metadata.namespace ?? '', name: order.metadata.name };
  await client.modify(
    Request,
    key,
    (now) => ({
      ...now,
      status: {
        ...now.status,
        phase: view.phase,
        decisions: view.decisions,
        observedGeneration: order.metadata.generation,
        conditions: withCondition(now.status?.conditions, { type: 'Ready', ...view.condition }),
        ...(tried ? { triedFor: tried } : {}),
      },
    }),
    'status',
  );
}
