import { type FieldError, Position, say, type User } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

/** Appointments are to posts that exist, in their own department, and one of them is the primary one. */
export const userAdmission: Admission<typeof User> = {
  default(user) {
    const appointments = user.spec.appointments ?? [];
    const [first] = appointments;
    if (first && !appointments.some((a) => a.primary)) first.primary = true;
  },
  async validate(user, { lookup, principal, operation, old }) {
    const errors: FieldError[] = [];
    const appointments = user.spec.appointments ?? [];
    for (const [i, { departmentRef, positionRef, from, until }] of appointments.entries()) {
      const field = `spec.appointments[${i}]`;
      const position = await lookup(Position, { name: positionRef });
      if (!position) {
        errors.push({
          field: `${field}.positionRef`,
          reason: 'FieldValueNotFound',
          message: say('PositionNotFound')`there is no position ${positionRef}; create it first`,
        });
      } else if (position.spec.departmentRef !== departmentRef) {
        errors.push({
          field: `${field}.positionRef`,
          reason: 'FieldValueInvalid',
          message: say('PositionElsewhere')`${positionRef} belongs to ${position.spec.departmentRef}, not to ${departmentRef}`,
        });
      }
      if (from && until && Date.parse(from) >= Date.parse(until)) {
        errors.push({ field: `${field}.until`, reason: 'FieldValueInvalid', message: say('UntilBeforeFrom')`must be later than from` });
      }
    }
    if (appointments.filter((a) => a.primary).length > 1) {
      errors.push({
        field: 'spec.appointments',
        reason: 'FieldValueInvalid',
        message: say('OnePrimary')`only one appointment can be the primary one`,
      });
    }
    if (operation === 'update' && user.spec.disabled && principal.name === user.metadata.name) {
      errors.push({
        field: 'spec.disabled',
        reason: 'FieldValueForbidden',
        message: say('DisableSelf')`you cannot disable yourself; ask another administrator`,
      });
    }
    // Rights hang on posts: whoever keeps the organisation must not move into one alone.
    if (old && principal.name === user.metadata.name && JSON.stringify(old.spec.appointments) !== JSON.stringify(user.spec.appointments)) {
      errors.push({
        field: 'spec.appointments',
        reason: 'FieldValueForbidden',
        message: say('AppointSelf')`you cannot change your own appointments; ask another administrator`,
      });
    }
    return errors;
  },
  validateDelete(user, { principal }) {
    if (principal.name !== user.metadata.name) return [];
    return [
      {
        field: 'metadata.name',
        reason: 'FieldValueForbidden',
        message: say('DeleteSelf')`you cannot delete yourself; ask another administrator`,
      },
    ];
  },
};
