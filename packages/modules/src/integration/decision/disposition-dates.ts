import type { Disposition, IntegrationPlan, ObjectOf } from '@dizuo/api';
import { isOver } from '@dizuo/api';

type DispositionObject = ObjectOf<typeof Disposition>;
type Plan = ObjectOf<typeof IntegrationPlan>;

const given = new Set(['Rejected', 'Withdrawn']);

/** Nobody will carry it out. Pure. */
export function isGivenUp({ status }: Pick<DispositionObject, 'status'>): boolean {
  return given.has(status?.phase ?? '');
}

/** First and last day of a disposition: its own, else those of its wave. Pure. */
export function daysOf(
  { spec }: Pick<DispositionObject, 'spec'>,
  plan: Pick<Plan, 'spec'> | undefined,
): { startsOn?: string; endsOn?: string } {
  const wave = plan?.spec.waves.find(({ name }) => name === spec.wave);
  const startsOn = spec.startsOn ?? wave?.startsOn;
  const endsOn = spec.endsOn ?? wave?.endsOn;
  return { ...(startsOn ? { startsOn } : {}), ...(endsOn ? { endsOn } : {}) };
}

/** Its last day is over, and it is not done. Pure. */
export function isOverdue(disposition: DispositionObject, plan: Pick<Plan, 'spec'> | undefined, now: Date): boolean {
  const { endsOn } = daysOf(disposition, plan);
  return endsOn !== undefined && disposition.status?.phase !== 'Done' && !isGivenUp(disposition) && isOver(endsOn, now);
}
