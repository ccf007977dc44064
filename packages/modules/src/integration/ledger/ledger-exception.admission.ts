import { type FieldError, isOver, type LedgerException, type ObjectOf, say } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { type DecidedRules, decidedChangeErrors } from '../decision/decided-changes.ts';

type ExceptionObject = ObjectOf<typeof LedgerException>;

const rules: DecidedRules = {
  changeable: new Set(['SentBack']),
  withdrawable: new Set([undefined, 'Pending', 'SentBack', 'Expired']),
  free: ['holders', 'granted', 'requester'],
  instead: say('AskForAnotherException')`ask for another exception`,
};
/** Ended, it may be asked for again, for longer; what it is for stays. */
const extension: DecidedRules = { ...rules, free: [...rules.free, 'until', 'reason'] };

/** An exception is decided on as it was asked for, and nothing but the platform says that it is granted. */
export const ledgerExceptionAdmission: Admission<typeof LedgerException> = {
  default(exception, { operation, old, principal }) {
    const { spec } = exception;
    spec.requester = operation === 'create' ? principal.name : (old?.spec.requester ?? principal.name);
    if (principal.type === 'controller') return;
    spec.granted = old?.spec.granted ?? false;
  },
  validate(exception, context) {
    const { old, operation, subresource, principal, now } = context;
    if (subresource || principal.type === 'controller') return [];
    const expired = old?.status?.phase === 'Expired';
    const errors = old && operation === 'update' ? decidedChangeErrors(old, exception, expired ? extension : rules) : [];
    if (old && old.spec.until === exception.spec.until) return errors;
    return [...errors, ...untilErrors(exception, now)];
  },
  validateDelete({ spec, status }, { principal }) {
    if (principal.type === 'controller') return [];
    if (!spec.granted && status?.phase !== 'Granted' && status?.phase !== 'Expired') return [];
    const message = say('ExceptionKept')`it was granted, and is kept with the ledger; withdraw it when nothing holds it any more`;
    return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
  },
};

function untilErrors({ spec }: ExceptionObject, now: AdmissionContext['now']): FieldError[] {
  if (!spec.until) {
    if (spec.cause === 'lateRegistration') return [];
    return [{ field: 'spec.until', reason: 'FieldValueRequired', message: say('ExceptionUndated')`say until when it is needed` }];
  }
  if (!isOver(spec.until, now)) return [];
  return [{ field: 'spec.until', reason: 'FieldValueInvalid', message: say('DayIsOver')`${spec.until} is over; choose a later day` }];
}
