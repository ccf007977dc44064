import {
  Application,
  AuthPolicy,
  type Cockpit,
  Department,
  Disposition,
  type EvidenceAnswer,
  HTTPRoute,
  IntegrationPlan,
  IntegrationRules,
  ItProject,
  type Kind,
  LargeSystem,
  Ledger,
  LedgerException,
  type ObjectOf,
  Quota,
  Tenant,
  Workload,
} from '@dizuo/api';
import { type NamespaceScope, type ObjectCache, openObjectCache, type Store } from '@dizuo/kernel';
import type pg from 'pg';
import type { Logger } from 'pino';
import { type LiveAssessment, standardRules } from '../assessment/index.ts';
import { daysOf } from '../decision/disposition-dates.ts';
import type { CockpitObjects } from './cockpit-facts.ts';
import { cockpitOf, evidenceOf } from './cockpit-figures.ts';
import { monthlyCounts } from './monthly-counts.ts';

/** Kinds that a cockpit counts, beside the systems. Each is asked for at the door like a list of it. */
export const cockpitKinds = [
  LargeSystem,
  Ledger,
  LedgerException,
  Disposition,
  IntegrationPlan,
  ItProject,
  Application,
  Workload,
  HTTPRoute,
  AuthPolicy,
  Quota,
] as const;
const allKinds = [...cockpitKinds, Department, Tenant, IntegrationRules];

/** What a caller may list: the namespaces of systems, of each kind by its id, and tenants by name. */
export interface CockpitScope {
  systems: NamespaceScope;
  kinds: ReadonlyMap<string, NamespaceScope>;
  seesTenant(name: string): boolean;
}

export interface LiveCockpit {
  start(): Promise<void>;
  stop(): void;
  cockpit(scope: CockpitScope, bureau: string | undefined): Promise<Cockpit>;
  evidence(
    scope: CockpitScope,
    asked: { figure: string; bureau?: string | undefined; limit: number; offset: number },
  ): Promise<EvidenceAnswer | undefined>;
}

/** Figures from copies in memory, so that thousands of systems take no time; a moment behind the newest commit. */
export function liveCockpit(options: { store: Store; systemPool: pg.Pool; assessment: LiveAssessment; log: Logger }): LiveCockpit {
  const { store, systemPool, assessment, log } = options;
  const abort = new AbortController();
  let cache: ObjectCache | undefined;
  const opened = (): ObjectCache => {
    if (!cache) throw new Error('the cockpit has not been started');
    return cache;
  };

  async function objectsOf(scope: CockpitScope): Promise<CockpitObjects> {
    const live = opened();
    const of = <K extends Kind>(kind: K): readonly ObjectOf<K>[] => within(live.all(kind), scope.kinds.get(kind.id) ?? []);
    return {
      view: await assessment.view(scope.systems, scope.kinds.get(LargeSystem.id) ?? []),
      departments: live.all(Department),
      tenants: live.all(Tenant).filter(({ metadata }) => scope.seesTenant(metadata.name)),
      largeSystems: of(LargeSystem),
      ledgers: of(Ledger),
      exceptions: of(LedgerException),
      dispositions: planned(of(Disposition), of(IntegrationPlan)),
      projects: of(ItProject),
      applications: of(Application),
      workloads: of(Workload),
      routes: of(HTTPRoute),
      policies: of(AuthPolicy),
      quotas: of(Quota),
    };
  }

  return {
    async start() {
      cache = openObjectCache(store, allKinds, abort.signal, log);
      await cache.ready;
    },
    stop: () => abort.abort(),
    async cockpit(scope, bureau) {
      const objects = await objectsOf(scope);
      const ledgers = objects.ledgers.map(({ spec }) => spec.departmentRef);
      const departments = bureau === undefined ? ledgers : ledgers.filter((department) => department === bureau);
      const book = await monthlyCounts(systemPool, departments);
      const unifications = opened().get(IntegrationRules, { name: 'default' })?.spec.unifications ?? standardRules.unifications;
      return cockpitOf(objects, { bureau, unifications, book });
    },
    async evidence(scope, asked) {
      return evidenceOf(await objectsOf(scope), asked);
    },
  };
}

/** Dispositions with the days of their waves where they have none of their own. */
function planned(
  dispositions: readonly ObjectOf<typeof Disposition>[],
  plans: readonly ObjectOf<typeof IntegrationPlan>[],
): readonly ObjectOf<typeof Disposition>[] {
  const planOf = new Map(plans.map((plan) => [plan.metadata.namespace, plan]));
  return dispositions.map((one) => ({ ...one, spec: { ...one.spec, ...daysOf(one, planOf.get(one.metadata.namespace)) } }));
}

function within<T extends { metadata: { namespace?: string | undefined } }>(
  objects: readonly T[],
  namespaces: NamespaceScope,
): readonly T[] {
  if (namespaces === '*') return objects;
  const seen = new Set(namespaces);
  return objects.filter(({ metadata }) => seen.has(metadata.namespace ?? ''));
}
