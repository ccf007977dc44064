import { type FieldError, type Quota, say, systemNamespace } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

/** Resources that the platform counts. */
const countedResources = ['databases', 'storageMiB', 'connections', 'replicas', 'cpuMillis', 'memoryMiB'] as const;

export const quotaAdmission: Admission<typeof Quota> = {
  default(quota) {
    // What is not granted is not there: a resource left out is limited to nothing.
    for (const resource of countedResources) quota.spec.hard[resource] ??= 0;
  },
  validate(quota) {
    const errors: FieldError[] = [];
    if (quota.metadata.name !== 'default') {
      errors.push({
        field: 'metadata.name',
        reason: 'FieldValueInvalid',
        message: say('QuotaName')`a tenant has one quota, named default`,
      });
    }
    if (quota.metadata.namespace === systemNamespace) {
      errors.push({ field: 'metadata.namespace', reason: 'FieldValueInvalid', message: say('QuotaPlace')`a quota belongs to a tenant` });
    }
    for (const resource of Object.keys(quota.spec.hard)) {
      if ((countedResources as readonly string[]).includes(resource)) continue;
      errors.push({
        field: `spec.hard[${resource}]`,
        reason: 'FieldValueNotSupported',
        message: say('ResourceNotCounted')`nothing counts ${resource}; known: ${countedResources.join(', ')}`,
      });
    }
    return errors;
  },
};
