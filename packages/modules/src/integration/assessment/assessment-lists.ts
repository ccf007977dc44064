import type { AssessmentRow, ClusterRow, DependencyGraph, DoubleEntryRow, Paged, PairRow, SystemAssessment } from '@dizuo/api';
import { isCounted, nameOf, pairRowOf, rowOf } from './assessment-rows.ts';
import type { AssessmentView } from './assessment-view.ts';
import { systemKey } from './system-profile.ts';

export interface Page {
  limit: number;
  offset: number;
}

export interface PairFilter extends Page {
  system?: string;
  department?: string;
  /** Words in either name. */
  search?: string;
  minimum?: number;
  between?: 'same' | 'across';
}

export interface SystemFilter extends Page {
  department?: string;
  level?: string;
  search?: string;
  counted?: boolean;
  activity?: string;
  contract?: string;
  way?: string;
  minDebt?: number;
  overlapping?: boolean;
  sort?: SystemSort;
  descending?: boolean;
}

export const systemSorts = ['name', 'debt', 'idle', 'contract', 'upkeep', 'saves', 'overlap'] as const;
export type SystemSort = (typeof systemSorts)[number];

export function pairsOf(view: AssessmentView, filter: PairFilter): Paged<PairRow> {
  const department = (key: string) => view.get(key)?.spec.departmentRef;
  const found = view.pairs().filter(({ a, b, score }) => {
    if (filter.system && a !== filter.system && b !== filter.system) return false;
    if (filter.department && department(a) !== filter.department && department(b) !== filter.department) return false;
    if (score < (filter.minimum ?? 0)) return false;
    if (filter.between && (department(a) === department(b)) !== (filter.between === 'same')) return false;
    return !filter.search || view.nameOf(a).includes(filter.search) || view.nameOf(b).includes(filter.search);
  });
  return { total: found.length, items: paged(found, filter).map((pair) => pairRowOf(view, pair)) };
}

export function systemsOf(view: AssessmentView, filter: SystemFilter): Paged<AssessmentRow> {
  const rows = view
    .all()
    .filter(({ system: { spec } }) => {
      if (filter.department && spec.departmentRef !== filter.department) return false;
      if (filter.level && spec.level !== filter.level) return false;
      return !filter.search || spec.displayName.includes(filter.search);
    })
    .filter(({ system, activity, contract, debt, proposal }) => {
      if (filter.counted !== undefined && isCounted(system) !== filter.counted) return false;
      if (filter.activity && activity.activity !== filter.activity) return false;
      if (filter.contract && (contract?.state ?? 'unknown') !== filter.contract) return false;
      if (filter.way && proposal?.way !== filter.way) return false;
      return debt.points >= (filter.minDebt ?? 0);
    })
    .map((assessed) => rowOf(view, assessed))
    .filter(({ partners }) => filter.overlapping === undefined || partners > 0 === filter.overlapping)
    .toSorted(bySort(filter.sort ?? 'name', filter.descending ?? false));
  return { total: rows.length, items: paged(rows, filter) };
}

/** What has no figure comes last, whichever way it is sorted. */
function bySort(sort: SystemSort, descending: boolean): (x: AssessmentRow, y: AssessmentRow) => number {
  const figures: Record<SystemSort, (row: AssessmentRow) => number | string | undefined> = {
    name: (row) => row.displayName,
    debt: (row) => row.technicalDebt + row.securityDebt,
    idle: (row) => row.idleDays,
    contract: (row) => row.contract?.endsOn,
    upkeep: (row) => row.upkeep,
    saves: (row) => row.mergeSaves,
    overlap: (row) => row.overlap,
  };
  const figure = figures[sort];
  const direction = descending ? -1 : 1;
  return (x, y) => {
    const [a, b] = [figure(x), figure(y)];
    if (a === undefined || b === undefined) return a === b ? byKey(x, y) : a === undefined ? 1 : -1;
    return a === b ? byKey(x, y) : direction * (a < b ? -1 : 1);
  };
}

export function systemOf(view: AssessmentView, key: string): SystemAssessment | undefined {
  const assessed = view.assessed(key);
  if (!assessed) return undefined;
  const { links } = view.links();
  const names = (keys: string[]) => keys.filter((other) => view.get(other)).map((other) => nameOf(view, other));
  return {
    system: rowOf(view, assessed),
    activity: assessed.activity,
    ...(assessed.contract ? { contract: assessed.contract } : {}),
    debt: assessed.debt,
    ...(assessed.cost ? { cost: assessed.cost } : {}),
    ...(assessed.proposal ? { proposal: assessed.proposal } : {}),
    partners: view.partnersOf(key).map((pair) => pairRowOf(view, pair)),
    doubleEntries: view.doubleEntries().filter(({ systems }) => systems.includes(key)),
    callers: names(links.filter(({ to }) => to === key).map(({ from }) => from)),
    calls: names(links.filter(({ from }) => from === key).map(({ to }) => to)),
  };
}

export function clusterRowsOf(view: AssessmentView): ClusterRow[] {
  return view.clusters().map((cluster) => ({ ...cluster, members: cluster.systems.map((key) => nameOf(view, key)) }));
}

export function doubleEntryRowsOf(view: AssessmentView): DoubleEntryRow[] {
  return view.doubleEntries().map((entry) => ({ ...entry, members: entry.systems.map((key) => nameOf(view, key)) }));
}

export function graphOf(view: AssessmentView): DependencyGraph {
  const { links, outside } = view.links();
  const nodes = view.systems.map((system) => {
    const { hosting, linesOfBusiness, lifecycle = 'running' } = system.spec;
    const way = view.assessed(systemKey(system))?.proposal?.way;
    return {
      ...nameOf(view, systemKey(system)),
      namespace: system.metadata.namespace ?? '',
      ...(hosting?.zone ? { zone: hosting.zone } : {}),
      ...(linesOfBusiness?.[0] ? { line: linesOfBusiness[0] } : {}),
      lifecycle,
      counted: isCounted(system),
      ...(way ? { way } : {}),
    };
  });
  return { nodes, outside, links };
}

function paged<T>(items: readonly T[], { limit, offset }: Page): T[] {
  return items.slice(offset, offset + limit);
}

function byKey(x: { key: string }, y: { key: string }): number {
  return x.key < y.key ? -1 : 1;
}
