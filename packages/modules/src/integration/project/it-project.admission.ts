import { type ItProject, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { type DecidedRules, decidedChangeErrors } from '../decision/decided-changes.ts';

const rules: DecidedRules = {
  changeable: new Set(['SentBack']),
  withdrawable: new Set([undefined, 'Checking', 'Pending', 'SentBack']),
  free: ['requester'],
  instead: say('SendAnotherProject')`send in another project`,
};

/** A project is decided on as it was checked. */
export const itProjectAdmission: Admission<typeof ItProject> = {
  default({ spec }, { operation, old, principal }) {
    const asker = principal.type === 'controller' ? (spec.requester ?? principal.name) : principal.name;
    spec.requester = operation === 'create' ? asker : (old?.spec.requester ?? asker);
  },
  validate(project, { old, operation, subresource, principal }) {
    if (subresource || principal.type === 'controller') return [];
    const { startsOn, endsOn } = project.spec;
    const dates =
      startsOn && endsOn && startsOn > endsOn
        ? [
            {
              field: 'spec.endsOn',
              reason: 'FieldValueInvalid' as const,
              message: say('EndsBeforeStart')`it ends before it starts (${startsOn}); choose a later day`,
            },
          ]
        : [];
    return old && operation === 'update' ? [...decidedChangeErrors(old, project, rules), ...dates] : dates;
  },
  validateDelete({ status }, { principal }) {
    if (status?.phase !== 'Approved' || principal.type === 'controller') return [];
    const message = say('ProjectKept')`it was approved and is kept; close it in your own books`;
    return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
  },
};
