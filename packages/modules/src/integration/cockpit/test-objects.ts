import { Department, Disposition, LargeSystem, Ledger, type ObjectOf, Tenant } from '@dizuo/api';
import { AssessmentBasis, AssessmentView, standardRules } from '../assessment/index.ts';
import { systemOf } from '../assessment/test-systems.ts';
import type { CockpitObjects } from './cockpit-facts.ts';

type Systems = Parameters<typeof systemOf>[1];

/** The day on which the tests stand. */
const testNow = new Date('2026-11-24T04:00:00Z');

/** Two bureaus with their tenants, and what is given. */
export function objectsOf(
  systems: readonly ReturnType<typeof systemOf>[],
  rest: Partial<Omit<CockpitObjects, 'view'>> = {},
): CockpitObjects {
  const basis = new AssessmentBasis(standardRules, systems);
  return {
    view: new AssessmentView({ systems, largeSystems: [], basis, now: testNow }),
    departments: [department('district'), department('a', 'district'), department('a-unit', 'a'), department('b', 'district')],
    tenants: [
      object(Tenant, 't-a', { displayName: 'A', departmentRef: 'a' }),
      object(Tenant, 't-b', { displayName: 'B', departmentRef: 'b' }),
    ],
    largeSystems: [],
    ledgers: [],
    exceptions: [],
    dispositions: [],
    projects: [],
    applications: [],
    workloads: [],
    routes: [],
    policies: [],
    quotas: [],
    ...rest,
  };
}

export const system = (name: string, spec: Systems = {}, namespace = 't-a') => systemOf(name, spec, { namespace });

export function disposition(
  systemRef: string,
  way: 'merge' | 'connect' | 'keep' | 'retire',
  phase: string,
  more: Record<string, unknown> = {},
): ObjectOf<typeof Disposition> {
  return {
    ...object<ObjectOf<typeof Disposition>>(Disposition, systemRef, { systemRef, way, reason: 'why', ...more }, 't-a'),
    status: { phase: phase as 'Done' },
  };
}

export function largeSystem(name: string, modules: string[] = []): ObjectOf<typeof LargeSystem> {
  const spec = {
    displayName: name,
    departmentRef: 'a',
    countedIn: 'a',
    modules: modules.map((module) => ({ name: module, displayName: module })),
  };
  return object(LargeSystem, name, spec, 't-a');
}

export function ledger(departmentRef: string, target: number): ObjectOf<typeof Ledger> {
  return object(Ledger, 'default', { departmentRef, phase: 'frozen', target }, `t-${departmentRef}`);
}

function department(name: string, parentRef?: string): ObjectOf<typeof Department> {
  const category = parentRef === undefined ? 'district' : 'bureau';
  return object(Department, name, { displayName: name.toUpperCase(), category, ...(parentRef ? { parentRef } : {}) });
}

function object<T>(kind: { apiVersion: string; kind: string }, name: string, spec: object, namespace?: string): T {
  const metadata = {
    name,
    ...(namespace ? { namespace } : {}),
    uid: `${namespace}/${name}`,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
  return { apiVersion: kind.apiVersion, kind: kind.kind, metadata, spec } as T;
}
