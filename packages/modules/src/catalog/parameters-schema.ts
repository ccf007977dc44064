import type { FieldError } from '@dizuo/api';
import { Ajv2020 } from 'ajv/dist/2020.js';

const scalarTypes = new Set(['string', 'integer', 'number', 'boolean']);

const ajv = new Ajv2020({ strict: false, allErrors: true, useDefaults: true });

/** What is wrong with a plan's form: it must be an object of scalars, so that anybody's form can show it. */
export function schemaProblems(schema: Record<string, unknown>): string[] {
  if (schema.type !== 'object') return ['type must be object'];
  const problems: string[] = [];
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, { type?: unknown }>)) {
    if (!scalarTypes.has(String(property?.type))) problems.push(`properties.${name}.type must be string, integer, number or boolean`);
  }
  try {
    ajv.compile(schema);
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}

/** Completes parameters by the schema's defaults, in place, and says what is wrong with them. `at` is the field's path. */
export function parameterErrors(schema: Record<string, unknown>, parameters: Record<string, unknown>, at: string): FieldError[] {
  const validate = ajv.compile({ additionalProperties: false, ...schema });
  if (validate(parameters)) return [];
  return (validate.errors ?? []).map((error) => {
    const name = error.keyword === 'required' ? String(error.params.missingProperty) : error.instancePath.slice(1).replaceAll('/', '.');
    const unknown = error.keyword === 'additionalProperties' ? String(error.params.additionalProperty) : '';
    const field = [at, name || unknown].filter(Boolean).join('.');
    if (unknown) return { field, reason: 'FieldValueNotSupported' as const, message: 'the plan does not ask for this; leave it out' };
    const reason = error.keyword === 'required' ? ('FieldValueRequired' as const) : ('FieldValueInvalid' as const);
    return { field, reason, message: error.message ?? 'is wrong' };
  });
}
