import type { FieldError, KubeObject } from '@dizuo/api';
import { Ajv } from 'ajv';
import type { TObject } from 'typebox';
import Format from 'typebox/format';
import { fieldErrorsOf } from './schema-errors.ts';
import { compileCompletion, compileListCheck, unknownFields } from './schema-rules.ts';

/** Everything that the schema of one version of a kind asks of an object, compiled once when the kind is registered. */
export interface SchemaPlan {
  /** Fills in defaults and drops nulls, in place. True where the object has fields that the schema does not know. */
  complete(object: KubeObject): boolean;
  /** False where the object has fields that the schema does not know. */
  knows(object: KubeObject): boolean;
  /** Paths of unknown fields, which are removed. */
  prune(object: KubeObject): string[];
  /** Everything that is wrong. Empty: valid. */
  check(object: KubeObject): FieldError[];
}

/** ajv checks an object in a tenth of the time that TypeBox's compiled check takes (0.12 µs to 1.6 µs for 20 fields). */
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  verbose: true,
  formats: {
    'date-time': Format.IsDateTime,
    date: Format.IsDate,
    email: Format.IsEmail,
    uri: Format.IsUri,
    hostname: Format.IsHostname,
    ipv4: Format.IsIPv4,
    ipv6: Format.IsIPv6,
    uuid: Format.IsUuid,
    int32: true,
    int64: true,
    byte: true,
  },
});

/** `body`: the schema of everything but apiVersion, kind and metadata. */
export function compileSchemaPlan(body: TObject): SchemaPlan {
  const whole = { ...body, properties: { apiVersion: {}, kind: {}, metadata: {}, ...body.properties } } as Record<string, unknown>;
  const validate = ajv.compile({ ...whole, additionalProperties: undefined });
  const complete = compileCompletion(whole);
  const checkLists = compileListCheck(whole);
  return {
    complete,
    knows: (object) => unknownFields(whole, object, false).length === 0,
    prune: (object) => unknownFields(whole, object, true),
    check(object) {
      const errors = validate(object) ? [] : fieldErrorsOf(validate.errors ?? [], object);
      if (errors.length === 0) checkLists?.(object, '', errors);
      return errors;
    },
  };
}
