import { type FieldError, Secret, type ServiceBinding, ServiceInstance, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { driverFinalizer, heldErrors } from './service-instance.admission.ts';

export const serviceBindingAdmission: Admission<typeof ServiceBinding> = {
  async default(binding, { operation, lookup }) {
    if (operation !== 'create') return;
    binding.metadata.finalizers = [...new Set([...(binding.metadata.finalizers ?? []), driverFinalizer])];
    binding.spec.secretName ??= binding.metadata.name;
    const instance = await lookup(ServiceInstance, { namespace: binding.metadata.namespace, name: binding.spec.instanceRef });
    if (!instance?.metadata.uid || binding.metadata.ownerReferences?.length) return;
    const { name, uid } = instance.metadata;
    binding.metadata.ownerReferences = [{ apiVersion: ServiceInstance.apiVersion, kind: 'ServiceInstance', name, uid }];
  },
  async validate(binding, { lookup, old, operation, principal }) {
    const errors: FieldError[] = [];
    const { namespace } = binding.metadata;
    const trusted = principal.type === 'controller';
    if (!trusted && operation === 'create' && !(await lookup(ServiceInstance, { namespace, name: binding.spec.instanceRef }))) {
      errors.push({
        field: 'spec.instanceRef',
        reason: 'FieldValueNotFound',
        message: say('ServiceInstanceNotFound')`there is no service instance ${binding.spec.instanceRef} in this tenant`,
      });
    }
    if (operation === 'create' && (await lookup(Secret, { namespace, name: binding.spec.secretName ?? '' }))) {
      errors.push({
        field: 'spec.secretName',
        reason: 'FieldValueInvalid',
        message: say('SecretNameTaken')`a secret ${binding.spec.secretName} exists already; choose another name`,
      });
    }
    if (old && (old.spec.instanceRef !== binding.spec.instanceRef || old.spec.secretName !== binding.spec.secretName)) {
      errors.push({
        field: 'spec',
        reason: 'FieldValueForbidden',
        message: say('BindingFixed')`a binding cannot be changed; delete it and make another`,
      });
    }
    return [...errors, ...heldErrors(binding.metadata, old?.metadata, principal)];
  },
};
