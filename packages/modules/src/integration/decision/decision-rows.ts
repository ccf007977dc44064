import {
  type DecisionCounts,
  type DecisionRow,
  type DecisionSort,
  type Disposition,
  type DispositionPhase,
  type DispositionWay,
  dispositionPhases,
  dispositionWays,
  type IntegrationPlan,
  type LargeSystem,
  type LocalizedText,
  type ObjectOf,
  stands,
} from '@dizuo/api';
import type { AssessedSystem, AssessmentView } from '../assessment/index.ts';
import type { DepartmentTree } from '../inventory/department-tree.ts';
import { daysOf, isGivenUp, isOverdue } from './disposition-dates.ts';

type DispositionObject = ObjectOf<typeof Disposition>;
type Plan = ObjectOf<typeof IntegrationPlan>;

/** What rows are made of: what the caller may see, as it is now. */
export interface DecisionWorld {
  view: AssessmentView;
  dispositions: readonly DispositionObject[];
  plans: readonly Plan[];
  largeSystems: readonly ObjectOf<typeof LargeSystem>[];
  tree: DepartmentTree;
  now: Date;
}

export interface DecisionFilter {
  namespace?: string;
  /** With all units below it. */
  department?: string;
  search?: string;
  way?: DispositionWay;
  proposed?: DispositionWay;
  /** A phase, or `open`: without a disposition. */
  phase?: DispositionPhase | 'open';
  wave?: string;
  /** late, blocked, or decided otherwise than the assessment proposes. */
  only?: 'late' | 'blocked' | 'differs';
}

/** Every system of the district's own that is in use, and every other that something was decided on. Pure. */
export function decisionRows(world: DecisionWorld): DecisionRow[] {
  const byKey = new Map(world.dispositions.map((one) => [keyOf(one), one]));
  const planOf = new Map(world.plans.map((plan) => [plan.metadata.namespace ?? '', plan]));
  return world.view.all().flatMap((assessed) => {
    const disposition = byKey.get(assessed.key);
    return disposition || stands(assessed.system.spec) ? [rowOf(assessed, disposition, planOf, byKey, world)] : [];
  });
}

function rowOf(
  { key, system: { metadata, spec }, proposal }: AssessedSystem,
  disposition: DispositionObject | undefined,
  planOf: ReadonlyMap<string, Plan>,
  byKey: ReadonlyMap<string, DispositionObject>,
  world: DecisionWorld,
): DecisionRow {
  const { namespace = '', name, labels } = metadata;
  const row = {
    key,
    namespace,
    name,
    displayName: spec.displayName,
    departmentRef: spec.departmentRef,
    level: spec.level,
    lifecycle: spec.lifecycle ?? 'running',
    sample: labels?.['dizuo/sample'] === 'true',
    ...(proposal ? { proposed: proposal.way } : {}),
  };
  if (!disposition) return { ...row, share: 0, late: false, dependsOn: [], waitsFor: [] };
  const { way, wave, dependsOn = [] } = disposition.spec;
  const into = targetOf(disposition, world.largeSystems);
  const step = stepOf(disposition);
  return {
    ...row,
    way,
    phase: disposition.status?.phase ?? 'Proposed',
    ...(into ? { into } : {}),
    ...(wave ? { wave, waveName: planOf.get(namespace)?.spec.waves.find(({ name: one }) => one === wave)?.displayName ?? wave } : {}),
    ...daysOf(disposition, planOf.get(namespace)),
    share: shareOf(disposition),
    ...(step ? { step } : {}),
    late: isOverdue(disposition, planOf.get(namespace), world.now),
    dependsOn,
    waitsFor: disposition.status?.phase === 'Done' || isGivenUp(disposition) ? [] : waitsFor(namespace, dependsOn, byKey),
  };
}

/** Of what must be done first, what is there and not done. */
function waitsFor(namespace: string, dependsOn: readonly string[], byKey: ReadonlyMap<string, DispositionObject>) {
  return dependsOn.flatMap((name) => {
    const other = byKey.get(`${namespace}/${name}`);
    return other && other.status?.phase !== 'Done' ? [{ name, displayName: other.spec.displayName ?? name }] : [];
  });
}

function targetOf({ metadata, spec }: DispositionObject, largeSystems: DecisionWorld['largeSystems']): string | undefined {
  if (spec.way === 'connect') return spec.connect?.host;
  if (spec.way !== 'merge' || !spec.merge) return undefined;
  const { largeSystemRef, module } = spec.merge;
  const large = largeSystems.find((one) => one.metadata.namespace === metadata.namespace && one.metadata.name === largeSystemRef);
  const part = large?.spec.modules?.find(({ name }) => name === module);
  return `${large?.spec.displayName ?? largeSystemRef} · ${part?.displayName ?? module}`;
}

/** Steps carried out among all; what is done is whole, what was given up is nothing. */
function shareOf({ status }: DispositionObject): number {
  if (status?.phase === 'Done') return 1;
  const steps = status?.steps ?? [];
  return steps.length === 0 ? 0 : steps.filter(({ state }) => state === 'Succeeded').length / steps.length;
}

function stepOf({ status }: DispositionObject): LocalizedText | undefined {
  if (status?.phase === 'Done') return undefined;
  return status?.steps?.find(({ state }) => state === 'Running' || state === 'Failed')?.title;
}

const isDiffering = ({ way, proposed }: DecisionRow): boolean => way !== undefined && proposed !== undefined && way !== proposed;

/** Rows of one tenant or department. Pure. */
export function rowsWithin(rows: readonly DecisionRow[], filter: DecisionFilter, tree: DepartmentTree): DecisionRow[] {
  const below = filter.department ? tree.withBelow(filter.department) : undefined;
  return rows.filter(
    ({ namespace, departmentRef }) => (!filter.namespace || namespace === filter.namespace) && (!below || below.has(departmentRef)),
  );
}

/** Rows that fit what else was chosen. Pure. */
export function fittingRows(rows: readonly DecisionRow[], { search, way, proposed, phase, wave, only }: DecisionFilter): DecisionRow[] {
  const wanted = search?.trim().toLowerCase();
  return rows.filter((row) => {
    if (wanted && !`${row.displayName} ${row.name}`.toLowerCase().includes(wanted)) return false;
    if (way && row.way !== way) return false;
    if (proposed && row.proposed !== proposed) return false;
    if (phase && (row.phase ?? 'open') !== phase) return false;
    if (wave && row.wave !== wave) return false;
    if (only === 'late') return row.late;
    if (only === 'blocked') return row.waitsFor.length > 0;
    return only !== 'differs' || isDiffering(row);
  });
}

/** What has no value comes last, whichever way it is sorted. Pure. */
export function sortedRows(rows: readonly DecisionRow[], sort: DecisionSort, descending: boolean): DecisionRow[] {
  const value: Record<DecisionSort, (row: DecisionRow) => string | number | undefined> = {
    name: (row) => row.displayName,
    phase: (row) => (row.phase ? dispositionPhases.indexOf(row.phase) : undefined),
    endsOn: (row) => row.endsOn,
    share: (row) => (row.way ? row.share : undefined),
  };
  const of = value[sort];
  const sign = descending ? -1 : 1;
  return rows.toSorted((x, y) => {
    const [a, b] = [of(x), of(y)];
    if (a === b) return x.key < y.key ? -1 : 1;
    if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
    return sign * (a < b ? -1 : 1);
  });
}

/** How many of each. Pure. */
export function countsOf(rows: readonly DecisionRow[]): DecisionCounts {
  const count = (fits: (row: DecisionRow) => boolean) => rows.filter(fits).length;
  const live = (row: DecisionRow) => row.phase !== 'Rejected' && row.phase !== 'Withdrawn';
  const phases = dispositionPhases.map((phase) => [phase, count((row) => row.phase === phase)] as const);
  return {
    systems: rows.length,
    open: count(({ way }) => way === undefined),
    ways: Object.fromEntries(dispositionWays.map((way) => [way, count((row) => row.way === way && live(row))])) as DecisionCounts['ways'],
    phases: Object.fromEntries(phases.filter(([, n]) => n > 0)),
    late: count(({ late }) => late),
    blocked: count((row) => row.waitsFor.length > 0),
  };
}

function keyOf({ metadata }: DispositionObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
