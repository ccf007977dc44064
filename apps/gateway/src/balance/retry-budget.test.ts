import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

const settings = { budgetPercent: 20, minRetriesPerSecond: 0.2 };

describe('a retry budget', () => {
  it('allows a share of the requests', () => {
    const budget = new RetryBudget();
    for (let i = 0; i < 100; i += 1) budget.request(i);
    let taken = 0;
    while (budget.take(100, settings)) taken += 1;
    expect(taken).toBe(20);
  });

  it('allows a few where there is little traffic', () => {
    const budget = new RetryBudget();
    expect([budget.take(0, settings), budget.take(0, settings), budget.take(0, settings)]).toEqual([true, true, false]);
  });

  it('forgets after its window', () => {
    const budget = new RetryBudget();
    while (budget.take(0, settings));
    expect(budget.take(5000, settings)).toBe(false);
    expect(budget.take(10_001, settings)).toBe(true);
  });
});
