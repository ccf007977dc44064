import type { ItProject, KubeObject, ObjectOf } from '@dizuo/api';
import type { State } from '../../parts/states.ts';
import type { Problems } from '../../shapes/use-object-form.ts';

export type ProjectObject = ObjectOf<typeof ItProject> & KubeObject;
export type ProjectSpec = ProjectObject['spec'];
export type BudgetLine = ProjectSpec['budget'][number];

export const categories = ['build', 'upgrade', 'maintenance', 'purchase'] as const;
export const budgetKinds = ['software', 'hardware', 'component', 'service', 'other'] as const;
export const projectPhases = ['Checking', 'Pending', 'SentBack', 'Approved', 'Rejected', 'Withdrawn'] as const;
export type ProjectPhase = (typeof projectPhases)[number];

const states: Record<ProjectPhase, State> = {
  Checking: 'progressing',
  Pending: 'pending',
  SentBack: 'pending',
  Approved: 'ready',
  Rejected: 'failed',
  Withdrawn: 'stopped',
};

export function projectPhase({ status }: Pick<ProjectObject, 'status'>): { phase: ProjectPhase; state: State } {
  const phase = status?.phase ?? 'Checking';
  return { phase, state: states[phase] };
}

export const projectPath = ({ metadata }: ProjectObject): string => `/gov/projects/${metadata.namespace}/${metadata.name}`;

export function budgetOf({ budget }: Pick<ProjectSpec, 'budget'>): number {
  return budget.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

/** What can be said of a project without asking the server. Pure. */
export function projectProblems(spec: Partial<ProjectSpec>, words: { required: string; twice: string }): Problems {
  const found: Problems = {};
  for (const field of ['displayName', 'departmentRef', 'category', 'purpose'] as const) {
    if (!spec[field]?.trim()) found[`spec.${field}`] = words.required;
  }
  const lines = spec.budget ?? [];
  for (const [i, line] of lines.entries()) {
    if (!line.name?.trim()) found[`spec.budget[${i}].name`] = words.required;
    else if (lines.findIndex(({ name }) => name === line.name) < i) found[`spec.budget[${i}].name`] = words.twice;
    if (line.amount === undefined) found[`spec.budget[${i}].amount`] = words.required;
  }
  return found;
}
