import type { HumanTask, KubeObject, ObjectOf } from '@dizuo/api';
import { holds, type Session } from '../../data/session.ts';

type Task = Pick<ObjectOf<typeof HumanTask> & KubeObject, 'metadata'>;

/** Where a person's inbox is: the operator's among the other work of the centre, everybody else's at the workbench. */
export function inboxPath(session: Session): string {
  return holds(session, 'operator') ? '/ops/inbox' : '/workbench/inbox';
}

export function taskPath(session: Session, { metadata }: Task): string {
  return `${inboxPath(session)}/${metadata.namespace}/${metadata.name}`;
}
