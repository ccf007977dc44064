import { type Disposition, type IntegrationPlan, isOver, type ObjectOf } from '@dizuo/api';

type DispositionObject = ObjectOf<typeof Disposition>;
type Plan = ObjectOf<typeof IntegrationPlan>;
type Progress = NonNullable<NonNullable<Plan['status']>['waves']>[number];

const decided = new Set(['Decided', 'InProgress', 'Done', 'Failed']);
const given = new Set(['Rejected', 'Withdrawn']);

/** Last day of a disposition: its own, else its wave's. Pure. */
function lastDay(disposition: DispositionObject, plan: Plan | undefined): string | undefined {
  return disposition.spec.endsOn ?? plan?.spec.waves.find((wave) => wave.name === disposition.spec.wave)?.endsOn;
}

function isOverdue(disposition: DispositionObject, plan: Plan | undefined, now: Date): boolean {
  const day = lastDay(disposition, plan);
  const phase = disposition.status?.phase ?? '';
  return day !== undefined && phase !== 'Done' && !given.has(phase) && isOver(day, now);
}

/** How far each wave is, from the dispositions in it. Pure. */
export function waveProgress(plan: Plan, dispositions: readonly DispositionObject[], now: Date): Progress[] {
  return plan.spec.waves.map(({ name }) => {
    const own = dispositions.filter((d) => d.spec.wave === name && !given.has(d.status?.phase ?? ''));
    return {
      name,
      systems: own.length,
      decided: own.filter((d) => decided.has(d.status?.phase ?? '')).length,
      done: own.filter((d) => d.status?.phase === 'Done').length,
      overdue: own.filter((d) => isOverdue(d, plan, now)).length,
    };
  });
}
