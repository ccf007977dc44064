import { type FieldError, quote, type ServiceInstance, ServicePlan } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { parameterErrors } from './parameters-schema.ts';

/** Deliveries are undone before the object goes. */
export const driverFinalizer = 'catalog.dizuo/driver';

export const serviceInstanceAdmission: Admission<typeof ServiceInstance> = {
  async default(instance, { operation, lookup }) {
    if (operation === 'create') {
      instance.metadata.finalizers = [...new Set([...(instance.metadata.finalizers ?? []), driverFinalizer])];
    }
    const plan = await lookup(ServicePlan, { name: instance.spec.planRef });
    instance.spec.parameters ??= {};
    if (plan) {
      parameterErrors(plan.spec.parametersSchema, instance.spec.parameters, '');
      instance.spec.takes = quote(plan, instance.spec.parameters).takes;
    }
  },
  async validate(instance, { lookup, old }) {
    const { classRef, planRef, parameters = {} } = instance.spec;
    const plan = await lookup(ServicePlan, { name: planRef });
    if (plan?.spec.classRef !== classRef) {
      return [{ field: 'spec.planRef', reason: 'FieldValueNotFound', message: `component ${classRef} has no plan ${planRef}` }];
    }
    const errors: FieldError[] = parameterErrors(plan.spec.parametersSchema, parameters, 'spec.parameters');
    for (const field of ['classRef', 'planRef'] as const) {
      if (!old || old.spec[field] === instance.spec[field]) continue;
      errors.push({ field: `spec.${field}`, reason: 'FieldValueForbidden', message: 'cannot be changed; order another instance' });
    }
    return errors;
  },
};
