import type { Ledger, ObjectOf } from '@dizuo/api';
import type { State } from '../../parts/states.ts';

type LedgerParts = Pick<ObjectOf<typeof Ledger>, 'spec' | 'status'>;

export const paces = ['recording', 'over', 'unplanned', 'reached', 'onTrack', 'late'] as const;
export type Pace = (typeof paces)[number];

export const paceStates: Record<Pace, State> = {
  recording: 'progressing',
  over: 'failed',
  unplanned: 'unknown',
  reached: 'ready',
  onTrack: 'ready',
  late: 'degraded',
};

/**
 * How a ledger keeps up with its target. On track: as many whole systems have gone as the share of time that has passed, from the day
 * it was frozen to the day of the target, asks for. Pure.
 */
export function paceOf({ spec, status }: LedgerParts, now: Date): Pace {
  if (spec.phase !== 'frozen') return 'recording';
  if (status?.over) return 'over';
  const { count, opening, frozenAt } = status ?? {};
  const { target, targetOn } = spec;
  if (target === undefined || !targetOn || count === undefined || opening === undefined || !frozenAt) return 'unplanned';
  if (count <= target) return 'reached';
  return opening - count >= dueBy(opening, target, frozenAt, targetOn, now) ? 'onTrack' : 'late';
}

/** Systems that should have gone by now, when they go evenly. Pure. */
function dueBy(opening: number, target: number, frozenAt: string, targetOn: string, now: Date): number {
  const [start, end] = [Date.parse(frozenAt), Date.parse(targetOn)];
  const share = end <= start ? 1 : Math.min(1, Math.max(0, (now.getTime() - start) / (end - start)));
  return Math.floor(share * Math.max(0, opening - target));
}
