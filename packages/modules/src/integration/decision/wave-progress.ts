import { type Disposition, type IntegrationPlan, isDecidedPhase, type ObjectOf } from '@dizuo/api';
import { isGivenUp, isOverdue } from './disposition-dates.ts';

type DispositionObject = ObjectOf<typeof Disposition>;
type Plan = ObjectOf<typeof IntegrationPlan>;
type Progress = NonNullable<NonNullable<Plan['status']>['waves']>[number];

/** How far each wave is, from the dispositions in it. Pure. */
export function waveProgress(plan: Plan, dispositions: readonly DispositionObject[], now: Date): Progress[] {
  return plan.spec.waves.map(({ name }) => {
    const own = dispositions.filter((disposition) => disposition.spec.wave === name && !isGivenUp(disposition));
    return {
      name,
      systems: own.length,
      decided: own.filter(({ status }) => isDecidedPhase(status?.phase)).length,
      done: own.filter(({ status }) => status?.phase === 'Done').length,
      overdue: own.filter((disposition) => isOverdue(disposition, plan, now)).length,
    };
  });
}
