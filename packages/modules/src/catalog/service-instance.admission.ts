import { type FieldError, type ObjectMeta, quote, type ServiceInstance, ServicePlan, say, systemNamespace } from '@dizuo/api';
import type { Admission, Principal } from '@dizuo/kernel';
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
  async validate(instance, { lookup, old, principal }) {
    const { classRef, planRef, parameters = {} } = instance.spec;
    const plan = await lookup(ServicePlan, { name: planRef });
    if (plan?.spec.classRef !== classRef) {
      return [
        { field: 'spec.planRef', reason: 'FieldValueNotFound', message: say('PlanNotFound')`component ${classRef} has no plan ${planRef}` },
      ];
    }
    const errors: FieldError[] = parameterErrors(plan.spec.parametersSchema, parameters, 'spec.parameters');
    for (const field of ['classRef', 'planRef'] as const) {
      if (!old || old.spec[field] === instance.spec[field]) continue;
      errors.push({
        field: `spec.${field}`,
        reason: 'FieldValueForbidden',
        message: say('InstanceFieldFixed')`cannot be changed; order another instance`,
      });
    }
    if (old && !mayMend(principal)) {
      for (const field of ['parameters', 'requestRef'] as const) {
        if (JSON.stringify(old.spec[field]) === JSON.stringify(instance.spec[field])) continue;
        const message = say('DecidedWithOrder')`was decided on with the order; order another instance, or ask the operator`;
        errors.push({ field: `spec.${field}`, reason: 'FieldValueForbidden', message });
      }
    }
    return [...errors, ...heldErrors(instance.metadata, old?.metadata, principal)];
  },
};

/** Sizes are what was approved: only the platform and its operator change them without another approval. */
function mayMend({ type, facts }: Principal): boolean {
  return type === 'controller' || (facts.roles[systemNamespace] ?? []).includes('operator');
}

/** Nobody lets an object go before the platform has taken back what stands behind it. */
export function heldErrors(metadata: ObjectMeta, old: ObjectMeta | undefined, principal: Principal): FieldError[] {
  if (principal.type === 'controller' || !old?.finalizers?.includes(driverFinalizer)) return [];
  if (metadata.finalizers?.includes(driverFinalizer)) return [];
  const message = say('DriverFinalizerKept')`${driverFinalizer} is removed by the platform, when everything was taken back`;
  return [{ field: 'metadata.finalizers', reason: 'FieldValueForbidden', message }];
}
