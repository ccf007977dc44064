import { type Consumer, type FieldError, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { required, wrong } from './field-errors.ts';

const partOf = { ApiKey: 'apiKey', Hmac: 'hmac', Certificate: 'certificate' } as const;

export const consumerAdmission: Admission<typeof Consumer> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    return spec.credentials.flatMap((credential, i) => {
      const at = `spec.credentials[${i}]`;
      const own = partOf[credential.type];
      const errors: FieldError[] = [];
      if (!credential[own]) errors.push(required(`${at}.${own}`, say('NeededForType')`is needed for type ${credential.type}`));
      for (const part of Object.values(partOf))
        if (part !== own && credential[part])
          errors.push(wrong(`${at}.${part}`, say('NotForType')`does not belong to type ${credential.type}`));
      const { subject, dnsName, uri } = credential.certificate ?? {};
      if (credential.certificate && !subject && !dnsName && !uri)
        errors.push(required(`${at}.certificate`, say('CertificatePartNeeded')`needs subject, dnsName or uri`));
      return errors;
    });
  },
};
