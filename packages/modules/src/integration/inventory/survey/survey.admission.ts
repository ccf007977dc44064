import { chinaDay, type FieldError, type Survey, say, surveyFields, Tenant } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

const known: readonly string[] = surveyFields;

/** A survey asks tenants that exist for fields that systems have, by a day that is still to come. */
export const surveyAdmission: Admission<typeof Survey> = {
  async validate({ spec }, { old, subresource, lookup, now }) {
    if (subresource) return [];
    const errors: FieldError[] = [];
    for (const [i, name] of spec.tenants.entries()) {
      if (old?.spec.tenants.includes(name) || (await lookup(Tenant, { name }))) continue;
      const message = say('SurveyTenantMissing')`there is no tenant ${name}; create it first, or leave it out`;
      errors.push({ field: `spec.tenants[${i}]`, reason: 'FieldValueNotFound', message });
    }
    for (const [i, path] of spec.fields.entries()) {
      if (known.includes(path)) continue;
      const message = say('SurveyFieldUnknown')`systems have no field ${path} to ask for; known: ${known.join(', ')}`;
      errors.push({ field: `spec.fields[${i}]`, reason: 'FieldValueNotSupported', message });
    }
    if (spec.dueOn !== old?.spec.dueOn && spec.dueOn < chinaDay(now)) {
      errors.push({ field: 'spec.dueOn', reason: 'FieldValueInvalid', message: say('SurveyDuePast')`has passed; choose a day to come` });
    }
    return errors;
  },
};
