import { type AuthPolicy, gatewayApiGroup, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { isPlainPath, notSupported, plainPathRule, wrong } from './field-errors.ts';

export const authPolicyAdmission: Admission<typeof AuthPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    const errors = spec.targetRefs.flatMap(({ group, kind, sectionName }, i) => {
      if (group !== gatewayApiGroup || kind !== 'HTTPRoute')
        return [notSupported(`spec.targetRefs[${i}].kind`, say('AttachToRoute')`a policy attaches to an HTTPRoute`)];
      return sectionName ? [notSupported(`spec.targetRefs[${i}].sectionName`, say('AttachWhole')`attach it to the whole route`)] : [];
    });
    if (spec.authentication)
      errors.push(notSupported('spec.authentication', say('PlatformSignIn')`leave it out: people sign in to the platform`));
    if (spec.allowed?.consumers) errors.push(notSupported('spec.allowed.consumers', say('LeaveOut')`leave it out`));
    for (const [i, path] of (spec.anonymousPaths ?? []).entries())
      if (!isPlainPath(path)) errors.push(wrong(`spec.anonymousPaths[${i}]`, plainPathRule));
    return errors;
  },
};
