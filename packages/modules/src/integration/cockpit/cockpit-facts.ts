import {
  type Application,
  type AuthPolicy,
  chinaDay,
  counts,
  type Department,
  type Disposition,
  type HTTPRoute,
  type InformationSystem,
  type ItProject,
  type LargeSystem,
  type Ledger,
  type LedgerException,
  type ObjectOf,
  type Quota,
  type Tenant,
  type Workload,
} from '@dizuo/api';
import type { AssessedSystem, AssessmentView } from '../assessment/index.ts';

/** Everything that a cockpit is reckoned from: what its caller may see, as it is now. */
export interface CockpitObjects {
  view: AssessmentView;
  departments: readonly ObjectOf<typeof Department>[];
  tenants: readonly ObjectOf<typeof Tenant>[];
  largeSystems: readonly ObjectOf<typeof LargeSystem>[];
  ledgers: readonly ObjectOf<typeof Ledger>[];
  exceptions: readonly ObjectOf<typeof LedgerException>[];
  dispositions: readonly ObjectOf<typeof Disposition>[];
  projects: readonly ObjectOf<typeof ItProject>[];
  applications: readonly ObjectOf<typeof Application>[];
  workloads: readonly ObjectOf<typeof Workload>[];
  routes: readonly ObjectOf<typeof HTTPRoute>[];
  policies: readonly ObjectOf<typeof AuthPolicy>[];
  quotas: readonly ObjectOf<typeof Quota>[];
}

type SystemObject = ObjectOf<typeof InformationSystem>;
type DispositionObject = ObjectOf<typeof Disposition>;

/** One system of the district's own, with what was found of it and what was decided on it. */
export interface CockpitSystem {
  key: string;
  object: SystemObject;
  bureau: string;
  /** Takes a place in the ledger. */
  counted: boolean;
  merged: boolean;
  assessed: AssessedSystem;
  disposition?: DispositionObject;
}

export interface CockpitFacts extends CockpitObjects {
  now: Date;
  day: string;
  systems: readonly CockpitSystem[];
  /** The bureau of a department: the one right below the district. */
  bureauOf(department: string | undefined): string;
  nameOf(department: string): string;
}

const decidedPhases = new Set(['Decided', 'InProgress', 'Done']);

export function isDecided(disposition: DispositionObject | undefined): boolean {
  return decidedPhases.has(disposition?.status?.phase ?? '');
}

/** Brings the objects together, of one bureau or of all. Pure. */
export function cockpitFacts(objects: CockpitObjects, bureau?: string): CockpitFacts {
  const { view } = objects;
  const byName = new Map(objects.departments.map((department) => [department.metadata.name, department]));
  const bureaus = new Map<string, string>();
  const bureauOf = (department: string | undefined): string => {
    if (department === undefined) return '';
    const known = bureaus.get(department);
    if (known !== undefined) return known;
    const path: string[] = [];
    for (let name: string | undefined = department; name && !path.includes(name); name = byName.get(name)?.spec.parentRef) path.push(name);
    const found = path.at(-2) ?? path.at(-1) ?? department;
    bureaus.set(department, found);
    return found;
  };
  const tenantBureau = new Map(objects.tenants.map(({ metadata, spec }) => [metadata.name, bureauOf(spec.departmentRef)]));
  const within = <T extends { metadata: { namespace?: string | undefined } }>(list: readonly T[]): readonly T[] =>
    bureau === undefined ? list : list.filter(({ metadata }) => tenantBureau.get(metadata.namespace ?? '') === bureau);
  const dispositions = within(objects.dispositions);
  const dispositionOf = new Map(dispositions.map((one) => [`${one.metadata.namespace}/${one.spec.systemRef}`, one]));
  const systems = view.systems.flatMap((object): CockpitSystem[] => {
    const { spec, metadata } = object;
    if ((spec.level !== 'district' && spec.level !== 'unit') || spec.lifecycle === 'planned') return [];
    const own = bureauOf(spec.departmentRef);
    if (bureau !== undefined && own !== bureau) return [];
    const key = `${metadata.namespace}/${metadata.name}`;
    const assessed = view.assessed(key);
    if (!assessed) return [];
    const disposition = dispositionOf.get(key);
    const merged = spec.moduleOf !== undefined || spec.replacedBy !== undefined;
    return [{ key, object, bureau: own, counted: counts(spec), merged, assessed, ...(disposition ? { disposition } : {}) }];
  });
  return {
    ...objects,
    now: view.now,
    day: chinaDay(view.now),
    systems,
    dispositions,
    largeSystems: within(objects.largeSystems),
    ledgers: within(objects.ledgers),
    exceptions: within(objects.exceptions),
    projects: within(objects.projects),
    applications: within(objects.applications),
    workloads: within(objects.workloads),
    routes: within(objects.routes),
    policies: within(objects.policies),
    quotas: within(objects.quotas),
    tenants: bureau === undefined ? objects.tenants : objects.tenants.filter(({ metadata }) => tenantBureau.get(metadata.name) === bureau),
    bureauOf,
    nameOf: (department) => byName.get(department)?.spec.displayName ?? department,
  };
}
