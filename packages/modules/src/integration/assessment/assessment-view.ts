import type { Cluster, DoubleEntry, Overlap, Proposal } from '@dizuo/api';
import type { AssessmentBasis } from './assessment-basis.ts';
import { isGone } from './assessment-basis.ts';
import { doubleEntriesOf, isOurs } from './double-entry.ts';
import { fitOf, fittingModule, type LargeSystemObject } from './large-system-fit.ts';
import { overlapOf } from './overlap.ts';
import { clustersOf } from './overlap-clusters.ts';
import type { Found } from './overlap-index.ts';
import type { Pair } from './overlap-pairs.ts';
import { proposalOf } from './proposal.ts';
import type { SystemFacts } from './system-facts.ts';
import { linksOf, type SystemLinks } from './system-links.ts';
import { type Described, profileOf, type SystemObject, systemKey } from './system-profile.ts';

export interface AssessedSystem extends SystemFacts {
  key: string;
  system: SystemObject;
  proposal: Proposal | undefined;
}

/**
 * The assessment as one caller may see it: nothing in it comes from a system outside the given ones. Overlap is a matter of two systems
 * and the rules alone, so that a figure is the same for everybody who may see it. Everything is reckoned when it is first asked for.
 */
export class AssessmentView {
  readonly systems: readonly SystemObject[];
  readonly basis: AssessmentBasis;
  readonly #byKey: ReadonlyMap<string, SystemObject>;
  readonly #largeSystems: readonly LargeSystemObject[];
  readonly #now: Date;
  readonly #assessed = new Map<string, AssessedSystem>();
  #pairs: readonly Pair[] | undefined;
  #clusters: readonly Cluster[] | undefined;
  #doubleEntries: readonly DoubleEntry[] | undefined;
  #links: SystemLinks | undefined;
  #callers: Map<string, string[]> | undefined;
  #keyedTwice: Set<string> | undefined;

  constructor(given: { systems: readonly SystemObject[]; largeSystems: readonly LargeSystemObject[]; basis: AssessmentBasis; now: Date }) {
    this.systems = given.systems;
    this.basis = given.basis;
    this.#byKey = new Map(given.systems.map((system) => [systemKey(system), system]));
    this.#largeSystems = given.largeSystems;
    this.#now = given.now;
  }

  get now(): Date {
    return this.#now;
  }

  get(key: string): SystemObject | undefined {
    return this.#byKey.get(key);
  }

  nameOf(key: string): string {
    return this.#byKey.get(key)?.spec.displayName ?? key;
  }

  /** Pairs of systems that are both seen, the highest overlap first. */
  pairs(): readonly Pair[] {
    this.#pairs ??= this.basis.pairs.all().filter(({ a, b }) => this.#byKey.has(a) && this.#byKey.has(b));
    return this.#pairs;
  }

  partnersOf(key: string): Pair[] {
    return this.basis.pairs.of(key).filter(({ b }) => this.#byKey.has(b));
  }

  /** Why two systems overlap; undefined where one is not seen. */
  overlap(a: string, b: string): Overlap | undefined {
    const [x, y] = [this.#byKey.get(a), this.#byKey.get(b)];
    if (!x || !y) return undefined;
    return overlapOf(this.basis.profile(x), this.basis.profile(y), this.basis.rules.overlap);
  }

  /** Systems like something that is not in the inventory yet, the highest overlap first: for the project gate. */
  similarTo(described: Described, threshold = this.basis.rules.overlap.threshold): Found[] {
    const profile = profileOf('', described, this.basis.vocabulary);
    return this.basis.pairs.index
      .search(profile, threshold)
      .filter(({ key }) => this.#byKey.has(key))
      .toSorted((x, y) => y.score - x.score || (x.key < y.key ? -1 : 1));
  }

  /** Groups of systems that the district may change and that do the same. */
  clusters(): readonly Cluster[] {
    this.#clusters ??= clustersOf(this.pairs().filter(({ a, b }) => this.#isOurs(a) && this.#isOurs(b)));
    return this.#clusters;
  }

  doubleEntries(): readonly DoubleEntry[] {
    this.#doubleEntries ??= doubleEntriesOf(this.systems.filter((system) => !isGone(system) && system.spec.lifecycle !== 'planned'));
    return this.#doubleEntries;
  }

  links(): SystemLinks {
    this.#links ??= linksOf(this.systems);
    return this.#links;
  }

  assessed(key: string): AssessedSystem | undefined {
    const known = this.#assessed.get(key);
    if (known) return known;
    const system = this.#byKey.get(key);
    if (!system) return undefined;
    const facts = this.basis.facts.of(system, this.#now);
    const assessed = { key, system, ...facts, proposal: this.#proposal(system, facts) };
    this.#assessed.set(key, assessed);
    return assessed;
  }

  /** Every system seen, in the order of the inventory. */
  all(): AssessedSystem[] {
    return this.systems.flatMap((system) => this.assessed(systemKey(system)) ?? []);
  }

  /** The module of a large system that a system fits in best. */
  moduleFor(system: SystemObject, large: LargeSystemObject): string | undefined {
    return fittingModule(this.basis.profile(system), large, this.basis.vocabulary);
  }

  #proposal(system: SystemObject, facts: SystemFacts): Proposal | undefined {
    const key = systemKey(system);
    const partners = isGone(system) ? [] : this.#mergePartners(system);
    return proposalOf(
      {
        system,
        ...facts,
        partners,
        elsewhere: this.#bestElsewhere(system),
        largeSystem: this.#bestLargeSystem(system),
        callers: (this.#callersOf().get(key) ?? []).map((caller) => ({ key: caller, displayName: this.nameOf(caller) })),
        keyedTwice: this.#isKeyedTwice(key),
      },
      this.basis.rules,
    );
  }

  #mergePartners(system: SystemObject) {
    return this.partnersOf(systemKey(system)).flatMap(({ b, score }) => {
      const other = this.#byKey.get(b);
      if (!other || other.metadata.namespace !== system.metadata.namespace || !isOurs(other.spec.level)) return [];
      const { activity, debt } = this.basis.facts.of(other, this.#now);
      if (activity.activity === 'unused') return [];
      return [{ key: b, displayName: other.spec.displayName, score, monthlyActive: other.spec.use?.monthlyActive ?? 0, debt: debt.points }];
    });
  }

  #bestElsewhere(system: SystemObject): { displayName: string; score: number } | undefined {
    for (const { b, score } of this.partnersOf(systemKey(system))) {
      const other = this.#byKey.get(b);
      if (other && other.metadata.namespace !== system.metadata.namespace) return { displayName: other.spec.displayName, score };
    }
    return undefined;
  }

  #bestLargeSystem(system: SystemObject): { key: string; displayName: string; score: number } | undefined {
    const { rules, vocabulary } = this.basis;
    const own = this.#largeSystems.filter(({ metadata }) => metadata.namespace === system.metadata.namespace);
    if (own.length === 0 || isGone(system)) return undefined;
    const profile = this.basis.profile(system);
    const fits = own
      .map((large) => ({
        key: systemKey(large),
        displayName: large.spec.displayName,
        score: fitOf(profile, large, vocabulary, rules.overlap),
      }))
      .toSorted((x, y) => y.score - x.score || (x.key < y.key ? -1 : 1));
    const [best] = fits;
    return best && best.score >= rules.overlap.threshold ? best : undefined;
  }

  /** Systems in use that call another. */
  #callersOf(): Map<string, string[]> {
    if (this.#callers) return this.#callers;
    const callers = new Map<string, string[]>();
    for (const { from, to } of this.links().links) {
      const caller = this.#byKey.get(from);
      if (!caller || isGone(caller) || this.basis.facts.of(caller, this.#now).activity.activity === 'unused') continue;
      const known = callers.get(to);
      if (known) known.push(from);
      else callers.set(to, [from]);
    }
    this.#callers = callers;
    return callers;
  }

  #isKeyedTwice(key: string): boolean {
    this.#keyedTwice ??= new Set(
      this.doubleEntries().flatMap(({ by, acrossLevels, systems }) => (by === 'staff' && acrossLevels ? systems : [])),
    );
    return this.#keyedTwice.has(key);
  }

  #isOurs(key: string): boolean {
    return isOurs(this.#byKey.get(key)?.spec.level ?? '');
  }
}
