import type { CostComparison, CostTerm, CostWay } from '@dizuo/api';
import type { Rules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';

/**
 * What keeping, merging and connecting cost over the years of the rules. Undefined where no cost at all is recorded.
 *
 * U = maintenance + hosting + licences; S = Σ (1+r)^k for k = 0 … N−1
 * keep = U·S;  merge = built·m + U·s·S;  connect = U·S + c
 */
export function costOf({ spec }: Pick<SystemObject, 'spec'>, { cost: rules }: Pick<Rules, 'cost'>): CostComparison | undefined {
  const cost = spec.cost ?? {};
  const names = ['built', 'yearlyMaintenance', 'yearlyHosting', 'yearlyLicences'] as const;
  const missing = names.filter((name) => cost[name] === undefined);
  if (missing.length === names.length) return undefined;
  const { keepYears: years, yearlyRise: rise, mergeShareOfBuilt: share, upkeepShareAfterMerge: left, connectCost } = rules;
  const upkeep = (cost.yearlyMaintenance ?? 0) + (cost.yearlyHosting ?? 0) + (cost.yearlyLicences ?? 0);
  const sum = riseSum(rise, years);
  const shown = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 4 });
  const over = `${shown(upkeep)} × Σ(1 + ${rise})^k, k = 0…${years - 1}`;
  const keep: CostTerm = { name: 'upkeep', formula: over, amount: Math.round(upkeep * sum) };
  const ways: CostWay[] = [
    wayOf('keep', [keep]),
    wayOf('merge', [
      { name: 'mergeOnce', formula: `${shown(cost.built ?? 0)} × ${share}`, amount: Math.round((cost.built ?? 0) * share) },
      { name: 'upkeepAfterMerge', formula: `${left} × ${over}`, amount: Math.round(upkeep * left * sum) },
    ]),
    wayOf('connect', [keep, { name: 'connectOnce', formula: shown(connectCost), amount: connectCost }]),
  ];
  const amount = (way: CostWay['way']) => ways.find((one) => one.way === way)?.amount ?? 0;
  return { years, upkeep, ways, mergeSaves: amount('keep') - amount('merge'), missing };
}

/** Σ (1+r)^k for k = 0 … n−1. */
export function riseSum(rise: number, years: number): number {
  return rise === 0 ? years : ((1 + rise) ** years - 1) / rise;
}

function wayOf(way: CostWay['way'], terms: CostTerm[]): CostWay {
  return { way, terms, amount: terms.reduce((sum, term) => sum + term.amount, 0) };
}
