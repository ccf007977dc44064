import {
  chinaDay,
  type DecisionRow,
  type DecisionSort,
  type DecisionsAnswer,
  Department,
  Disposition,
  type DispositionDraft,
  IntegrationPlan,
  type Kind,
  LargeSystem,
  type ObjectOf,
  type PlanAnswer,
  stands,
  Tenant,
} from '@dizuo/api';
import { type NamespaceScope, type ObjectCache, openObjectCache, type Store } from '@dizuo/kernel';
import type { Logger } from 'pino';
import type { LiveAssessment } from '../assessment/index.ts';
import { DepartmentTree } from '../inventory/department-tree.ts';
import { countsOf, type DecisionFilter, type DecisionWorld, decisionRows, fittingRows, rowsWithin, sortedRows } from './decision-rows.ts';
import { dispositionDraft } from './disposition-draft.ts';
import { planView } from './plan-view.ts';

/** Kinds that answers are made of, beside the systems. Each is asked for at the door like a list of it. */
export const decisionKinds = [Disposition, IntegrationPlan, LargeSystem] as const;

/** What a caller may list: the namespaces of systems, and of each kind by its id. */
export interface DecisionScope {
  systems: NamespaceScope;
  kinds: ReadonlyMap<string, NamespaceScope>;
}

export interface DecisionsAsked extends DecisionFilter {
  sort: DecisionSort;
  descending: boolean;
  limit: number;
  offset: number;
}

/** Decisions and plans from copies in memory, so that thousands of systems take no time; a moment behind the newest commit. */
export interface LiveDecisions {
  start(): Promise<void>;
  stop(): void;
  decisions(scope: DecisionScope, asked: DecisionsAsked): Promise<DecisionsAnswer>;
  /** What the assessment proposes for the systems that nobody has proposed anything for, or for one system. */
  drafts(scope: DecisionScope, asked: DraftsAsked): Promise<DispositionDraft[]>;
  /** The plan of a tenant; of the first that has one where none is named. Undefined where there is nothing to see. */
  plan(scope: DecisionScope, namespace: string | undefined): Promise<PlanAnswer | undefined>;
}

export interface DraftsAsked {
  namespace?: string;
  department?: string;
  /** `<namespace>/<name>` */
  system?: string;
  domain: string;
}

export function liveDecisions(options: { store: Store; assessment: LiveAssessment; log: Logger }): LiveDecisions {
  const abort = new AbortController();
  let cache: ObjectCache | undefined;
  const opened = (): ObjectCache => {
    if (!cache) throw new Error('decisions have not been started');
    return cache;
  };

  async function worldOf(scope: DecisionScope): Promise<DecisionWorld> {
    const live = opened();
    const of = <K extends Kind>(kind: K): readonly ObjectOf<K>[] => within(live.all(kind), scope.kinds.get(kind.id) ?? []);
    return {
      view: await options.assessment.view(scope.systems, scope.kinds.get(LargeSystem.id) ?? []),
      dispositions: of(Disposition),
      plans: of(IntegrationPlan),
      largeSystems: of(LargeSystem),
      tree: new DepartmentTree(live.all(Department)),
      now: new Date(),
    };
  }

  return {
    async start() {
      cache = openObjectCache(options.store, [...decisionKinds, Department, Tenant], abort.signal, options.log);
      await cache.ready;
    },
    stop: () => abort.abort(),
    async decisions(scope, asked) {
      const world = await worldOf(scope);
      const rows = rowsWithin(decisionRows(world), asked, world.tree);
      const fitting = sortedRows(fittingRows(rows, asked), asked.sort, asked.descending);
      return { total: fitting.length, items: fitting.slice(asked.offset, asked.offset + asked.limit), counts: countsOf(rows) };
    },
    async drafts(scope, { namespace, department, system, domain }) {
      const world = await worldOf(scope);
      const decided = new Set(world.dispositions.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
      const below = department ? world.tree.withBelow(department) : undefined;
      return world.view.all().flatMap((assessed) => {
        const { metadata, spec } = assessed.system;
        if (system !== undefined && assessed.key !== system) return [];
        if (system === undefined && (decided.has(assessed.key) || !stands(spec))) return [];
        if ((namespace && metadata.namespace !== namespace) || (below && !below.has(spec.departmentRef))) return [];
        const draft = dispositionDraft(assessed, {
          largeSystems: world.largeSystems,
          moduleFor: (one, large) => world.view.moduleFor(one.system, large),
          domain,
        });
        return draft ? [draft] : [];
      });
    },
    async plan(scope, namespace) {
      const world = await worldOf(scope);
      const tenants = opened().all(Tenant);
      const rows = Map.groupBy(decisionRows(world), (row) => row.namespace);
      const known = [...rows.keys()].toSorted();
      const planned = new Map(world.plans.map((plan) => [plan.metadata.namespace ?? '', plan]));
      const asked = namespace ?? known.find((name) => planned.has(name)) ?? known[0];
      if (asked === undefined || (namespace !== undefined && !known.includes(namespace) && !planned.has(namespace))) return undefined;
      const tenant = (name: string) => tenants.find(({ metadata }) => metadata.name === name)?.spec;
      const own: readonly DecisionRow[] = rows.get(asked) ?? [];
      return {
        namespace: asked,
        departmentRef: planned.get(asked)?.spec.departmentRef ?? tenant(asked)?.departmentRef ?? '',
        displayName: tenant(asked)?.displayName ?? asked,
        exists: planned.has(asked),
        day: chinaDay(world.now),
        ...planView(planned.get(asked), own, world.now),
        tenants: known.map((name) => ({
          namespace: name,
          displayName: tenant(name)?.displayName ?? name,
          waves: planned.get(name)?.spec.waves.length ?? 0,
          late: (rows.get(name) ?? []).filter(({ late }) => late).length,
        })),
      };
    },
  };
}

function within<T extends { metadata: { namespace?: string | undefined } }>(
  objects: readonly T[],
  namespaces: NamespaceScope,
): readonly T[] {
  if (namespaces === '*') return objects;
  const seen = new Set(namespaces);
  return objects.filter(({ metadata }) => seen.has(metadata.namespace ?? ''));
}
