import { Department, type FieldError, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import type { People } from './people.ts';

const deepest = 12;

/** The tree stays a tree, and nothing that is in use is taken away. */
export function departmentAdmission(people: People): Admission<typeof Department> {
  return {
    async validate(department, { lookup }) {
      const { parentRef } = department.spec;
      if (!parentRef) return [];
      const errors: FieldError[] = [];
      let above: string | undefined = parentRef;
      for (let depth = 0; above; depth += 1) {
        if (above === department.metadata.name || depth > deepest) {
          errors.push({
            field: 'spec.parentRef',
            reason: 'FieldValueInvalid',
            message: say('DepartmentLoop')`${parentRef} stands below this department; choose one above it`,
          });
          break;
        }
        const parent: { spec: { parentRef?: string } } | undefined = await lookup(Department, { name: above });
        if (!parent) {
          errors.push({
            field: 'spec.parentRef',
            reason: 'FieldValueNotFound',
            message: say('DepartmentNotFound')`there is no department ${above}; create it first`,
          });
          break;
        }
        above = parent.spec.parentRef;
      }
      return errors;
    },
    validateDelete({ metadata: { name } }) {
      const staff = people.users().filter((user) => user.spec.appointments?.some((a) => a.departmentRef === name));
      const problem = people.hasChildren(name)
        ? say('DepartmentHasBelow')`other departments stand below it; move them first`
        : staff.length > 0
          ? say('DepartmentHasStaff')`${staff.length} people are appointed to it; change their appointments first`
          : undefined;
      return problem ? [{ field: 'metadata.name', reason: 'FieldValueForbidden', message: problem }] : [];
    },
  };
}
