import { type FieldError, type Sentence, say, type Text } from '@dizuo/api';
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
  const limit = String(params.limit);
  const wrong = (message: Sentence): FieldError => ({ field, reason: 'FieldValueInvalid', message });
  switch (error.keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      const schema = (error.parentSchema as { properties?: Record<string, { description?: string }> } | undefined)?.properties?.[missing];
      return {
        field: field ? `${field}.${missing}` : missing,
        reason: 'FieldValueRequired',
        message: say('Required')`is required${schema?.description ? `: ${schema.description}` : '; set it'}`,
      };
    }
    case 'type':
      return wrong(say('WrongType')`must be ${typeWords(params.type)}, not ${typeOf(error.data)}${about}`);
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map((v) => JSON.stringify(v)).join(', ');
      return { field, reason: 'FieldValueNotSupported', message: say('NotOneOf')`must be one of ${allowed}${about}` };
    }
    case 'const':
      return { field, reason: 'FieldValueNotSupported', message: say('NotEqual')`must be ${JSON.stringify(params.allowedValue)}${about}` };
    case 'maxLength':
      return { field, reason: 'FieldValueTooLong', message: say('TooLong')`must be at most ${limit} characters; shorten it${about}` };
    case 'minLength':
      if (params.limit === 1) return wrong(say('Empty')`must not be empty${about}`);
      return wrong(say('TooShort')`must be at least ${limit} characters${about}`);
    case 'pattern':
      return wrong(say('PatternMissed')`must match the pattern ${String(params.pattern)}${about}`);
    case 'format':
      return wrong(say('WrongFormat')`must be ${formatWords[String(params.format)] ?? String(params.format)}${about}`);
    case 'minimum':
      return wrong(say('UnderMinimum')`must be >= ${limit}${about}`);
    case 'maximum':
      return wrong(say('OverMaximum')`must be <= ${limit}${about}`);
    case 'exclusiveMinimum':
      return wrong(say('NotAbove')`must be > ${limit}${about}`);
    case 'exclusiveMaximum':
      return wrong(say('NotBelow')`must be < ${limit}${about}`);
    case 'multipleOf':
      return wrong(say('NotMultiple')`must be a multiple of ${String(params.multipleOf)}${about}`);
    case 'minItems':
      return wrong(say('TooFewItems')`must have at least ${limit} items; add some${about}`);
    case 'maxItems':
      return { field, reason: 'FieldValueTooLong', message: say('TooManyItems')`must have at most ${limit} items; remove some${about}` };
    default:
      return wrong(say('SchemaMissed')`${error.message ?? 'is not valid'}${about}`);
  }
}

const formatWords: Record<string, Sentence> = {
  'date-time': say('FormatDateTime')`an RFC 3339 time, such as "2026-01-31T08:00:00Z"`,
  date: say('FormatDate')`a date, such as "2026-01-31"`,
  email: say('FormatEmail')`an e-mail address, such as "name@example.org"`,
  uri: say('FormatUri')`an absolute URI, such as "https://example.org/path"`,
  hostname: say('FormatHostname')`a host name, such as "www.example.org"`,
  ipv4: say('FormatIpv4')`an IPv4 address`,
  ipv6: say('FormatIpv6')`an IPv6 address`,
  uuid: say('FormatUuid')`a UUID`,
};

function describe(error: ErrorObject): string {
  const description = (error.parentSchema as { description?: string } | undefined)?.description;
  return description ? ` (${description})` : '';
}

const typeNames: Record<string, Sentence> = {
  string: say('TypeString')`a string`,
  number: say('TypeNumber')`a number`,
  integer: say('TypeInteger')`an integer`,
  boolean: say('TypeBoolean')`a boolean`,
  object: say('TypeObject')`an object`,
  array: say('TypeArray')`a list`,
  null: say('TypeNull')`null`,
};

function typeWords(type: unknown): Text {
  if (Array.isArray(type)) return type.join(' or ');
  return typeNames[String(type)] ?? String(type);
}

function typeOf(value: unknown): Text {
  if (value === null) return typeWords('null');
  return typeWords(Array.isArray(value) ? 'array' : typeof value);
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
