import { InformationSystem, IntegrationRules, LargeSystem } from '@dizuo/api';
import { type NamespaceScope, type ObjectCache, openObjectCache, type Store } from '@dizuo/kernel';
import type { Logger } from 'pino';
import { AssessmentBasis } from './assessment-basis.ts';
import { AssessmentView } from './assessment-view.ts';
import { dayOf } from './days.ts';
import { type Rules, rulesOf } from './standard-rules.ts';
import { type SystemObject, systemKey } from './system-profile.ts';

/** Name of the one object of IntegrationRules. */
export const rulesName = 'default';
const mostViews = 32;

/** The assessment of all systems on this server, kept up by the change feed. */
export interface LiveAssessment {
  start(): Promise<void>;
  stop(): void;
  /** The assessment of the systems and large systems in these namespaces, as of now. The same view until something changes. */
  view(systems: NamespaceScope, largeSystems: NamespaceScope): Promise<AssessmentView>;
  /** The same systems by other rules, without keeping anything. Takes as long as assessing all of them anew. */
  preview(systems: NamespaceScope, largeSystems: NamespaceScope, rules: Rules): Promise<AssessmentView>;
  rules(): Rules;
}

export function liveAssessment({ store, log }: { store: Store; log: Logger }): LiveAssessment {
  const abort = new AbortController();
  const views = new Map<string, AssessmentView>();
  let cache: ObjectCache | undefined;
  let basis = new AssessmentBasis(rulesOf(undefined));

  const opened = (): ObjectCache => {
    if (!cache) throw new Error('the integration module has not been started');
    return cache;
  };
  const currentRules = () => rulesOf(opened().get(IntegrationRules, { name: rulesName })?.spec);
  const within = <T extends { metadata: { namespace?: string } }>(objects: readonly T[], namespaces: NamespaceScope): readonly T[] => {
    if (namespaces === '*') return objects;
    const seen = new Set(namespaces);
    return objects.filter(({ metadata }) => seen.has(metadata.namespace ?? ''));
  };

  function viewOf(systems: NamespaceScope, largeSystems: NamespaceScope, by: AssessmentBasis): AssessmentView {
    return new AssessmentView({
      systems: within(opened().all(InformationSystem), systems).toSorted(byKey),
      largeSystems: within(opened().all(LargeSystem), largeSystems),
      basis: by,
      now: new Date(),
    });
  }

  async function view(systems: NamespaceScope, largeSystems: NamespaceScope): Promise<AssessmentView> {
    const id = [dayOf(new Date()), nameOf(systems), nameOf(largeSystems)].join(' / ');
    const settled = basis;
    await settled.settle();
    // The rules changed meanwhile.
    if (settled !== basis) return view(systems, largeSystems);
    const known = views.get(id);
    if (known) return known;
    if (views.size >= mostViews) views.clear();
    const made = viewOf(systems, largeSystems, basis);
    views.set(id, made);
    return made;
  }

  return {
    async start() {
      const live = openObjectCache(store, [InformationSystem, LargeSystem, IntegrationRules], abort.signal, log);
      live.onChange((kind, before, after) => {
        views.clear();
        if (kind.id === IntegrationRules.id) basis = new AssessmentBasis(currentRules(), opened().all(InformationSystem));
        if (kind.id !== InformationSystem.id) return;
        if (after) basis.put(after as SystemObject);
        else if (before) basis.remove(systemKey(before as SystemObject));
      });
      cache = live;
      await live.ready;
    },
    stop: () => abort.abort(),
    view,
    async preview(systems, largeSystems, rules) {
      const other = new AssessmentBasis(rules, within(opened().all(InformationSystem), systems));
      await other.settle();
      return viewOf(systems, largeSystems, other);
    },
    rules: currentRules,
  };
}

function nameOf(namespaces: NamespaceScope): string {
  return namespaces === '*' ? '*' : namespaces.toSorted().join(' ');
}

function byKey(x: SystemObject, y: SystemObject): number {
  return systemKey(x) < systemKey(y) ? -1 : 1;
}
