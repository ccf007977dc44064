import { ItProject } from '@dizuo/api';
import type { DecidedKind } from './decided-kind.ts';

/** A project: the operator decides, once it has been checked as it stands. */
export const decidedProject: DecidedKind<typeof ItProject> = {
  name: 'project-decision',
  kind: ItProject,
  run: ({ metadata, status }) =>
    status?.processInstanceRef || (status?.checkedGeneration ?? 0) >= (metadata.generation ?? 1)
      ? { definition: 'project-gate', round: 1 }
      : undefined,
  title: ({ spec }) => spec.displayName,
  requester: ({ spec }) => spec.requester ?? '',
  department: ({ spec }) => spec.departmentRef,
  withdrawn: ({ spec }) => spec.withdrawn ?? false,
  asked: ({ metadata, status }) => status?.phase === 'SentBack' && (status.checkedGeneration ?? 0) >= (metadata.generation ?? 1),
  show(project, view, common) {
    const { checks, checkedAt, checkedGeneration, conditions } = project.status ?? {};
    return {
      ...project,
      status: {
        ...(checks ? { checks } : {}),
        ...(checkedAt ? { checkedAt } : {}),
        ...(checkedGeneration ? { checkedGeneration } : {}),
        ...(conditions ? { conditions } : {}),
        ...common,
        phase: view.phase === 'Failed' ? 'Rejected' : view.phase,
        observedGeneration: project.metadata.generation,
      },
    };
  },
};
