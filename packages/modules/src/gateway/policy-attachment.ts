import { type PolicyTarget, say, type Text } from '@dizuo/api';
import { byAge, idOf, type Named } from './object-order.ts';
import type { Refusal } from './route-attachment.ts';

export interface PolicyObject extends Named {
  spec: { targetRefs: PolicyTarget[] };
}

/** Names of the sections of everything that policies may be attached to, by `Kind/namespace/name`. */
export type PolicyTargets = ReadonlyMap<string, ReadonlySet<string>>;

/** The policies of one kind that are in force. */
export interface Attached<P> {
  /** By target: `Kind/namespace/name`, or `Kind/namespace/name#section`. */
  inForce: Map<string, P>;
  /** Why a policy is not in force on each of its targetRefs, by `namespace/name`. */
  outcomes: Map<string, (Refusal | undefined)[]>;
}

export function targetKey(kind: string, namespace: string, name: string, section?: string): string {
  return section === undefined ? `${kind}/${namespace}/${name}` : `${kind}/${namespace}/${name}#${section}`;
}

/** One policy of a kind for each target: the oldest. GEP-713, "conflict resolution". Pure. */
export function attachPolicies<P extends PolicyObject>(kind: string, policies: readonly P[], targets: PolicyTargets): Attached<P> {
  const inForce = new Map<string, P>();
  const outcomes = new Map<string, (Refusal | undefined)[]>();
  for (const policy of [...policies].sort(byAge)) {
    const namespace = policy.metadata.namespace ?? '';
    const refusals = policy.spec.targetRefs.map((ref): Refusal | undefined => {
      const sections = targets.get(targetKey(ref.kind, namespace, ref.name));
      if (!sections)
        return missing(say('TargetNotFound')`${ref.kind} ${namespace}/${ref.name} does not exist; create it or correct targetRefs`);
      if (ref.sectionName !== undefined && !sections.has(ref.sectionName))
        return missing(
          say(
            'SectionNotFound',
          )`${ref.kind} ${ref.name} has no section ${ref.sectionName}; it has ${[...sections].join(', ') || 'none with a name'}`,
        );
      const key = targetKey(ref.kind, namespace, ref.name, ref.sectionName);
      const older = inForce.get(key);
      if (older) {
        const message = say(
          'PolicyConflicted',
        )`${kind} ${older.metadata.name} is in force on ${ref.kind} ${ref.name}; delete one of the two`;
        return { reason: 'Conflicted', message };
      }
      inForce.set(key, policy);
      return undefined;
    });
    outcomes.set(idOf(policy), refusals);
  }
  return { inForce, outcomes };
}

/** Keys of a rule from the most to the least specific: the rule, its route, the listener, the Gateway. */
export interface Scope {
  rule?: string;
  route: string;
  listener: string;
  gateway: string;
}

/** What holds for a rule where the most specific takes the place of the others. */
export function mostSpecific<P>({ inForce }: Attached<P>, scope: Scope): P | undefined {
  return every({ inForce }, scope).at(-1);
}

/** Everything that holds for a rule, the least specific first. */
export function every<P>({ inForce }: Pick<Attached<P>, 'inForce'>, { rule, route, listener, gateway }: Scope): P[] {
  const keys = [gateway, listener, route, ...(rule === undefined ? [] : [rule])];
  const found = keys.flatMap((key) => inForce.get(key) ?? []);
  return found.filter((policy, i) => found.indexOf(policy) === i);
}

function missing(message: Text): Refusal {
  return { reason: 'TargetNotFound', message };
}
