import type { BureauProgress } from '@dizuo/api';
import { type CockpitFacts, isDecided } from './cockpit-facts.ts';
import { isContractOpen, isOverdue } from './risks.ts';

/** How far each bureau is, and what is at risk there: the most systems first. Pure. */
export function progressOf(facts: CockpitFacts): BureauProgress[] {
  const { day } = facts;
  const ledgerOf = new Map(facts.ledgers.map((ledger) => [ledger.spec.departmentRef, ledger]));
  const largeOf = Map.groupBy(
    facts.largeSystems.filter(({ spec }) => spec.countedIn),
    ({ spec }) => facts.bureauOf(spec.departmentRef),
  );
  const rows = [...Map.groupBy(facts.systems, ({ bureau }) => bureau)].map(([department, systems]): BureauProgress => {
    const ledger = ledgerOf.get(department);
    const counted = systems.filter((system) => system.counted);
    const decided = systems.filter(({ disposition }) => isDecided(disposition));
    return {
      department,
      displayName: facts.nameOf(department),
      before: systems.length,
      now: counted.length + (largeOf.get(department)?.length ?? 0),
      ...(ledger?.spec.target !== undefined ? { target: ledger.spec.target } : {}),
      ...(ledger?.spec.targetOn ? { targetOn: ledger.spec.targetOn } : {}),
      frozen: ledger?.spec.phase === 'frozen',
      decided: decided.length,
      done: decided.filter(({ disposition }) => disposition?.status?.phase === 'Done').length,
      overdue: systems.filter((system) => isOverdue(system, day)).length,
      undecidedContracts: systems.filter(isContractOpen).length,
      unused: counted.filter(({ assessed }) => assessed.activity.activity === 'unused').length,
      excepted: ledger?.status?.excepted ?? 0,
      upkeep: counted.reduce((sum, { assessed }) => sum + (assessed.cost?.upkeep ?? 0), 0),
    };
  });
  return rows.toSorted((x, y) => y.now - x.now || (x.department < y.department ? -1 : 1));
}
