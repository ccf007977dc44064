import { Department, type Position, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { named } from './department.admission.ts';
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
      const grants = people.grantsTo('Position', name).map(({ metadata }) => metadata.name);
      const problems = [
        holders.length > 0 && say('PositionHeld')`${named(holders)} hold it; change their appointments first`,
        grants.length > 0 && say('SubjectHasGrants')`rights were granted to it (${grants.join(', ')}); have them taken back first`,
      ];
      return problems
        .filter((problem) => problem !== false)
        .map((message) => ({ field: 'metadata.name', reason: 'FieldValueForbidden' as const, message }));
    },
  };
}
