import { type FieldError, type Secret, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

const keySyntax = /^[-._a-zA-Z0-9]{1,253}$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Kubernetes, "Secrets": size limit. */
const mostBytes = 1024 * 1024;

/** Kubernetes core v1 Secret: `stringData` is moved into `data`, values are base64, an immutable secret stays as it is. */
export const secretAdmission: Admission<typeof Secret> = {
  default(secret) {
    if (!secret.stringData) return;
    const encoded = Object.entries(secret.stringData).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    secret.data = { ...secret.data, ...Object.fromEntries(encoded) };
    delete secret.stringData;
  },
  validate(secret, { old }) {
    const errors: FieldError[] = [];
    for (const [key, value] of Object.entries(secret.data ?? {})) {
      const field = `data[${key}]`;
      if (!keySyntax.test(key))
        errors.push({ field, reason: 'FieldValueInvalid', message: say('SecretKeyForm')`a key has letters, digits, "-", "_" and "."` });
      if (!base64.test(value))
        errors.push({
          field,
          reason: 'FieldValueInvalid',
          message: say('SecretNotBase64')`the value must be base64; put plain text into stringData`,
        });
    }
    if (JSON.stringify(secret.data ?? {}).length > mostBytes)
      errors.push({ field: 'data', reason: 'FieldValueTooLong', message: say('SecretTooLarge')`at most 1 MiB` });
    if (old && old.type !== secret.type)
      errors.push({
        field: 'type',
        reason: 'FieldValueForbidden',
        message: say('SecretTypeFixed')`the type cannot be changed; make another secret`,
      });
    if (old?.immutable && JSON.stringify(old.data) !== JSON.stringify(secret.data)) {
      errors.push({
        field: 'data',
        reason: 'FieldValueForbidden',
        message: say('SecretImmutable')`this secret is immutable; make another one`,
      });
    }
    if (old?.immutable && !secret.immutable)
      errors.push({ field: 'immutable', reason: 'FieldValueForbidden', message: say('ImmutableStays')`cannot be taken back` });
    return errors;
  },
};
