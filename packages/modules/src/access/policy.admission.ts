import { type Policy, say, systemNamespace } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { tenantPolicyProblems } from './policy-engine.ts';

export const policyAdmission: Admission<typeof Policy> = {
  validate(policy) {
    if (policy.metadata.namespace === systemNamespace) {
      return [
        {
          field: 'metadata.namespace',
          reason: 'FieldValueInvalid',
          message: say('PlatformPolicyFixed')`the platform's own policies are part of the program; make this one in a tenant`,
        },
      ];
    }
    return tenantPolicyProblems(policy.spec.cedar).map((message) => ({ field: 'spec.cedar', reason: 'FieldValueInvalid', message }));
  },
};
