import { type FieldError, say, type Text } from '@dizuo/api';

/** What may change of an object that a process decides on. */
export interface DecidedRules {
  /** Phases in which its requester may change it: sent back, for instance. */
  changeable: ReadonlySet<string | undefined>;
  /** Phases in which it may still be withdrawn. */
  withdrawable: ReadonlySet<string | undefined>;
  /** Fields that are no part of what is decided, or that the platform sets. */
  free: readonly string[];
  /** What to do instead, in words. */
  instead: Text;
}

interface Decided {
  spec: { withdrawn?: boolean };
  status?: { phase?: string };
}

const waiting = new Set([undefined, 'Pending', 'Proposed', 'Checking']);

/** What was decided on, or waits for it, stays as the decider sees it. Pure. */
export function decidedChangeErrors(old: Decided, next: Decided, rules: DecidedRules): FieldError[] {
  const phase = old.status?.phase;
  const errors: FieldError[] = [];
  if (old.spec.withdrawn && !next.spec.withdrawn) {
    errors.push({
      field: 'spec.withdrawn',
      reason: 'FieldValueForbidden',
      message: say('WithdrawnStays')`what was withdrawn stays so; ${rules.instead}`,
    });
  }
  if (next.spec.withdrawn && !old.spec.withdrawn && !rules.withdrawable.has(phase)) {
    errors.push({
      field: 'spec.withdrawn',
      reason: 'FieldValueForbidden',
      message: say('NotWithdrawable')`it is ${phase} already and cannot be withdrawn`,
    });
  }
  if (rules.changeable.has(phase) && !old.spec.withdrawn) return errors;
  const free = new Set([...rules.free, 'withdrawn']);
  for (const field of changedFields(old.spec, next.spec)) {
    if (free.has(field)) continue;
    const why = waiting.has(phase) ? say('WaitsForDecision')`it waits for the decision: have it sent back, or withdraw it` : rules.instead;
    errors.push({ field: `spec.${field}`, reason: 'FieldValueForbidden', message: say('DecidedAsItIs')`cannot be changed now; ${why}` });
  }
  return errors;
}

function changedFields(old: object, next: object): string[] {
  const before = old as Record<string, unknown>;
  const after = next as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(sorted(before[key])) !== JSON.stringify(sorted(after[key])),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
