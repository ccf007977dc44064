import { type FieldError, type LargeSystem, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { tenantEnds } from './counting-department.ts';

/** A large system keeps the modules that something lives on in, and stays as long as something does. */
export const largeSystemAdmission: Admission<typeof LargeSystem> = {
  validate({ spec }, { subresource, companion }) {
    if (subresource || companion) return [];
    const errors: FieldError[] = [];
    for (const member of spec.members ?? []) {
      if (spec.modules?.some((m) => m.name === member.module)) continue;
      const message = say('ModuleInUse')`${member.name} lives on in module ${member.module}; move it to another module first`;
      errors.push({ field: 'spec.modules', reason: 'FieldValueForbidden', message });
    }
    return errors;
  },
  async validateDelete({ metadata, spec }, { lookup }) {
    const ending = await tenantEnds(metadata.namespace, lookup);
    const stay = (spec.members ?? []).filter((m) => !ending || m.tenant !== metadata.namespace);
    if (stay.length === 0) return [];
    const message = say(
      'LargeSystemInUse',
    )`${stay.map((m) => m.name).join(', ')} live on in it; move them to another large system, or end them, first`;
    return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
  },
};
