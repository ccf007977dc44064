import type { Evidence, Figure, LocalizedText } from '@dizuo/api';
import type { CockpitFacts, CockpitSystem } from './cockpit-facts.ts';

/** One figure before it is a number: the very things that it counts. A share is `counted` of `base`; an amount is their sum. */
export interface Measure {
  name: string;
  displayName: LocalizedText;
  unit: Figure['unit'];
  formula: LocalizedText;
  kind: LocalizedText;
  filter: LocalizedText;
  counted: readonly Evidence[];
  base?: readonly Evidence[];
}

export const words = (zh: string, en: string): LocalizedText => ({ zh, en });

const systemKind = words('信息系统', 'Information system');

/** A figure as it is told; undefined where there is nothing to measure: a share of nothing. Pure. */
export function figureOf(measure: Measure, bureau: string | undefined): Figure | undefined {
  const { name, displayName, unit, formula, kind, filter, counted, base } = measure;
  const within = bureau === undefined ? '' : `&department=${encodeURIComponent(bureau)}`;
  const source = { kind, filter, path: `/gov/cockpit/list?figure=${name}${within}` };
  const told = { name, displayName, unit, formula, source };
  if (base) {
    if (base.length === 0) return undefined;
    return { ...told, value: counted.length / base.length, part: counted.length, of: base.length };
  }
  if (unit === 'yuan') return { ...told, value: Math.round(counted.reduce((sum, { amount = 0 }) => sum + amount, 0)) };
  return { ...told, value: counted.length };
}

export function figuresOf(measures: readonly Measure[], bureau: string | undefined): Figure[] {
  return measures.flatMap((measure) => figureOf(measure, bureau) ?? []);
}

/** A system as evidence. */
export function systemEvidence({ object, bureau }: CockpitSystem, amount?: number): Evidence {
  const { name, namespace = '' } = object.metadata;
  return {
    kind: 'InformationSystem',
    namespace,
    name,
    displayName: object.spec.displayName,
    department: bureau,
    path: `/gov/systems/${namespace}/${name}`,
    ...(amount === undefined ? {} : { amount }),
  };
}

interface Named {
  kind: string;
  metadata: { name: string; namespace?: string | undefined };
  spec: object;
}

/** Any other object as evidence. */
export function objectEvidence(facts: CockpitFacts, object: Named, path?: string): Evidence {
  const { displayName, departmentRef } = object.spec as { displayName?: string | LocalizedText; departmentRef?: string };
  const { name, namespace } = object.metadata;
  const shown = typeof displayName === 'string' ? displayName : displayName?.zh;
  return {
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
    displayName: shown ?? name,
    department: facts.bureauOf(departmentRef ?? tenantDepartment(facts, namespace)),
    ...(path ? { path } : {}),
  };
}

function tenantDepartment(facts: CockpitFacts, namespace: string | undefined): string | undefined {
  return facts.tenants.find(({ metadata }) => metadata.name === namespace)?.spec.departmentRef;
}

interface SystemMeasure {
  name: string;
  displayName: LocalizedText;
  formula: LocalizedText;
  filter: LocalizedText;
}

/** How many of some systems something holds for. */
export function systemShare(about: SystemMeasure, base: readonly CockpitSystem[], holds: (system: CockpitSystem) => boolean): Measure {
  return {
    ...about,
    unit: 'share',
    kind: systemKind,
    counted: base.filter(holds).map((system) => systemEvidence(system)),
    base: base.map((system) => systemEvidence(system)),
  };
}

/** How many systems there are. */
export function systemCount(about: SystemMeasure, systems: readonly CockpitSystem[]): Measure {
  return { ...about, unit: 'systems', kind: systemKind, counted: systems.map((system) => systemEvidence(system)) };
}

/** A sum over systems; one without the amount is left out. */
export function systemSum(about: SystemMeasure, systems: readonly CockpitSystem[], amount: (system: CockpitSystem) => number): Measure {
  const counted = systems.map((system) => systemEvidence(system, Math.round(amount(system)))).filter((one) => one.amount !== 0);
  return { ...about, unit: 'yuan', kind: systemKind, counted };
}
