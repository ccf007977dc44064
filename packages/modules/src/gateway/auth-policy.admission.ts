import { type AuthPolicy, gatewayApiGroup } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { notSupported } from './field-errors.ts';

export const authPolicyAdmission: Admission<typeof AuthPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    const { group = gatewayApiGroup, kind = 'HTTPRoute' } = spec.targetRef;
    const isRoute = group === gatewayApiGroup && kind === 'HTTPRoute';
    return isRoute ? [] : [notSupported('spec.targetRef.kind', 'a policy attaches to an HTTPRoute')];
  },
};
