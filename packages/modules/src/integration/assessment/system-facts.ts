import type { ActivityFinding, ContractEnd, CostComparison, Debt } from '@dizuo/api';
import { activityOf } from './activity.ts';
import { contractEndOf } from './contract-ends.ts';
import { costOf } from './cost.ts';
import { dayOf } from './days.ts';
import { debtOf } from './debt.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';

/** What the rules say of a system by itself. */
export interface SystemFacts {
  activity: ActivityFinding;
  contract: ContractEnd | undefined;
  debt: Debt;
  cost: CostComparison | undefined;
}

/** Remembers what was found of each version of a system, for one set of rules and one day. */
export class FactsOfSystems {
  readonly #rules: Rules;
  readonly #known = new WeakMap<SystemObject, { day: string; facts: SystemFacts }>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  of(system: SystemObject, now: Date): SystemFacts {
    const day = dayOf(now);
    const known = this.#known.get(system);
    if (known?.day === day) return known.facts;
    const facts = {
      activity: activityOf(system, this.#rules, now),
      contract: contractEndOf(system, this.#rules, now),
      debt: debtOf(system, this.#rules, now),
      cost: costOf(system, this.#rules),
    };
    this.#known.set(system, { day, facts });
    return facts;
  }
}
