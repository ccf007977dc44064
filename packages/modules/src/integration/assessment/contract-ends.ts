import { daysBetween } from './days.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';

export interface ContractEnd {
  endsOn: string;
  /** Negative: it has ended. */
  daysLeft: number;
  /** ended: in use without a contract; soon: within the window in which merging is to be decided. */
  state: 'ended' | 'soon' | 'later';
}

/** When the maintenance contract ends. Undefined where none is recorded. Pure. */
export function contractEndOf({ spec }: SystemObject, { contracts }: Pick<Rules, 'contracts'>, now: Date): ContractEnd | undefined {
  const endsOn = spec.contract?.endsOn;
  if (!endsOn) return undefined;
  const daysLeft = daysBetween(now, endsOn);
  return { endsOn, daysLeft, state: daysLeft < 0 ? 'ended' : daysLeft <= contracts.windowDays ? 'soon' : 'later' };
}
