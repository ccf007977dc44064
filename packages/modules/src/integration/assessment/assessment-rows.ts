import type { AssessmentRow, PairRow, SystemName } from '@dizuo/api';
import { isGone } from './assessment-basis.ts';
import type { AssessedSystem, AssessmentView } from './assessment-view.ts';
import { isOurs } from './double-entry.ts';
import type { Pair } from './overlap-pairs.ts';
import type { SystemObject } from './system-profile.ts';

/** Whether a system is in the figures: the district's to change, and still there. */
export function isCounted(system: SystemObject): boolean {
  return isOurs(system.spec.level) && !isGone(system) && system.spec.lifecycle !== 'planned';
}

export function nameOf(view: AssessmentView, key: string): SystemName {
  const spec = view.get(key)?.spec;
  return { key, displayName: spec?.displayName ?? key, departmentRef: spec?.departmentRef ?? '', level: spec?.level ?? '' };
}

export function rowOf(view: AssessmentView, { key, system, activity, contract, debt, cost, proposal }: AssessedSystem): AssessmentRow {
  const { spec } = system;
  const partners = view.partnersOf(key);
  return {
    ...nameOf(view, key),
    lifecycle: spec.lifecycle ?? 'running',
    ...(spec.hosting?.zone ? { zone: spec.hosting.zone } : {}),
    linesOfBusiness: spec.linesOfBusiness ?? [],
    counted: isCounted(system),
    activity: activity.activity,
    ...(activity.idleDays === undefined ? {} : { idleDays: activity.idleDays }),
    ...(contract ? { contract } : {}),
    technicalDebt: debt.technical.points,
    securityDebt: debt.security.points,
    ...(cost ? { upkeep: cost.upkeep, mergeSaves: cost.mergeSaves } : {}),
    ...(proposal ? { way: proposal.way } : {}),
    partners: partners.length,
    overlap: partners[0]?.score ?? 0,
  };
}

export function pairRowOf(view: AssessmentView, { a, b, score }: Pair): PairRow {
  const overlap = view.overlap(a, b);
  return {
    a: nameOf(view, a),
    b: nameOf(view, b),
    score,
    functions: overlap?.functions.gives ?? 0,
    data: overlap?.data.gives ?? 0,
    users: overlap?.users.gives ?? 0,
  };
}
