import { type FieldError, ServiceClass, ServiceInstance, type ServicePlan, say } from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';
import { schemaProblems } from './parameters-schema.ts';

export const servicePlanAdmission = (store: Store): Admission<typeof ServicePlan> => ({
  async validate(plan, { lookup, old }) {
    const errors: FieldError[] = schemaProblems(plan.spec.parametersSchema).map((message) => ({
      field: 'spec.parametersSchema',
      reason: 'FieldValueInvalid',
      message,
    }));
    if (!(await lookup(ServiceClass, { name: plan.spec.classRef }))) {
      errors.push({
        field: 'spec.classRef',
        reason: 'FieldValueNotFound',
        message: say('ComponentNotFound')`there is no component ${plan.spec.classRef}; create it first`,
      });
    }
    if (old && old.spec.classRef !== plan.spec.classRef) {
      errors.push({
        field: 'spec.classRef',
        reason: 'FieldValueForbidden',
        message: say('PlanStays')`a plan stays with its component; make another plan`,
      });
    }
    const properties = (plan.spec.parametersSchema.properties ?? {}) as Record<string, unknown>;
    for (const [i, { parameter }] of (plan.spec.metered ?? []).entries()) {
      if (parameter in properties) continue;
      errors.push({
        field: `spec.metered[${i}].parameter`,
        reason: 'FieldValueNotFound',
        message: say('MeteredParameterMissing')`the form has no ${parameter}`,
      });
    }
    return errors;
  },
  async validateDelete({ metadata: { name } }) {
    const { items } = await store.list(ServiceInstance, { fields: [{ path: 'spec.planRef', op: '=', value: name }], limit: 1 }, 'system');
    if (items.length === 0) return [];
    return [
      {
        field: 'metadata.name',
        reason: 'FieldValueForbidden',
        message: say('PlanInUse')`instances of this plan are in use; take it from the market by spec.listed instead`,
      },
    ];
  },
});
