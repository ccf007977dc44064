import { Disposition, type ObjectOf } from '@dizuo/api';
import type { DecidedKind } from './decided-kind.ts';

type Phase = NonNullable<NonNullable<ObjectOf<typeof Disposition>['status']>['phase']>;
const words = {
  Pending: 'Proposed',
  SentBack: 'SentBack',
  Approved: 'Decided',
  Rejected: 'Rejected',
  Withdrawn: 'Withdrawn',
  Failed: 'Failed',
} as const;
/** How far it is carried out, once decided: not the process's to say. */
const carriedOut = new Set<Phase | undefined>(['InProgress', 'Done', 'Failed']);

/** What becomes of a system: the head of its department decides. */
export const decidedDisposition: DecidedKind<typeof Disposition> = {
  name: 'disposition-decision',
  kind: Disposition,
  /** What was decided before the platform was there (told so in its status when it is made) needs no process. */
  run: ({ status }) => (status?.decidedAt && !status.processInstanceRef ? undefined : { definition: 'disposition-decision', round: 1 }),
  title: ({ spec }) => spec.displayName ?? spec.systemRef,
  requester: ({ spec }) => spec.proposer ?? '',
  department: ({ spec }) => spec.departmentRef ?? '',
  withdrawn: ({ spec }) => spec.withdrawn ?? false,
  asked: ({ status }) => status?.phase === 'SentBack',
  show(disposition, view, common) {
    const { status } = disposition;
    const phase = view.phase === 'Approved' && carriedOut.has(status?.phase) ? status?.phase : words[view.phase];
    const { proposed, doneAt, steps, conditions } = status ?? {};
    return {
      ...disposition,
      status: {
        ...(proposed ? { proposed } : {}),
        ...(doneAt ? { doneAt } : {}),
        ...(steps ? { steps } : {}),
        ...(conditions ? { conditions } : {}),
        ...common,
        phase,
        observedGeneration: disposition.metadata.generation,
      },
    };
  },
};
