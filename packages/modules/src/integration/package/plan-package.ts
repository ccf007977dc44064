import {
  type IntegrationPackage,
  IntegrationPlan,
  IntegrationRules,
  type Kind,
  LargeSystem,
  type ObjectOf,
  type PackageChange,
  ProcessDefinition,
  Survey,
} from '@dizuo/api';
import { type ClientTransaction, equalJson, isJsonObject, type NewObject } from '@dizuo/kernel';
import { rulesName } from '../assessment/live-assessment.ts';
import type { PackageSource } from './make-package.ts';
import { planName } from './package-source.ts';

export interface PackageTarget {
  namespace: string;
  departmentRef: string;
  /** First day of the first wave. */
  startsOn: string;
  /** Last day for the survey. */
  dueOn?: string;
}

export interface PlannedChange extends PackageChange {
  write?(group: ClientTransaction): void;
}

const mostDetails = 100;
const longestDetail = 300;
const dayMs = 86_400_000;
const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/**
 * What applying a package to a department does, object by object. What is there already and is the department's own stays: large systems
 * gain the modules that they lack, a plan or a survey that stands is kept. Rules and processes are the platform's, and become those of
 * the package. Applied twice, the second time changes nothing. Pure.
 */
export function planPackage({ name, contents }: IntegrationPackage, present: PackageSource, target: PackageTarget): PlannedChange[] {
  return [
    ...(contents.rules ? [planned(IntegrationRules, rulesName, '', present.rules, contents.rules)] : []),
    ...contents.processes.map((process) =>
      planned(
        ProcessDefinition,
        process.name,
        process.spec.displayName.zh,
        present.processes.find(({ metadata }) => metadata.name === process.name),
        process.spec,
      ),
    ),
    ...contents.largeSystems.map((large) => largeSystemChange(large, present, target)),
    ...(contents.waves.length > 0 ? [planChange(contents.waves, present, target)] : []),
    ...(contents.survey ? [surveyChange(name, contents.survey, present, target)] : []),
  ];
}

type Contents = IntegrationPackage['contents'];
type Spec = Record<string, unknown>;
interface Present {
  metadata: { name: string };
  spec: object;
}

/** The object as the package says, made or changed. */
function planned(kind: Kind, name: string, title: string, before: Present | undefined, spec: object, namespace?: string): PlannedChange {
  const about = { kind: kind.kind as PackageChange['kind'], name, title };
  if (!before) {
    const object = { metadata: { name, ...(namespace ? { namespace } : {}) }, spec } as NewObject<Kind>;
    return { ...about, action: 'create', details: differences({}, spec as Spec), write: (group) => group.create(kind, object) };
  }
  if (equalJson(before.spec, spec)) return { ...about, action: 'unchanged', details: [] };
  const changed = { ...before, spec } as unknown as ObjectOf<Kind>;
  const details = differences(before.spec as Spec, spec as Spec);
  return { ...about, action: 'update', details, write: (group) => group.update(kind, changed) };
}

function largeSystemChange(large: Contents['largeSystems'][number], present: PackageSource, target: PackageTarget): PlannedChange {
  const { name, modules, ...spec } = large;
  const before = present.largeSystems.find(({ metadata }) => metadata.name === name);
  const known = before?.spec.modules ?? [];
  const missing = modules.filter((module) => !known.some((one) => one.name === module.name));
  const next = before
    ? { ...before.spec, ...(missing.length > 0 ? { modules: [...known, ...missing] } : {}) }
    : { ...spec, departmentRef: target.departmentRef, modules };
  return planned(LargeSystem, name, before?.spec.displayName ?? spec.displayName, before, next, target.namespace);
}

function planChange(
  waves: Contents['waves'],
  { plan }: PackageSource,
  { namespace, departmentRef, startsOn }: PackageTarget,
): PlannedChange {
  if (plan) return { kind: 'IntegrationPlan', name: planName, title: '', action: 'kept', details: [] };
  const dated = waves.map(({ startsAfterDays, days, ...wave }) => {
    const first = dayAfter(startsOn, startsAfterDays);
    return { ...wave, startsOn: first, endsOn: dayAfter(first, days) };
  });
  return planned(IntegrationPlan, planName, '', undefined, { departmentRef, waves: dated }, namespace);
}

function surveyChange(
  pack: string,
  survey: NonNullable<Contents['survey']>,
  present: PackageSource,
  { namespace, dueOn = '' }: PackageTarget,
): PlannedChange {
  const name = `${pack}-${namespace}`;
  if (present.survey?.metadata.name === name) return { kind: 'Survey', name, title: survey.displayName, action: 'kept', details: [] };
  return planned(Survey, name, survey.displayName, undefined, { ...survey, tenants: [namespace], dueOn });
}

/** Leaves that differ, by path. Lists whose items have names are compared by them. */
function differences(before: Spec, after: Spec): PackageChange['details'] {
  const [old, next] = [leaves(before), leaves(after)];
  const paths = [...new Set([...old.keys(), ...next.keys()])].filter((path) => old.get(path) !== next.get(path));
  return paths.slice(0, mostDetails).map((path) => ({
    path,
    ...(old.has(path) ? { before: old.get(path)?.slice(0, longestDetail) ?? '' } : {}),
    ...(next.has(path) ? { after: next.get(path)?.slice(0, longestDetail) ?? '' } : {}),
  }));
}

function leaves(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (isJsonObject(value)) {
    for (const [key, one] of Object.entries(value)) leaves(one, path ? `${path}.${key}` : key, into);
  } else if (Array.isArray(value) && value.some(isJsonObject)) {
    for (const [i, one] of value.entries()) leaves(one, `${path}[${nameOf(one) ?? i}]`, into);
  } else if (value !== undefined) into.set(path, JSON.stringify(value));
  return into;
}

function nameOf(item: unknown): string | undefined {
  const { name, word } = item as { name?: unknown; word?: unknown };
  const found = name ?? word;
  return typeof found === 'string' ? found : undefined;
}
