import type { HumanTask, KubeObject, ObjectOf, Request } from '@dizuo/api';
import type { Session } from '../../data/session.ts';
import { isOpen } from './task-openness.ts';

type Task = ObjectOf<typeof HumanTask> & KubeObject;
type Order = ObjectOf<typeof Request> & KubeObject;

/** Open tasks that the person may decide: as a candidate by name, or by a role on the platform or in the task's tenant. Oldest first. */
export function myTasks(tasks: readonly Task[], session: Session): Task[] {
  return tasks.filter((task) => isOpen(task) && isCandidate(task, session)).toSorted(byCreation);
}

function isCandidate({ spec, metadata }: Task, session: Session): boolean {
  if (spec.candidateUsers?.includes(session.user.name)) return true;
  const held = [...(session.roles['dizuo-system'] ?? []), ...(session.roles[metadata.namespace ?? ''] ?? [])];
  return (spec.candidateRoles ?? []).some((role) => held.includes(role));
}

/** Orders that the person sent, the newest first; the operator's own are the orders of nobody else. */
export function myOrders(orders: readonly Order[], session: Session): Order[] {
  return orders.filter((order) => order.spec.requester === session.user.name).toSorted((a, b) => -byCreation(a, b));
}

function byCreation(a: KubeObject, b: KubeObject): number {
  return Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '');
}
