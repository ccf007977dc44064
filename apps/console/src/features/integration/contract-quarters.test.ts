import { expect, it } from 'vitest';
import { quartersOf } from './contract-quarters.ts';

const row = (endsOn: string, state: string, upkeep?: number) => ({ contract: { endsOn, state }, ...(upkeep ? { upkeep } : {}) });

it.each<[Parameters<typeof quartersOf>[0], string[], string]>([
  [[], [], 'nothing recorded'],
  [[row('2025-01-01', 'ended'), {}], [], 'what has ended is another list'],
  [
    [row('2026-12-31', 'soon', 5), row('2026-10-01', 'soon', 7), row('2027-06-30', 'later', 9)],
    ['2026 Q4 2 12 true', '2027 Q1 0 0 false', '2027 Q2 1 9 false'],
    'no gaps between quarters',
  ],
])('%#: %j', (rows, expected) =>
  expect(quartersOf(rows).map(({ name, count, upkeep, soon }) => `${name} ${count} ${upkeep} ${soon}`)).toEqual(expected),
);
