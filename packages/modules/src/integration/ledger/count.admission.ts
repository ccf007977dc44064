import { countedSystems, Department, type FieldError, InformationSystem, type Kind, type KubeObject, type ObjectOf } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { countCompanions } from './count.companions.ts';
import { referenceErrors } from './count.references.ts';
import { type CountedKind, countFacts } from './count-facts.ts';
import { countingDepartment, departmentErrors, tenantEnds } from './counting-department.ts';
import { exceptionFull, ledgerFull, ledgerWouldRise } from './ledger.errors.ts';
import { keptByPlatform, systemDeleteErrors, systemStayErrors } from './platform-fields.ts';

interface Counted {
  departmentRef?: string;
  countedIn?: string;
}

/**
 * Adds to a kind's admission what the ledger asks: which department counts the object, that what keeps it from counting is true, and the
 * other ends of it in the same commit. `own` is the kind's own admission, and is asked first.
 */
export function counted<K extends CountedKind>(kind: K, own: Admission<K> = {}): Admission<K> {
  const factsOf = (object: ObjectOf<K>) => countFacts(kind as Kind, object as KubeObject);
  return {
    ...own,
    async default(object, context) {
      if (context.subresource) return;
      const given = structuredClone(object.spec) as Record<string, unknown>;
      await own.default?.(object, context);
      keptByPlatform(
        kind,
        object.spec as Record<string, unknown>,
        context.old?.spec as Record<string, unknown> | undefined,
        given,
        context,
      );
      const spec = object.spec as Counted;
      const { namespace = '' } = object.metadata;
      const department = await countingDepartment(namespace, spec.departmentRef, context.lookup);
      if (department) spec.countedIn = department;
      else delete spec.countedIn;
    },
    async validate(object, context) {
      const errors: FieldError[] = [...((await own.validate?.(object, context)) ?? [])];
      if (context.subresource || context.companion) return errors;
      const { old, lookup, now } = context;
      const { departmentRef } = object.spec as Counted;
      if ((old?.spec as Counted | undefined)?.departmentRef !== departmentRef || !old) {
        errors.push(...unless(errors, await departmentErrors(object.metadata.namespace ?? '', departmentRef, lookup)));
      }
      errors.push(...unless(errors, await referenceErrors(factsOf(object), old && factsOf(old), lookup, now)));
      if (kind.id === InformationSystem.id) errors.push(...systemStayErrors(object as never, old as never));
      return errors;
    },
    async validateDelete(object, context) {
      const errors = (await own.validateDelete?.(object, context)) ?? [];
      if (errors.length > 0 || (await tenantEnds(object.metadata.namespace, context.lookup))) return errors;
      return kind.id === InformationSystem.id ? systemDeleteErrors(object as never) : [];
    },
    async accompany(object, context) {
      const further = (await own.accompany?.(object, context)) ?? [];
      if (context.subresource || context.companion) return further;
      const gone = context.operation === 'delete';
      // As it was stored: what it says on its way out undoes nothing.
      const before = gone ? (context.old ?? object) : context.old;
      return [
        ...further,
        ...(await countCompanions({
          old: before && factsOf(before),
          next: gone ? undefined : factsOf(object),
          ending: gone && (await tenantEnds(object.metadata.namespace, context.lookup)),
          lookup: context.lookup,
          principal: context.principal.name,
        })),
      ];
    },
    async overQuota(exceeded, object, context) {
      if (exceeded.resource !== countedSystems) return own.overQuota?.(exceeded, object, context);
      const { displayName: name, exceptionRef, countedIn = '' } = factsOf(object);
      const { used: count, hard: limit, requested } = exceeded;
      if (exceptionRef && context.operation !== 'delete') return exceptionFull({ name, exception: exceptionRef, limit });
      const department = (await context.lookup(Department, { name: countedIn }))?.spec.displayName ?? countedIn;
      if (context.operation === 'delete') return ledgerWouldRise({ name, department, count, limit, requested });
      return ledgerFull({ name, department, ledger: countedIn, count, limit, requested });
    },
  };
}

/** One word about one field. */
function unless(known: readonly FieldError[], found: readonly FieldError[]): FieldError[] {
  return found.filter(({ field }) => !known.some((error) => error.field === field));
}
