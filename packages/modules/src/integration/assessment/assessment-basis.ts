import { isOurs } from './double-entry.ts';
import { OverlapPairs } from './overlap-pairs.ts';
import type { Rules } from './standard-rules.ts';
import { FactsOfSystems } from './system-facts.ts';
import { profileOf, type SystemObject, type SystemProfile, systemKey } from './system-profile.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** What one set of rules makes of the systems: profiles, pairs, facts. Kept up by `put` and `remove`; read after `settle`. */
export class AssessmentBasis {
  readonly rules: Rules;
  readonly vocabulary: Vocabulary;
  readonly pairs: OverlapPairs;
  readonly facts: FactsOfSystems;

  constructor(rules: Rules, systems: Iterable<SystemObject> = []) {
    this.rules = rules;
    this.vocabulary = vocabularyOf(rules);
    this.pairs = new OverlapPairs(rules);
    this.facts = new FactsOfSystems(rules);
    for (const system of systems) this.put(system);
  }

  /** Takes a system in, or its change. What is retired, replaced or a module is compared with nothing. */
  put(system: SystemObject): void {
    const key = systemKey(system);
    if (isGone(system)) this.pairs.remove(key);
    else this.pairs.put(this.profile(system), isOurs(system.spec.level));
  }

  remove(key: string): void {
    this.pairs.remove(key);
  }

  settle(): Promise<void> {
    return this.pairs.settle();
  }

  profile(system: SystemObject): SystemProfile {
    return profileOf(systemKey(system), system.spec, this.vocabulary);
  }
}

export function isGone({ spec }: SystemObject): boolean {
  return spec.lifecycle === 'retired' || spec.replacedBy !== undefined || spec.moduleOf !== undefined;
}
