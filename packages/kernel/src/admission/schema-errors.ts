import type { FieldError } from '@dizuo/api';
import type { ErrorObject } from 'ajv';

/** Words for what JSON Schema keywords found. Values never enter a message: they may be secret. */
export function fieldErrorsOf(errors: readonly ErrorObject[], root: unknown): FieldError[] {
  return dropConsequences(errors).map((error) => fieldErrorOf(error, root));
}

/** Where a value has the wrong type, what other keywords say about it helps nobody. */
function dropConsequences(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const mistyped = new Set(errors.filter((e) => e.keyword === 'type').map((e) => e.instancePath));
  return errors.filter((e) => e.keyword === 'type' || !mistyped.has(e.instancePath));
}

function fieldErrorOf(error: ErrorObject, root: unknown): FieldError {
  const field = fieldPath(error.instancePath, root);
  const about = describe(error);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      const schema = (error.parentSchema as { properties?: Record<string, { description?: string }> } | undefined)?.properties?.[missing];
      return {
        field: field ? `${field}.${missing}` : missing,
        reason: 'FieldValueRequired',
        message: `is required${schema?.description ? `: ${schema.description}` : '; set it'}`,
      };
    }
    case 'type':
      return { field, reason: 'FieldValueInvalid', message: `must be ${article(params.type)}, not ${typeName(error.data)}${about}` };
    case 'enum':
      return {
        field,
        reason: 'FieldValueNotSupported',
        message: `must be one of ${(params.allowedValues as unknown[]).map((v) => JSON.stringify(v)).join(', ')}${about}`,
      };
    case 'const':
      return { field, reason: 'FieldValueNotSupported', message: `must be ${JSON.stringify(params.allowedValue)}${about}` };
    case 'maxLength':
      return { field, reason: 'FieldValueTooLong', message: `must be at most ${params.limit} characters; shorten it${about}` };
    case 'minLength':
      return {
        field,
        reason: 'FieldValueInvalid',
        message: params.limit === 1 ? `must not be empty${about}` : `must be at least ${params.limit} characters${about}`,
      };
    case 'pattern':
      return { field, reason: 'FieldValueInvalid', message: `must match the pattern ${params.pattern}${about}` };
    case 'format':
      return { field, reason: 'FieldValueInvalid', message: `must be ${formatWords[String(params.format)] ?? params.format}${about}` };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return { field, reason: 'FieldValueInvalid', message: `must be ${params.comparison} ${params.limit}${about}` };
    case 'minItems':
      return { field, reason: 'FieldValueInvalid', message: `must have at least ${params.limit} items; add some${about}` };
    case 'maxItems':
      return { field, reason: 'FieldValueTooLong', message: `must have at most ${params.limit} items; remove some${about}` };
    default:
      return { field, reason: 'FieldValueInvalid', message: `${error.message ?? 'is not valid'}${about}` };
  }
}

const formatWords: Record<string, string> = {
  'date-time': 'an RFC 3339 time, such as "2026-01-31T08:00:00Z"',
  date: 'a date, such as "2026-01-31"',
  email: 'an e-mail address, such as "name@example.org"',
  uri: 'an absolute URI, such as "https://example.org/path"',
  hostname: 'a host name, such as "www.example.org"',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  uuid: 'a UUID',
};

function describe(error: ErrorObject): string {
  const description = (error.parentSchema as { description?: string } | undefined)?.description;
  return description ? ` (${description})` : '';
}

function article(type: unknown): string {
  const name = Array.isArray(type) ? type.join(' or ') : String(type);
  if (name === 'array') return 'a list';
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return article(typeof value);
}

/** JSON pointer to the path that Kubernetes shows: `spec.env[0].name`; keys that are not plain names stand in brackets. */
function fieldPath(pointer: string, root: unknown): string {
  let path = '';
  let value = root;
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const bare = !Array.isArray(value) && /^[A-Za-z_$][\w$-]*$/.test(key);
    path += bare ? (path ? `.${key}` : key) : `[${key}]`;
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return path;
}
