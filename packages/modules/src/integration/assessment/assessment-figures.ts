import {
  type AssessmentFigures,
  type AssessmentOverview,
  activities,
  type CostComparison,
  type DepartmentFigures,
  dispositionWays,
  type Proposal,
  systemLevels,
} from '@dizuo/api';
import { isCounted } from './assessment-rows.ts';
import type { AssessedSystem, AssessmentView } from './assessment-view.ts';
import { systemKey } from './system-profile.ts';

/** All figures of a view, and the same for each department. Pure but for what the view remembers. */
export function overviewOf(view: AssessmentView): AssessmentOverview {
  const departments = new Set(view.systems.map(({ spec }) => spec.departmentRef));
  const byDepartment = [...departments]
    .toSorted()
    .map((departmentRef): DepartmentFigures => ({ departmentRef, ...figuresOf(view, departmentRef) }));
  const { overlap, debt } = view.basis.rules;
  return { asOf: view.now.toISOString(), threshold: overlap.threshold, highDebt: debt.high, ...figuresOf(view), departments: byDepartment };
}

/** Figures over the systems that are the district's to change, of one department (units below it are departments of their own) or of all. */
export function figuresOf(view: AssessmentView, departmentRef?: string): AssessmentFigures {
  const { rules } = view.basis;
  const within = (key: string) => departmentRef === undefined || view.get(key)?.spec.departmentRef === departmentRef;
  const all = view.systems.filter(({ spec }) => departmentRef === undefined || spec.departmentRef === departmentRef);
  const systems = all.filter(isCounted).flatMap((system) => view.assessed(systemKey(system)) ?? []);
  const keys = new Set(systems.map(({ key }) => key));
  const pairs = view.pairs().filter(({ a, b }) => keys.has(a) || keys.has(b));
  const doubles = view.doubleEntries().filter((entry) => entry.systems.some(within));
  return {
    systems: systems.length,
    levels: countEach(
      systemLevels,
      all.map(({ spec }) => spec.level),
    ),
    overlap: {
      pairs: pairs.length,
      systems: new Set(pairs.flatMap(({ a, b }) => [a, b]).filter((key) => keys.has(key))).size,
      clusters: view.clusters().filter((cluster) => cluster.systems.some((key) => keys.has(key))).length,
      acrossDepartments: pairs.filter(({ a, b }) => view.get(a)?.spec.departmentRef !== view.get(b)?.spec.departmentRef).length,
    },
    activity: countEach(
      activities,
      systems.map(({ activity }) => activity.activity),
    ),
    doubleEntries: {
      citizens: doubles.filter(({ by }) => by === 'citizens').length,
      staff: doubles.filter(({ by }) => by === 'staff').length,
      acrossLevels: doubles.filter(({ acrossLevels }) => acrossLevels).length,
      sparedYearly: sum(doubles.map(({ sparedYearly = 0 }) => sparedYearly)),
    },
    contracts: countEach(
      ['ended', 'soon', 'later', 'unknown'],
      systems.map(({ contract }) => contract?.state ?? 'unknown'),
    ),
    debt: {
      high: systems.filter(({ debt }) => debt.points >= rules.debt.high).length,
      technical: sum(systems.map(({ debt }) => debt.technical.points)),
      security: sum(systems.map(({ debt }) => debt.security.points)),
    },
    cost: costs(systems, rules.cost.keepYears),
    ways: countEach(
      dispositionWays,
      systems.flatMap(({ proposal }) => proposal?.way ?? []),
    ),
  };
}

function costs(systems: readonly AssessedSystem[], years: number): AssessmentFigures['cost'] {
  const known = systems.flatMap(({ cost, proposal }) => (cost ? [{ cost, way: proposal?.way ?? 'keep' }] : []));
  const keep = sum(known.map(({ cost }) => amountOf(cost, 'keep')));
  const proposed = sum(known.map(({ cost, way }) => amountOf(cost, way)));
  return {
    years,
    upkeep: sum(known.map(({ cost }) => cost.upkeep)),
    keep,
    proposed,
    saves: keep - proposed,
    unknown: systems.length - known.length,
  };
}

/** What a way costs over the years; what is retired costs nothing more. */
function amountOf({ ways }: CostComparison, way: Proposal['way']): number {
  return ways.find((one) => one.way === way)?.amount ?? 0;
}

function countEach<T extends string>(names: readonly T[], values: readonly T[]): Record<T, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
  for (const value of values) counts[value] += 1;
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
