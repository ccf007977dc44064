import { type FieldError, type Sentence, say } from '@dizuo/api';
import { fieldErrorsOf } from '@dizuo/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';

const scalarTypes = new Set(['string', 'integer', 'number', 'boolean']);

const ajv = new Ajv2020({ strict: false, allErrors: true, useDefaults: true });

/** What is wrong with a plan's form: it must be an object of scalars, so that anybody's form can show it. */
export function schemaProblems(schema: Record<string, unknown>): Sentence[] {
  if (schema.type !== 'object') return [say('FormNotObject')`type must be object`];
  const problems: Sentence[] = [];
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, { type?: unknown }>)) {
    if (!scalarTypes.has(String(property?.type)))
      problems.push(say('FormFieldType')`properties.${name}.type must be string, integer, number or boolean`);
  }
  try {
    ajv.compile(schema);
  } catch (error) {
    problems.push(say('FormUnusable')`${(error as Error).message}`);
  }
  return problems;
}

/** Completes parameters by the schema's defaults, in place, and says what is wrong with them. `at` is the field's path. */
export function parameterErrors(schema: Record<string, unknown>, parameters: Record<string, unknown>, at: string): FieldError[] {
  const validate = ajv.compile({ additionalProperties: false, ...schema });
  if (validate(parameters)) return [];
  const found = validate.errors ?? [];
  const unknown = found.filter((error) => error.keyword === 'additionalProperties');
  const known = found.filter((error) => error.keyword !== 'additionalProperties');
  return [
    ...fieldErrorsOf(known, parameters).map((error) => ({ ...error, field: [at, error.field].filter(Boolean).join('.') })),
    ...unknown.map((error) => ({
      field: [at, String(error.params.additionalProperty)].filter(Boolean).join('.'),
      reason: 'FieldValueNotSupported' as const,
      message: say('ParameterUnknown')`the plan does not ask for this; leave it out`,
    })),
  ];
}
