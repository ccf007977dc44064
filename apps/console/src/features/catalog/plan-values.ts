import type { Amounts, LocalizedText, ObjectOf, ServicePlan } from '@dizuo/api';
import { filledText } from '../../parts/localized-field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import type { Problems } from '../../shapes/use-object-form.ts';

type PlanSpec = ObjectOf<typeof ServicePlan>['spec'];
export type ParameterKind = 'string' | 'integer' | 'number' | 'boolean' | 'choice';

/** One field of the order form, as it is edited. */
export interface ParameterRow {
  name: string;
  kind: ParameterKind;
  title: LocalizedText;
  help: string;
  required: boolean;
  /** Text of the default. */
  initial: string;
  minimum: number | undefined;
  maximum: number | undefined;
  /** One a line: `value`, or `value=word`. */
  choices: string;
  /** Quota resource that it takes, and yuan a month for each unit; empty: none. */
  resource: string;
  factor: number;
  monthlyPerUnit: number;
  /** The property as it is stored: what the form does not show stays. */
  stored: Record<string, unknown>;
}

export interface PlanValues {
  name: string;
  displayName: LocalizedText;
  description: LocalizedText;
  monthly: number | undefined;
  takes: Amounts;
  listed: boolean;
  parameters: ParameterRow[];
}

interface Property {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  enum?: (string | number)[];
  oneOf?: { const: string | number; title?: string }[];
  'x-en'?: { title?: string; description?: string };
}

export const emptyText: LocalizedText = { zh: '', en: '' };

export const newParameter = (): ParameterRow => ({
  name: '',
  kind: 'string',
  title: emptyText,
  help: '',
  required: false,
  initial: '',
  minimum: undefined,
  maximum: undefined,
  choices: '',
  resource: '',
  factor: 1,
  monthlyPerUnit: 0,
  stored: {},
});

/** What the form starts with. */
export function planValues(name: string, spec: PlanSpec | undefined): PlanValues {
  const schema = (spec?.parametersSchema ?? {}) as { properties?: Record<string, Property>; required?: string[] };
  return {
    name,
    displayName: spec?.displayName ?? emptyText,
    description: spec?.description ?? emptyText,
    monthly: spec?.price.monthly ?? 0,
    takes: spec?.takes ?? {},
    listed: spec?.listed ?? false,
    parameters: Object.entries(schema.properties ?? {}).map(([key, property]) => rowOf(key, property, schema.required ?? [], spec)),
  };
}

function rowOf(name: string, property: Property, required: readonly string[], spec: PlanSpec | undefined): ParameterRow {
  const metered = spec?.metered?.find((m) => m.parameter === name);
  const choices = property.oneOf?.map((c) => (c.title ? `${c.const}=${c.title}` : String(c.const))) ?? property.enum?.map(String);
  return {
    name,
    kind: choices ? 'choice' : ((property.type ?? 'string') as ParameterKind),
    title: { zh: property.title ?? '', en: property['x-en']?.title ?? '' },
    help: property.description ?? '',
    required: required.includes(name),
    initial: property.default === undefined ? '' : String(property.default),
    minimum: property.minimum,
    maximum: property.maximum,
    choices: choices?.join('\n') ?? '',
    resource: metered?.resource ?? '',
    factor: metered?.factor ?? 1,
    monthlyPerUnit: metered?.monthlyPerUnit ?? 0,
    stored: property as Record<string, unknown>,
  };
}

/** The plan that the values stand for; settings and other parts of `before` stay. */
export function planSpec(classRef: string, values: PlanValues, before: PlanSpec | undefined): PlanSpec {
  const description = filledText(values.description);
  const { description: _was, metered: _those, ...kept } = before ?? ({} as PlanSpec);
  const metered = values.parameters.filter((row) => row.resource !== '');
  return {
    ...kept,
    classRef,
    displayName: filledText(values.displayName) ?? values.displayName,
    ...(description ? { description } : {}),
    price: { currency: 'CNY', monthly: values.monthly ?? 0 },
    parametersSchema: {
      ...before?.parametersSchema,
      type: 'object',
      properties: Object.fromEntries(values.parameters.map((row) => [row.name, propertyOf(row)])),
      required: values.parameters.filter((row) => row.required).map((row) => row.name),
    },
    takes: Object.fromEntries(Object.entries(values.takes).filter(([, amount]) => amount > 0)),
    ...(metered.length > 0
      ? {
          metered: metered.map(({ name, resource, factor, monthlyPerUnit }) => ({ parameter: name, resource, factor, monthlyPerUnit })),
        }
      : {}),
    listed: values.listed,
  };
}

function propertyOf(row: ParameterRow): Record<string, unknown> {
  const { 'x-en': english, ...rest } = row.stored as Property;
  const { enum: _enum, oneOf: _oneOf, default: _default, minimum: _min, maximum: _max, title: _title, description: _help, ...kept } = rest;
  const type = row.kind === 'choice' ? (rest.type ?? 'string') : row.kind;
  const isNumber = type === 'integer' || type === 'number';
  const titleEn = row.title.en?.trim();
  const inEnglish = { ...english, ...(titleEn ? { title: titleEn } : {}) };
  return {
    ...kept,
    type,
    ...(row.title.zh.trim() ? { title: row.title.zh.trim() } : {}),
    ...(row.help.trim() ? { description: row.help.trim() } : {}),
    ...(isNumber && row.minimum !== undefined ? { minimum: row.minimum } : {}),
    ...(isNumber && row.maximum !== undefined ? { maximum: row.maximum } : {}),
    ...(row.initial.trim() === '' ? {} : { default: valueOfType(type, row.initial.trim()) }),
    ...(row.kind === 'choice' ? choicesOf(type, row.choices) : {}),
    ...(Object.keys(inEnglish).length > 0 ? { 'x-en': inEnglish } : {}),
  };
}

function choicesOf(type: string, text: string): Record<string, unknown> {
  const lines = text.split('\n').map((line) => line.trim());
  const choices = lines.filter(Boolean).map((line) => {
    const at = line.indexOf('=');
    return at < 0
      ? { const: valueOfType(type, line) }
      : { const: valueOfType(type, line.slice(0, at).trim()), title: line.slice(at + 1).trim() };
  });
  return choices.some((choice) => 'title' in choice) ? { oneOf: choices } : { enum: choices.map((choice) => choice.const) };
}

function valueOfType(type: string, text: string): string | number | boolean {
  if (type === 'boolean') return text === 'true';
  return type === 'integer' || type === 'number' ? Number(text) : text;
}

export interface PlanWords {
  due: string;
  nameRule: string;
  parameterRule: string;
  twice: string;
  number: string;
}

const parameterRule = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

/** What can be said without the server. Pure. */
export function planProblems(values: PlanValues, words: PlanWords): Problems {
  const found: Problems = {};
  if (!nameRule.test(values.name)) found['metadata.name'] = words.nameRule;
  if (values.displayName.zh.trim() === '') found['spec.displayName.zh'] = words.due;
  if (values.monthly === undefined) found['spec.price.monthly'] = words.due;
  values.parameters.forEach((row, i) => {
    const at = parameterPath(i);
    if (!parameterRule.test(row.name)) found[`${at}.name`] = words.parameterRule;
    else if (values.parameters.findIndex((other) => other.name === row.name) < i) found[`${at}.name`] = words.twice;
    if (row.kind === 'choice' && row.choices.trim() === '') found[`${at}.choices`] = words.due;
    const isNumber = row.kind === 'integer' || row.kind === 'number';
    if (isNumber && row.initial.trim() !== '' && !Number.isFinite(Number(row.initial))) found[`${at}.initial`] = words.number;
  });
  return found;
}

export const parameterPath = (index: number) => `spec.parametersSchema.properties[${index}]`;
