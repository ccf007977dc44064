import type { Problems } from '../../shapes/use-object-form.ts';

/** One field of a form that a plan's JSON Schema describes. */
export interface ParameterField {
  name: string;
  kind: 'text' | 'integer' | 'number' | 'yes-no' | 'choice';
  title: string;
  description: string;
  required: boolean;
  initial: unknown;
  choices?: { value: string | number; label: string }[];
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

interface PropertySchema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: (string | number)[];
  oneOf?: { const: string | number; title?: string }[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Title and description in another language. */
  'x-en'?: { title?: string; description?: string };
}

/** The fields of a plan's form, in the schema's order. Properties of other types than scalars are left out. */
export function parameterFields(schema: Record<string, unknown> | undefined, language: string): ParameterField[] {
  const properties = (schema?.properties ?? {}) as Record<string, PropertySchema>;
  const required = new Set((schema?.required ?? []) as string[]);
  return Object.entries(properties).flatMap(([name, property]) => {
    const kind = kindOf(property);
    if (!kind) return [];
    const words = language === 'en' ? { ...property, ...property['x-en'] } : property;
    const field: ParameterField = {
      name,
      kind,
      title: words.title ?? name,
      description: words.description ?? '',
      required: required.has(name),
      initial: property.default,
    };
    const choices = choicesOf(property);
    if (choices) field.choices = choices;
    return [{ ...field, ...limitsOf(property, kind) }];
  });
}

/** The values that a form starts with: defaults, and what was given before. */
export function initialParameters(fields: readonly ParameterField[], given: Record<string, unknown> = {}): Record<string, unknown> {
  const defaults = fields.filter((field) => field.initial !== undefined).map((field) => [field.name, field.initial]);
  const known = new Set(fields.map((field) => field.name));
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name))) };
}

/** Values without what was left empty. */
export function filledParameters(fields: readonly ParameterField[], values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, values[field.name]]).filter(([, value]) => !isEmpty(value)));
}

/** Words for what is wrong with a value; the caller's language. */
export interface ParameterWords {
  required: string;
  integer: string;
  atLeast(limit: number): string;
  atMost(limit: number): string;
  multipleOf(step: number): string;
  shorter(limit: number): string;
  longer(limit: number): string;
  pattern: string;
}

/** What is wrong with the values, by `prefix.name`. The server checks the same schema again. */
export function parameterProblems(
  fields: readonly ParameterField[],
  values: Record<string, unknown>,
  words: ParameterWords,
  prefix: string,
): Problems {
  const found = fields.flatMap((field) => {
    const problem = problemOf(field, values[field.name], words);
    return problem ? [[`${prefix}.${field.name}`, problem]] : [];
  });
  return Object.fromEntries(found) as Problems;
}

function problemOf(field: ParameterField, value: unknown, words: ParameterWords): string | undefined {
  if (isEmpty(value)) return field.required ? words.required : undefined;
  if (typeof value === 'number') return numberProblem(field, value, words);
  if (typeof value === 'string') return textProblem(field, value, words);
  return undefined;
}

function numberProblem(field: ParameterField, value: number, words: ParameterWords): string | undefined {
  if (field.kind === 'integer' && !Number.isInteger(value)) return words.integer;
  if (field.minimum !== undefined && value < field.minimum) return words.atLeast(field.minimum);
  if (field.maximum !== undefined && value > field.maximum) return words.atMost(field.maximum);
  if (field.multipleOf !== undefined && value % field.multipleOf !== 0) return words.multipleOf(field.multipleOf);
  return undefined;
}

function textProblem(field: ParameterField, value: string, words: ParameterWords): string | undefined {
  if (field.minLength !== undefined && value.length < field.minLength) return words.longer(field.minLength);
  if (field.maxLength !== undefined && value.length > field.maxLength) return words.shorter(field.maxLength);
  if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(value)) return words.pattern;
  return undefined;
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

function kindOf(property: PropertySchema): ParameterField['kind'] | undefined {
  if (property.enum || property.oneOf) return 'choice';
  if (property.type === 'boolean') return 'yes-no';
  if (property.type === 'integer') return 'integer';
  if (property.type === 'number') return 'number';
  return property.type === 'string' ? 'text' : undefined;
}

function choicesOf(property: PropertySchema): ParameterField['choices'] {
  if (property.enum) return property.enum.map((value) => ({ value, label: String(value) }));
  return property.oneOf?.map((choice) => ({ value: choice.const, label: choice.title ?? String(choice.const) }));
}

function limitsOf(p: PropertySchema, kind: ParameterField['kind']): Partial<ParameterField> {
  const whole = kind === 'integer' ? 1 : 0;
  const minimum = p.minimum ?? (p.exclusiveMinimum === undefined ? undefined : p.exclusiveMinimum + whole);
  const maximum = p.maximum ?? (p.exclusiveMaximum === undefined ? undefined : p.exclusiveMaximum - whole);
  const all = { minimum, maximum, multipleOf: p.multipleOf, minLength: p.minLength, maxLength: p.maxLength, pattern: p.pattern };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
