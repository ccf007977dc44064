import { counts, type FieldError, InformationSystem, isOver, LargeSystem, LedgerException, say, stands, type Text } from '@dizuo/api';
import type { AdmissionContext } from '@dizuo/kernel';
import type { CountFacts } from './count-facts.ts';
import { countingDepartment } from './counting-department.ts';

type Lookup = AdmissionContext['lookup'];
type Reason = FieldError['reason'];

const fault = (field: string, reason: Reason, message: Text): FieldError => ({ field, reason, message });

/** Whatever keeps an object from counting exists, is free, and is of the same bureau. Only what changes is asked about. */
export async function referenceErrors(facts: CountFacts, old: CountFacts | undefined, lookup: Lookup, now: Date): Promise<FieldError[]> {
  return [
    ...(await replacedErrors(facts, old, lookup)),
    ...(await moduleErrors(facts, old, lookup)),
    ...(await realisedErrors(facts, old, lookup)),
    ...(await exceptionErrors(facts, old, lookup, now)),
  ];
}

async function replacedErrors(facts: CountFacts, old: CountFacts | undefined, lookup: Lookup): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  const list = facts.kind.id === LargeSystem.id ? 'formedFrom' : 'replaces';
  for (const [i, name] of facts.replaces.entries()) {
    if (old?.effective === facts.effective && old.replaces.includes(name)) continue;
    const field = `spec.${list}[${i}]`;
    const system = await lookup(InformationSystem, { namespace: facts.namespace, name });
    if (!system || (facts.kind.id === InformationSystem.id && name === facts.name)) {
      errors.push(
        fault(
          field,
          'FieldValueNotFound',
          say('ReplacedMissing')`this tenant has no other system ${name}; name one that is in the inventory`,
        ),
      );
      continue;
    }
    if (!facts.effective) continue;
    const { replacedBy, replacedByKind = 'InformationSystem' } = system.spec;
    if (replacedBy && !(replacedBy === facts.name && replacedByKind === facts.kind.kind)) {
      errors.push(
        fault(field, 'FieldValueForbidden', say('ReplacedByAnother')`${name} is replaced by ${replacedBy} already; its place is taken`),
      );
    } else if (!replacedBy && !counts(system.spec) && !(old && !old.effective)) {
      errors.push(
        fault(field, 'FieldValueForbidden', say('ReplacedCountsNot')`${name} is not counted, so that it frees no place; name one that is`),
      );
    }
  }
  return errors;
}

async function moduleErrors(facts: CountFacts, old: CountFacts | undefined, lookup: Lookup): Promise<FieldError[]> {
  const { moduleOf } = facts;
  if (!moduleOf || (old && JSON.stringify(old.moduleOf) === JSON.stringify(moduleOf))) return [];
  const { tenant, largeSystemRef, module } = moduleOf;
  const large = await lookup(LargeSystem, { namespace: tenant, name: largeSystemRef });
  const shared = tenant === facts.namespace || large?.spec.tenants?.includes(facts.namespace);
  if (!large || large.metadata.deletionTimestamp || !shared) {
    const message = say('LargeSystemNotOpen')`there is no large system ${largeSystemRef} that this tenant may put modules in`;
    return [fault('spec.moduleOf.largeSystemRef', 'FieldValueNotFound', message)];
  }
  if (large.spec.countedIn !== facts.countedIn) {
    const message = say('LargeSystemElsewhere')`${largeSystemRef} is another bureau's; choose one of the own bureau`;
    return [fault('spec.moduleOf.largeSystemRef', 'FieldValueForbidden', message)];
  }
  if (!large.spec.modules?.some((m) => m.name === module)) {
    const message = say('ModuleMissing')`large system ${largeSystemRef} has no module ${module}; add it there first`;
    return [fault('spec.moduleOf.module', 'FieldValueNotFound', message)];
  }
  const rival =
    facts.kind.kind === 'Application' &&
    large.spec.members?.find(
      (m) => m.kind === 'Application' && m.module === module && !(m.name === facts.name && m.tenant === facts.namespace),
    );
  if (!rival) return [];
  const message = say('ModuleTaken')`application ${rival.name} is that module already; add another module, or end that application first`;
  return [fault('spec.moduleOf.module', 'FieldValueForbidden', message)];
}

async function realisedErrors(facts: CountFacts, old: CountFacts | undefined, lookup: Lookup): Promise<FieldError[]> {
  const { realises } = facts;
  if (!realises || old?.realises === realises) return [];
  const field = 'spec.realises';
  const system = await lookup(InformationSystem, { namespace: facts.namespace, name: realises });
  if (!system || system.metadata.deletionTimestamp) {
    return [fault(field, 'FieldValueNotFound', say('RealisedMissing')`this tenant has no system ${realises}; enter it first`)];
  }
  if (!stands(system.spec)) {
    return [
      fault(
        field,
        'FieldValueForbidden',
        say('RealisedNotInUse')`${realises} is not a system of the district that is in use; name one that is`,
      ),
    ];
  }
  const { realisedBy } = system.spec;
  if (!realisedBy || realisedBy === facts.name) return [];
  const message = say('RealisedByAnother')`application ${realisedBy} is that system already; a system is one application`;
  return [fault(field, 'FieldValueForbidden', message)];
}

async function exceptionErrors(facts: CountFacts, old: CountFacts | undefined, lookup: Lookup, now: Date): Promise<FieldError[]> {
  const { exceptionRef, namespace } = facts;
  const asksForPlace = facts.excepted > (old?.excepted ?? 0);
  if (!exceptionRef || (old?.exceptionRef === exceptionRef && !asksForPlace)) return [];
  const field = 'spec.exceptionRef';
  const exception = await lookup(LedgerException, { namespace, name: exceptionRef });
  if (!exception || exception.metadata.deletionTimestamp) {
    return [
      fault(field, 'FieldValueNotFound', say('ExceptionMissing')`this tenant has no ledger exception ${exceptionRef}; ask for it first`),
    ];
  }
  const { granted, until, systems = 1, holders = [], departmentRef } = exception.spec;
  if (!granted || (until && isOver(until, now))) {
    return [
      fault(
        field,
        'FieldValueForbidden',
        say('ExceptionNotInForce')`exception ${exceptionRef} is not in force; have it granted or extended first`,
      ),
    ];
  }
  if ((await countingDepartment(namespace, departmentRef, lookup)) !== facts.countedIn) {
    return [fault(field, 'FieldValueForbidden', say('ExceptionElsewhere')`exception ${exceptionRef} is about another bureau's ledger`)];
  }
  const held = holders.some((holder) => holder.kind === facts.kind.kind && holder.name === facts.name);
  if (held || holders.length < systems) return [];
  const message = say(
    'ExceptionUsedUp',
  )`exception ${exceptionRef} allows ${systems}, and was used for ${holders.map((h) => h.name).join(', ')}; ask for another`;
  return [fault(field, 'FieldValueForbidden', message)];
}
