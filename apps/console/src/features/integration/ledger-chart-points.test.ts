import { expect, it } from 'vitest';
import { chartPoints } from './ledger-chart-points.ts';

const line = (at: string, delta: number, count: number) => ({ at, delta, count }) as never;
const facts = {
  spec: { target: 5, targetOn: '2028-01-01' },
  status: { opening: 10, frozenAt: '2026-01-01T00:00:00Z', count: 8 },
};
const now = Date.parse('2026-06-01');

it('is a stair from the opening to now, and a line to the target', () => {
  const lines = [line('2026-03-01T00:00:00Z', -1, 8), line('2026-02-01T00:00:00Z', -1, 9), line('2025-12-01T00:00:00Z', 1, 10)];
  const data = chartPoints(facts, lines, now);
  expect(data?.fact.map(({ count }) => count)).toEqual([10, 10, 9, 9, 8, 8]);
  expect(data?.plan).toEqual([
    { at: Date.parse('2026-01-01'), count: 10 },
    { at: Date.parse('2028-01-01'), count: 5 },
  ]);
  expect([data?.to, data?.highest]).toEqual([Date.parse('2028-01-01'), 10]);
});

it('has no plan without a date, and is nothing before the ledger is frozen', () => {
  expect(chartPoints({ ...facts, spec: {} }, [], now)?.plan).toEqual([]);
  expect(chartPoints({ spec: {}, status: { count: 3 } }, [], now)).toBeUndefined();
});
