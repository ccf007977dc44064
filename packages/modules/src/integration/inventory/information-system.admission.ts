import { type FieldError, type InformationSystem, type ObjectOf, say, Tenant } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { descriptionErrors } from './information-system.rules.ts';

type SystemObject = ObjectOf<typeof InformationSystem>;

/**
 * What a system says about itself is true to the calendar, and it is recorded in a tenant. How it is counted is the ledger's. A link to
 * another system may be recorded before the other end is: two that name each other could never be entered otherwise.
 */
export const informationSystemAdmission: Admission<typeof InformationSystem> = {
  async validate(system, { operation, subresource, lookup, now }) {
    if (subresource) return [];
    const errors = [...descriptionErrors(system.spec, now), ...interfaceErrors(system)];
    const namespace = system.metadata.namespace ?? '';
    if (operation === 'create' && !(await lookup(Tenant, { name: namespace }))) {
      const message = say(
        'NotATenant',
      )`${namespace} is not a tenant's namespace; record the system in the namespace of its department's tenant`;
      errors.push({ field: 'metadata.namespace', reason: 'FieldValueInvalid', message });
    }
    return errors;
  },
};

function interfaceErrors({ metadata, spec }: SystemObject): FieldError[] {
  return (spec.interfaces ?? []).flatMap((link, i): FieldError[] => {
    const field = `spec.interfaces[${i}]`;
    if (!link.systemRef && !link.counterpart) {
      const message = say('NoOtherSystem')`names no other system; set systemRef, or counterpart for one outside the inventory`;
      return [{ field, reason: 'FieldValueRequired', message }];
    }
    const self = link.systemRef === metadata.name && (link.tenant ?? metadata.namespace) === metadata.namespace;
    const message = say('LinkedToItself')`a system is not linked to itself`;
    return self ? [{ field: `${field}.systemRef`, reason: 'FieldValueInvalid', message }] : [];
  });
}
