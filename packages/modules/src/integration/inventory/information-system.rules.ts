import { chinaDay, type FieldError, type InformationSystem, type ObjectOf, say, type Text } from '@dizuo/api';

type Spec = ObjectOf<typeof InformationSystem>['spec'];

/** What is wrong with a system's description in itself, without looking at anything else. Pure. */
export function descriptionErrors(spec: Spec, now: Date): FieldError[] {
  return [...nameErrors(spec), ...dateErrors(spec, chinaDay(now)), ...addressErrors(spec), ...levelErrors(spec)];
}

function nameErrors({ displayName }: Spec): FieldError[] {
  if (displayName.trim() === displayName && displayName !== '') return [];
  return [wrong('spec.displayName', say('EdgeSpace')`begins or ends with a space; take it away`)];
}

function dateErrors({ commissionedOn, lastActiveOn, lifecycle, contract, security }: Spec, day: string): FieldError[] {
  const errors: FieldError[] = [];
  const notAhead = (field: string, value: string | undefined) => {
    if (value && value > day) errors.push(wrong(field, say('DayAhead')`${value} has not come yet; enter the day on which it happened`));
  };
  if (lifecycle !== 'planned') notAhead('spec.commissionedOn', commissionedOn);
  notAhead('spec.lastActiveOn', lastActiveOn);
  notAhead('spec.security.gradedOn', security?.gradedOn);
  if (commissionedOn && lastActiveOn && lastActiveOn < commissionedOn) {
    errors.push(
      wrong('spec.lastActiveOn', say('BeforeFirstUse')`lies before the first day of use, ${commissionedOn}; correct one of the two`),
    );
  }
  const { startsOn, endsOn } = contract ?? {};
  if (startsOn && endsOn && endsOn < startsOn) {
    errors.push(
      wrong('spec.contract.endsOn', say('BeforeContract')`lies before the first day of the contract, ${startsOn}; correct one of the two`),
    );
  }
  return errors;
}

function addressErrors({ addresses = [] }: Spec): FieldError[] {
  return addresses.flatMap((address, i) => {
    const field = `spec.addresses[${i}]`;
    const url = URL.parse(address.includes('://') ? address : `http://${address}`);
    if (!url || /\s/.test(address)) return [wrong(field, say('AddressForm')`is neither a URL nor host[:port], such as 10.1.2.3:8080`)];
    if (url.username || url.password)
      return [wrong(field, say('AddressHasPassword')`holds a user name or password; leave it out: everybody who sees the system sees it`)];
    return [];
  });
}

function levelErrors({ level, moduleOf, exceptionRef }: Spec): FieldError[] {
  if (level === 'district' || level === 'unit') return [];
  const errors: FieldError[] = [];
  const message = say('NotTheDistricts')`a system of level ${level} is not the district's to change and is not counted; leave it out`;
  if (moduleOf) errors.push({ field: 'spec.moduleOf', reason: 'FieldValueForbidden', message });
  if (exceptionRef) errors.push({ field: 'spec.exceptionRef', reason: 'FieldValueForbidden', message });
  return errors;
}

function wrong(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueInvalid', message };
}
