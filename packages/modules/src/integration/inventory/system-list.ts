import {
  type ContractState,
  chinaDay,
  contractStates,
  counts,
  type Facet,
  type InformationSystem,
  type ObjectOf,
  type SystemRow,
  type SystemSort,
  type SystemsAnswer,
  type SystemsFilter,
} from '@dizuo/api';
import type { DepartmentTree } from './department-tree.ts';

export type SystemObject = ObjectOf<typeof InformationSystem>;
const dayMs = 86_400_000;
const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Systems that fit a filter, in order. Pure. */
export function fittingSystems(
  systems: readonly SystemObject[],
  filter: SystemsFilter,
  { sort, descending }: { sort?: SystemSort | undefined; descending?: boolean | undefined },
  tree: DepartmentTree,
  now: Date,
): SystemRow[] {
  const fits = filterOf(filter, tree);
  const today = chinaDay(now);
  const rows = systems.map((system) => rowOf(system, tree, today)).filter(fits);
  const by = sort ? orders[sort] : ownFirst;
  const sign = descending ? -1 : 1;
  return rows.sort((a, b) => sign * by(a, b) || collator.compare(a.displayName, b.displayName));
}

/** A page of the list, with what can be chosen. Pure. */
export function systemsAnswer(
  systems: readonly SystemObject[],
  rows: readonly SystemRow[],
  page: { limit: number; offset: number },
  tree: DepartmentTree,
): SystemsAnswer {
  return {
    total: systems.length,
    matched: rows.length,
    counted: rows.filter((row) => row.counted).length,
    yearlyCost: rows.reduce((sum, row) => sum + (row.yearlyCost ?? 0), 0),
    items: rows.slice(page.offset, page.offset + page.limit),
    facets: {
      department: facet(
        systems.flatMap(({ spec }) => tree.path(spec.departmentRef)),
        (name) => tree.displayName(name),
      ),
      line: facet(systems.flatMap(({ spec }) => spec.linesOfBusiness ?? [])),
      vendor: facet(systems.flatMap(({ spec }) => spec.contract?.vendor ?? [])),
    },
  };
}

function rowOf({ metadata, spec }: SystemObject, tree: DepartmentTree, today: string): SystemRow {
  const { contract, use, hosting } = spec;
  const cost = yearlyCostOf(spec);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    displayName: spec.displayName,
    departmentRef: spec.departmentRef,
    department: tree.displayName(spec.departmentRef),
    level: spec.level,
    lifecycle: spec.lifecycle ?? 'running',
    counted: counts(spec),
    linesOfBusiness: spec.linesOfBusiness ?? [],
    contract: contractState(contract?.endsOn, today),
    sample: metadata.labels?.['dizuo/sample'] === 'true',
    ...(contract?.vendor ? { vendor: contract.vendor } : {}),
    ...(contract?.endsOn ? { contractEndsOn: contract.endsOn } : {}),
    ...(cost === undefined ? {} : { yearlyCost: cost }),
    ...(use?.monthlyActive === undefined ? {} : { monthlyActive: use.monthlyActive }),
    ...(spec.lastActiveOn ? { lastActiveOn: spec.lastActiveOn } : {}),
    ...(hosting?.zone ? { zone: hosting.zone } : {}),
  };
}

/** Yuan a year; undefined where nothing is known. */
function yearlyCostOf({ cost }: SystemObject['spec']): number | undefined {
  const parts = [cost?.yearlyMaintenance, cost?.yearlyHosting, cost?.yearlyLicences].filter((amount) => amount !== undefined);
  return parts.length > 0 ? parts.reduce((sum, amount) => sum + amount, 0) : undefined;
}

export function contractState(endsOn: string | undefined, today: string): ContractState {
  if (!endsOn) return 'unknown';
  const left = Math.round((Date.parse(endsOn) - Date.parse(today)) / dayMs);
  if (left < 0) return 'over';
  if (left <= 90) return 'within90';
  if (left <= 180) return 'within180';
  return left <= 365 ? 'within365' : 'later';
}

function filterOf(filter: SystemsFilter, tree: DepartmentTree): (row: SystemRow) => boolean {
  const words = filter.search?.trim().toLowerCase();
  const departments = filter.department ? tree.withBelow(filter.department) : undefined;
  // Ending within 180 days includes ending within 90.
  const contracts = filter.contract && contractsUpTo(filter.contract);
  return (row) =>
    (!words || `${row.displayName} ${row.name} ${row.vendor ?? ''}`.toLowerCase().includes(words)) &&
    (!departments || departments.has(row.departmentRef)) &&
    (!filter.line || row.linesOfBusiness.includes(filter.line)) &&
    (!filter.level || row.level === filter.level) &&
    (!filter.lifecycle || row.lifecycle === filter.lifecycle) &&
    (!filter.vendor || row.vendor === filter.vendor) &&
    (!contracts || contracts.has(row.contract)) &&
    (filter.counted === undefined || row.counted === filter.counted);
}

function contractsUpTo(state: ContractState): ReadonlySet<ContractState> {
  if (!state.startsWith('within')) return new Set([state]);
  return new Set(contractStates.slice(1, contractStates.indexOf(state) + 1));
}

const orders: Record<SystemSort, (a: SystemRow, b: SystemRow) => number> = {
  name: (a, b) => collator.compare(a.displayName, b.displayName),
  department: (a, b) => collator.compare(a.department, b.department),
  contract: (a, b) => compare(a.contractEndsOn ?? '9999', b.contractEndsOn ?? '9999'),
  cost: (a, b) => (a.yearlyCost ?? -1) - (b.yearlyCost ?? -1),
  active: (a, b) => (a.monthlyActive ?? -1) - (b.monthlyActive ?? -1),
  used: (a, b) => compare(a.lastActiveOn ?? '', b.lastActiveOn ?? ''),
};

/** What is the district's to change comes before what it only uses. */
function ownFirst(a: SystemRow, b: SystemRow): number {
  return Number(isUpper(a)) - Number(isUpper(b));
}

function isUpper({ level }: SystemRow): boolean {
  return level === 'city' || level === 'national';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function facet(values: readonly string[], label: (value: string) => string = (value) => value): Facet[] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => b.count - a.count || collator.compare(a.label, b.label));
}
