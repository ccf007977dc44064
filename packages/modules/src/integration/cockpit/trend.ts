import type { TrendPoint } from '@dizuo/api';
import { type CockpitFacts, isDecided } from './cockpit-facts.ts';

/** The count of a department at the end of a month, from the book of its ledger. */
export interface MonthlyCount {
  department: string;
  /** `2026-11` */
  month: string;
  count: number;
}

const mostPast = 18;
const mostFuture = 36;

/**
 * Fact: what the books counted at the end of each month, and now. Plan: now, less what decided mergers and retirements take away by their
 * last days. Pure.
 */
export function trendOf(facts: CockpitFacts, book: readonly MonthlyCount[], now: number): TrendPoint[] {
  const month = facts.day.slice(0, 7);
  const past = [...new Set(book.map((entry) => entry.month))]
    .filter((one) => one < month)
    .toSorted()
    .slice(-mostPast);
  const points: TrendPoint[] = past.map((one) => ({ day: firstOf(next(one)), fact: countAt(book, one) }));
  const goes = facts.systems.filter(
    ({ counted, disposition }) =>
      counted && isDecided(disposition) && disposition?.spec.endsOn && ['merge', 'retire'].includes(disposition.spec.way),
  );
  const days = goes.map(({ disposition }) => disposition?.spec.endsOn ?? '').toSorted();
  points.push({ day: facts.day, fact: now, ...(days.length > 0 ? { plan: now } : {}) });
  const last = days.at(-1);
  for (let one = next(month), i = 0; last !== undefined && i < mostFuture; one = next(one), i += 1) {
    const day = firstOf(one);
    points.push({ day, plan: now - days.filter((end) => end < day).length });
    if (last < day) break;
  }
  return points;
}

/** The last count of every department up to the end of a month. */
function countAt(book: readonly MonthlyCount[], month: string): number {
  const last = new Map<string, MonthlyCount>();
  for (const entry of book) {
    const known = last.get(entry.department);
    if (entry.month <= month && (!known || known.month < entry.month)) last.set(entry.department, entry);
  }
  return [...last.values()].reduce((sum, { count }) => sum + count, 0);
}

function next(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

function firstOf(month: string): string {
  return `${month}-01`;
}
