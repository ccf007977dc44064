import { Department, type FieldError, type ObjectOf, say, Tenant } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';
import type { People } from './people.ts';

const deepest = 12;

/** The tree stays a tree, and nothing that is in use is taken away. */
export function departmentAdmission(people: People, store: Store): Admission<typeof Department> {
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
    async validateDelete({ metadata: { name } }) {
      const staff = people.users().filter((user) => user.spec.appointments?.some((a) => a.departmentRef === name));
      const positions = people.positionsOf(name);
      const below = people.childrenOf(name);
      const grants = people.grantsTo('Department', name);
      const among = { fields: [{ path: 'spec.departmentRef', op: '=' as const, value: name }] };
      const tenants = (await store.list(Tenant, among, 'system')).items as unknown as ObjectOf<typeof Tenant>[];
      const problems = [
        below.length > 0 && say('DepartmentHasBelow')`${named(below)} stand below it; move them first`,
        staff.length > 0 && say('DepartmentHasStaff')`${named(staff)} are appointed to it; change their appointments first`,
        positions.length > 0 && say('DepartmentHasPositions')`the positions ${named(positions)} belong to it; delete them first`,
        tenants.length > 0 &&
          say('DepartmentHasTenants')`the tenants ${named(tenants)} belong to it; give them to another department first`,
        // Whoever takes the name later must not find rights that were meant for another.
        grants.length > 0 &&
          say(
            'SubjectHasGrants',
          )`rights were granted to it (${grants.map(({ metadata }) => metadata.name).join(', ')}); have them taken back first`,
      ];
      return problems
        .filter((problem) => problem !== false)
        .map((message) => ({ field: 'metadata.name', reason: 'FieldValueForbidden' as const, message }));
    },
  };
}

const mostNamed = 5;

/** The first few by the names that people know them by. */
export function named(objects: readonly { spec: { displayName: string } }[]): string {
  const names = objects.slice(0, mostNamed).map(({ spec }) => spec.displayName);
  return objects.length > mostNamed ? `${names.join('、')} … (${objects.length})` : names.join('、');
}
