import type { ContractEnd } from '@dizuo/api';
import { daysBetween } from './days.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';

/** When the maintenance contract ends. Undefined where none is recorded. Pure. */
export function contractEndOf({ spec }: SystemObject, { contracts }: Pick<Rules, 'contracts'>, now: Date): ContractEnd | undefined {
  const endsOn = spec.contract?.endsOn;
  if (!endsOn) return undefined;
  const daysLeft = daysBetween(now, endsOn);
  return { endsOn, daysLeft, state: daysLeft < 0 ? 'ended' : daysLeft <= contracts.windowDays ? 'soon' : 'later' };
}
