import type { HumanTask, ObjectOf } from '@dizuo/api';

/** Still to be decided, whatever the status has caught up with. */
export const isOpen = (task: ObjectOf<typeof HumanTask>) => task.spec.outcome === undefined && (task.status?.phase ?? 'Open') === 'Open';
