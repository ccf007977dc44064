import type { KubeObject } from '@dizuo/api';
import type { FieldTest, ListScope, NamespaceScope } from '../access/authorizer.ts';
import type { FieldRequirement, LabelRequirement, Reader } from './store.ts';

/** What of a kind is asked for, and what its reader may see. */
export interface Selection {
  namespace?: string;
  labels?: readonly LabelRequirement[];
  fields?: readonly FieldRequirement[];
  reader: Reader;
}

/** Whether an object is in a selection. The same rules as the SQL of lists; pure. */
export function selects(selection: Selection, object: KubeObject): boolean {
  if (selection.namespace !== undefined && (object.metadata.namespace ?? '') !== selection.namespace) return false;
  return isVisible(selection.reader, object) && matchesLabels(selection.labels, object) && matchesFields(selection.fields, object);
}

/** Whether every object is in it, so that none has to be looked at. */
export function selectsAll({ namespace, labels, fields, reader }: Selection): boolean {
  const seesAll = reader === 'system' || (reader.namespaces === '*' && reader.anyOf === undefined);
  return seesAll && namespace === undefined && !labels?.length && !fields?.length;
}

export function isVisible(reader: Reader, object: KubeObject): boolean {
  if (reader === 'system') return true;
  return inNamespaces(reader.namespaces, object.metadata.namespace ?? '') && passesTests(reader, object);
}

export function inNamespaces(scope: NamespaceScope, namespace: string): boolean {
  return scope === '*' || scope.includes(namespace);
}

function passesTests(scope: ListScope, object: KubeObject): boolean {
  return scope.anyOf === undefined || scope.anyOf.some((tests) => tests.every((test) => passes(test, object)));
}

function passes(test: FieldTest, object: KubeObject): boolean {
  const value = valueAt(object, test.path);
  if (Array.isArray(value)) return value.some((item) => test.in.includes(String(item)));
  return value !== undefined && test.in.includes(String(value));
}

function matchesLabels(requirements: readonly LabelRequirement[] | undefined, object: KubeObject): boolean {
  const labels = object.metadata.labels ?? {};
  return (requirements ?? []).every(({ key, op, values }) => {
    const value = labels[key];
    if (op === 'exists') return value !== undefined;
    if (op === '!exists') return value === undefined;
    if (op === '=' || op === 'in') return value !== undefined && values.includes(value);
    return value === undefined || !values.includes(value);
  });
}

function matchesFields(requirements: readonly FieldRequirement[] | undefined, object: KubeObject): boolean {
  return (requirements ?? []).every(({ path, op, value }) => (fieldValue(object, path) === value) === (op === '='));
}

/** Text of a scalar at a path; empty where there is none, as Kubernetes field selectors have it. */
export function fieldValue(object: KubeObject, path: string): string {
  const value = valueAt(object, path);
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

/** Value at `a.b.c`; `metadata.labels.<key>` and `metadata.annotations.<key>` take the rest of the path as one key. */
export function valueAt(object: KubeObject, path: string): unknown {
  let value: unknown = object;
  for (const part of partsOf(path)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** Paths come from kinds and policies, so there are few. */
const parts = new Map<string, readonly string[]>();

function partsOf(path: string): readonly string[] {
  let found = parts.get(path);
  if (!found) {
    const dictionary = /^metadata\.(labels|annotations)\.(.+)$/.exec(path);
    found = dictionary ? ['metadata', dictionary[1] as string, dictionary[2] as string] : path.split('.');
    parts.set(path, found);
  }
  return found;
}
