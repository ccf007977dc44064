import { InformationSystem } from '@dizuo/api';

/** One control of the form, as the kind's schema describes its value. */
export interface FormField {
  /** Path within the spec. */
  path: string;
  control: 'text' | 'long-text' | 'number' | 'date' | 'choice' | 'choices' | 'words' | 'yes-no' | 'rows';
  required: boolean;
  choices?: readonly string[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  /** Fields of one row, by their path within it. */
  fields?: readonly FormField[];
}

interface Schema {
  type?: string;
  enum?: readonly string[];
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
}

const spec = (InformationSystem.body.properties as unknown as { spec: Schema }).spec;

/** Groups of the form and the paths in each; what stands in them follows from the schema. */
export const formGroups = [
  [
    'basic',
    ['displayName', 'departmentRef', 'level', 'lifecycle', 'linesOfBusiness', 'functions', 'serviceItems', 'description', 'contact'],
  ],
  ['use', ['commissionedOn', 'lastActiveOn', 'use.audience', 'use.accounts', 'use.monthlyActive', 'use.yearlyCases']],
  ['contract', ['contract.vendor', 'contract.maintainer', 'contract.number', 'contract.startsOn', 'contract.endsOn']],
  ['money', ['cost.built', 'cost.yearlyMaintenance', 'cost.yearlyHosting', 'cost.yearlyLicences']],
  ['data', ['data']],
  ['interfaces', ['interfaces']],
  ['technique', ['stack']],
  ['hosting', ['hosting.zone', 'hosting.place', 'hosting.hosts', 'addresses']],
  ['security', ['security.grade', 'security.gradedOn', 'security.openIssues']],
] as const;

export function fieldAt(path: string): FormField {
  return fieldOf(path, path.split('.'), spec);
}

function fieldOf(path: string, keys: readonly string[], schema: Schema): FormField {
  const [key = '', ...rest] = keys;
  const child = schema.properties?.[key];
  if (!child) throw new Error(`the schema has no ${path}`);
  if (rest.length > 0) return fieldOf(path, rest, child);
  const { maxLength, minimum, maximum } = child;
  const choices = child.enum ?? child.items?.enum;
  const limits = Object.fromEntries(Object.entries({ maxLength, minimum, maximum, choices }).filter(([, value]) => value !== undefined));
  const required = schema.required?.includes(key) ?? false;
  return { path, required, control: controlOf(child), ...limits, ...rowsOf(child) };
}

function controlOf(schema: Schema): FormField['control'] {
  if (schema.type === 'array') return schema.items?.properties ? 'rows' : schema.items?.enum ? 'choices' : 'words';
  if (schema.enum) return 'choice';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'boolean') return 'yes-no';
  if (schema.format === 'date') return 'date';
  return (schema.maxLength ?? 0) > 500 ? 'long-text' : 'text';
}

function rowsOf({ items }: Schema): { fields?: FormField[] } {
  if (!items?.properties) return {};
  return { fields: Object.keys(items.properties).map((key) => fieldOf(key, [key], items)) };
}

type Tree = Record<string, unknown>;

export function valueAt(of: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], of);
}

/** A copy with the value at the path; what became empty is left out, also the objects around it. Pure. */
export function withValue(of: object, path: string, value: unknown): Tree {
  const [key = '', ...rest] = path.split('.');
  const inner = rest.length > 0 ? withValue(((of as Tree)[key] as Tree) ?? {}, rest.join('.'), value) : value;
  const { [key]: _, ...others } = of as Tree;
  return isEmpty(inner) ? others : { ...others, [key]: inner };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
