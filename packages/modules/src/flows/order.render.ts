import {
  type ObjectOf,
  type ProcessInstance,
  type Request,
  recalled,
  type ServiceBinding,
  type ServiceInstance,
  say,
  type Text,
} from '@dizuo/api';
import { decisionsMade } from './decision/decision.view.ts';

export type OrderObject = ObjectOf<typeof Request>;
type Process = ObjectOf<typeof ProcessInstance>;
type Instance = ObjectOf<typeof ServiceInstance>;
type Binding = ObjectOf<typeof ServiceBinding>;
type Status = NonNullable<OrderObject['status']>;

export interface OrderView {
  phase: NonNullable<Status['phase']>;
  decisions: NonNullable<Status['decisions']>;
  condition: { status: 'True' | 'False'; reason: string; message: Text };
}

/** What an order shows, from what stands behind it. Pure. */
export function orderView(
  order: OrderObject,
  process: Process | undefined,
  instance: Instance | undefined,
  binding: Binding | undefined,
): OrderView {
  const known = order.status?.decisions ?? [];
  const decisions = decisionsMade({ generation: order.metadata.generation ?? 1, withdrawn: false, decisions: known }, process);
  const view = (phase: OrderView['phase'], reason: string, message: Text = '', status: 'True' | 'False' = 'False'): OrderView => ({
    phase,
    decisions,
    condition: { status, reason, message },
  });
  if (order.spec.withdrawn && process?.status?.phase !== 'Completed') return view('Withdrawn', 'Withdrawn');
  if (process?.status?.phase === 'Failed') return view('Failed', 'ProcessFailed', recalled(process.status.conditions?.[0] ?? {}));
  if (process?.status?.phase !== 'Completed') {
    const back = process?.status?.activeElements?.includes('revise');
    return back ? view('SentBack', 'SentBack', decisions.at(-1)?.comment ?? '') : view('Pending', 'AwaitsDecision');
  }
  if (process.status.outcome !== 'approved') return view('Rejected', 'Rejected', decisions.at(-1)?.comment ?? '');
  if (!order.status?.instanceRef) return view('Approved', 'Approved');
  if (!instance)
    return order.status.phase === 'Delivered'
      ? view('Delivered', 'Ended', say('DeliveredGone')`what was delivered is gone`, 'True')
      : view('Delivering', 'Delivering');
  if (instance.status?.phase === 'Failed') return view('Failed', 'DeliveryFailed', readyMessage(instance));
  if (binding?.status?.phase === 'Failed') return view('Failed', 'BindingFailed', readyMessage(binding));
  if (binding?.status?.phase === 'Ready') return view('Delivered', 'Delivered', '', 'True');
  return order.status.phase === 'Delivered' ? view('Delivered', 'Delivered', '', 'True') : view('Delivering', 'Delivering');
}

function readyMessage(object: Instance | Binding): Text {
  return recalled(object.status?.conditions?.find((c) => c.type === 'Ready') ?? {});
}
