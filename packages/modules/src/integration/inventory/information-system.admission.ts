import { type FieldError, InformationSystem, LargeSystem, LedgerException, type ObjectOf, say, Tenant, type Text } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { bureauOf, departmentPath } from '../department-path.ts';
import { descriptionErrors } from './information-system.rules.ts';

type SystemObject = ObjectOf<typeof InformationSystem>;
type Lookup = AdmissionContext['lookup'];

/**
 * What a system says is about its own tenant, and true to the calendar. Which ledger counts it is the platform's to say. A link to
 * another system may be recorded before the other end is: two that name each other could never be entered otherwise.
 */
export const informationSystemAdmission: Admission<typeof InformationSystem> = {
  async default(system, { old, lookup }) {
    const { spec } = system;
    const bureau = bureauOf(await departmentPath(spec.departmentRef, lookup));
    if (bureau) spec.countedIn = bureau;
    else delete spec.countedIn;
    // What was replaced stays so: whoever clears it would bring a system back that the ledger has let go.
    if (old?.spec.replacedBy) spec.replacedBy = old.spec.replacedBy;
    else if (!old) delete spec.replacedBy;
  },
  async validate(system, { old, lookup, now }) {
    return [
      ...descriptionErrors(system.spec, now),
      ...(await departmentErrors(system, old, lookup)),
      ...(await referenceErrors(system, old, lookup)),
      ...interfaceErrors(system),
    ];
  },
};

async function departmentErrors({ metadata, spec }: SystemObject, old: SystemObject | undefined, lookup: Lookup): Promise<FieldError[]> {
  if (old && old.spec.departmentRef === spec.departmentRef) return [];
  const namespace = metadata.namespace ?? '';
  const field = 'spec.departmentRef';
  const tenant = await lookup(Tenant, { name: namespace });
  if (!tenant) {
    const message = say(
      'NotATenant',
    )`${namespace} is not a tenant's namespace; record the system in the namespace of its department's tenant`;
    return [{ field: 'metadata.namespace', reason: 'FieldValueInvalid', message }];
  }
  const path = await departmentPath(spec.departmentRef, lookup);
  if (path.length === 0) {
    return [
      {
        field,
        reason: 'FieldValueNotFound',
        message: say('DepartmentNotFound')`there is no department ${spec.departmentRef}; create it first`,
      },
    ];
  }
  if (path.includes(tenant.spec.departmentRef)) return [];
  const message = say('NotInTenant')`is neither ${tenant.spec.departmentRef}, whose tenant this is, nor below it; choose one that is`;
  return [{ field, reason: 'FieldValueInvalid', message }];
}

/** Only what changes is looked up: a system stays correctable when something that it names has gone. */
async function referenceErrors({ metadata, spec }: SystemObject, old: SystemObject | undefined, lookup: Lookup): Promise<FieldError[]> {
  const namespace = metadata.namespace ?? '';
  const errors: FieldError[] = [];
  for (const [i, name] of (spec.replaces ?? []).entries()) {
    if (old?.spec.replaces?.includes(name)) continue;
    const field = `spec.replaces[${i}]`;
    if (name === metadata.name)
      errors.push({ field, reason: 'FieldValueInvalid', message: say('ReplacesItself')`a system cannot replace itself` });
    else if (!(await lookup(InformationSystem, { namespace, name }))) errors.push(missing(field, say('SystemNamed')`system ${name}`));
  }
  const { moduleOf, exceptionRef } = spec;
  const was = old?.spec.moduleOf;
  if (moduleOf && (moduleOf.largeSystemRef !== was?.largeSystemRef || moduleOf.module !== was.module)) {
    const large = await lookup(LargeSystem, { namespace, name: moduleOf.largeSystemRef });
    if (!large) errors.push(missing('spec.moduleOf.largeSystemRef', say('LargeSystemNamed')`large system ${moduleOf.largeSystemRef}`));
    else if (!large.spec.modules?.some(({ name }) => name === moduleOf.module)) {
      errors.push(
        missing('spec.moduleOf.module', say('ModuleNamed')`module ${moduleOf.module} in large system ${moduleOf.largeSystemRef}`),
      );
    }
  }
  if (exceptionRef && exceptionRef !== old?.spec.exceptionRef && !(await lookup(LedgerException, { namespace, name: exceptionRef }))) {
    errors.push(missing('spec.exceptionRef', say('LedgerExceptionNamed')`ledger exception ${exceptionRef}`));
  }
  return errors;
}

function interfaceErrors({ metadata, spec }: SystemObject): FieldError[] {
  return (spec.interfaces ?? []).flatMap((link, i): FieldError[] => {
    const field = `spec.interfaces[${i}]`;
    if (!link.systemRef && !link.counterpart) {
      return [
        {
          field,
          reason: 'FieldValueRequired',
          message: say('NoOtherSystem')`names no other system; set systemRef, or counterpart for one outside the inventory`,
        },
      ];
    }
    const self = link.systemRef === metadata.name && (link.tenant ?? metadata.namespace) === metadata.namespace;
    return self
      ? [{ field: `${field}.systemRef`, reason: 'FieldValueInvalid', message: say('LinkedToItself')`a system is not linked to itself` }]
      : [];
  });
}

function missing(field: string, what: Text): FieldError {
  return { field, reason: 'FieldValueNotFound', message: say('MissingInTenant')`there is no ${what} in this tenant; create it first` };
}
