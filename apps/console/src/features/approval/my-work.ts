import type { HumanTask, KubeObject, ObjectOf, Request } from '@dizuo/api';
import { holds, type Session } from '../../data/session.ts';
import { isOpen } from './task-openness.ts';

type Task = ObjectOf<typeof HumanTask> & KubeObject;
type Order = ObjectOf<typeof Request> & KubeObject;

/** Open tasks that the person may decide: as a candidate by name, or by a role on the platform or in the task's tenant. Oldest first. */
export function myTasks(tasks: readonly Task[], session: Session): Task[] {
  return tasks.filter((task) => isOpen(task) && mayDecide(task, session)).toSorted(byCreation);
}

/** Tasks that are closed: all that the operator sees, else those that the person decided. The newest first. */
export function decidedTasks(tasks: readonly Task[], session: Session): Task[] {
  const all = holds(session, 'operator');
  return tasks
    .filter((task) => !isOpen(task) && (all || task.spec.completedBy === session.user.name))
    .toSorted((a, b) => -byCreation(a, b));
}

/** A candidate; nobody decides on the own request, but who asked answers what comes back. */
export function mayDecide({ spec, metadata }: Task, session: Session): boolean {
  if (spec.candidateUsers?.includes(session.user.name)) return true;
  if (spec.requester === session.user.name) return false;
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
