import { describe, expect, it } from 'vitest';
import { ganttScale } from './gantt-scale.ts';

const word = (n: number) => `Q${n}`;

describe('the scale of a plan', () => {
  it('begins with the month of the first day and leaves room behind the last one', () => {
    const scale = ganttScale(['2026-11-10', '2027-02-03'], '2026-12-24', 'month', word);
    expect(scale.ticks.map(({ label }) => label).slice(0, 5)).toEqual(['11', '12', '1', '2', '3']);
    expect(scale.years.map(({ label }) => label)).toEqual(['2026', '2027']);
    expect(scale.x('2026-11-01')).toBe(0);
    expect(scale.end('2027-02-03')).toBeLessThan(scale.width - 60);
    expect(scale.width).toBeGreaterThanOrEqual(1100);
    expect(scale.ticks.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(scale.width);
  });

  it('shows quarters of the calendar where months would be too narrow, whichever month it begins in', () => {
    const { ticks } = ganttScale(['2026-02-10', '2026-08-01'], '2026-03-01', 'year', word);
    expect(ticks.slice(0, 5).map(({ label }) => label)).toEqual(['Q1', 'Q2', 'Q3', 'Q4', 'Q1']);
    expect(ticks[0]?.width).toBeLessThan(ticks[1]?.width ?? 0);
  });

  it('shows today where nothing is planned', () => expect(ganttScale([], '2026-05-05', 'quarter', word).x('2026-05-05')).toBe(12));
});
