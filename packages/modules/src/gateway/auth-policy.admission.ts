import { type AuthPolicy, gatewayApiGroup } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { isPlainPath, notSupported, plainPathRule, wrong } from './field-errors.ts';

export const authPolicyAdmission: Admission<typeof AuthPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    const { group = gatewayApiGroup, kind = 'HTTPRoute' } = spec.targetRef;
    const isRoute = group === gatewayApiGroup && kind === 'HTTPRoute';
    const errors = isRoute ? [] : [notSupported('spec.targetRef.kind', 'a policy attaches to an HTTPRoute')];
    for (const [i, path] of (spec.anonymousPaths ?? []).entries())
      if (!isPlainPath(path)) errors.push(wrong(`spec.anonymousPaths[${i}]`, plainPathRule));
    return errors;
  },
};
