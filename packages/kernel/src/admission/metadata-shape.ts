import { type FieldError, type ObjectMeta, type Sentence, say } from '@dizuo/api';
import { isJsonObject } from '../patch/json-value.ts';

type Check = (value: unknown) => Sentence | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : say('MustBeText')`must be a string`);
const integer: Check = (value) => (Number.isInteger(value) ? undefined : say('MustBeInteger')`must be a whole number`);
const textList: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : say('MustBeTextList')`must be a list of strings`;
const textMap: Check = (value) => {
  if (!isJsonObject(value)) return say('MustBeTextMap')`must be an object with string values`;
  for (const key in value)
    if (typeof value[key] !== 'string') return say('ValueNotText')`the value of "${key}" must be a string; put it in quotes`;
  return undefined;
};
const owners: Check = (value) => {
  if (!Array.isArray(value)) return say('MustBeList')`must be a list`;
  for (const owner of value) {
    if (!isJsonObject(owner)) return say('MustBeObjectList')`must be a list of objects`;
    for (const key of ['apiVersion', 'kind', 'name', 'uid'])
      if (typeof owner[key] !== 'string' || owner[key] === '') return say('OwnerNeeds')`every owner needs ${key}`;
    for (const key of ['controller', 'blockOwnerDeletion'])
      if (owner[key] !== undefined && typeof owner[key] !== 'boolean') return say('MustBeBoolean')`${key} must be true or false`;
  }
  return undefined;
};

const known: Record<keyof ObjectMeta, Check> = {
  name: text,
  generateName: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  generation: integer,
  creationTimestamp: text,
  deletionTimestamp: text,
  deletionGracePeriodSeconds: integer,
  labels: textMap,
  annotations: textMap,
  ownerReferences: owners,
  finalizers: textList,
  managedFields: () => undefined,
};

/** Fields with a wrong type. Nothing else is asked of metadata before these are right. */
export function metadataShapeErrors(metadata: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  for (const key in metadata) {
    const value = metadata[key as keyof ObjectMeta];
    const message = value === undefined ? undefined : known[key as keyof ObjectMeta]?.(value);
    if (message) errors.push({ field: `metadata.${key}`, reason: 'FieldValueInvalid', message });
  }
  return errors;
}

/** Drops nulls and empty containers, and what only servers with field management keep; returns the paths of fields that nobody knows. */
export function tidyMetadata(metadata: ObjectMeta): string[] {
  const unknown: string[] = [];
  const fields = metadata as unknown as Record<string, unknown>;
  for (const key in fields) {
    const value = fields[key];
    if (!(key in known)) {
      if (!retired.has(key)) unknown.push(`metadata.${key}`);
      delete fields[key];
    } else if (value === null || value === undefined || key === 'managedFields' || isEmptyContainer(value)) delete fields[key];
  }
  return unknown;
}

/** Written by old clients, no longer kept by Kubernetes either. */
const retired = new Set(['selfLink', 'clusterName']);

function isEmptyContainer(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  for (const _ in value as object) return false;
  return true;
}
