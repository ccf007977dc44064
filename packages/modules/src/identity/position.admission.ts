import { Department, type Position, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import type { People } from './people.ts';

export function positionAdmission(people: People): Admission<typeof Position> {
  return {
    async validate(position, { lookup }) {
      const { departmentRef } = position.spec;
      if (await lookup(Department, { name: departmentRef })) return [];
      return [
        {
          field: 'spec.departmentRef',
          reason: 'FieldValueNotFound',
          message: say('DepartmentNotFound')`there is no department ${departmentRef}; create it first`,
        },
      ];
    },
    validateDelete({ metadata: { name } }) {
      const holders = people.users().filter((user) => user.spec.appointments?.some((a) => a.positionRef === name));
      if (holders.length === 0) return [];
      return [
        {
          field: 'metadata.name',
          reason: 'FieldValueForbidden',
          message: say('PositionHeld')`${holders.length} people hold it; change their appointments first`,
        },
      ];
    },
  };
}
