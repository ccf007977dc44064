import { randomUUID } from 'node:crypto';
import { conflict, type FieldError, type Kind, type KubeObject, type ObjectMeta, say } from '@dizuo/api';
import { rfc3339 } from '../client/object-client.ts';
import { equalJson } from '../patch/json-value.ts';
import { generateName } from './generate-name.ts';

/** Metadata of an object to be created: what the writer may say, completed by what only the platform says. */
export function metadataForCreate(given: ObjectMeta, now: Date): ObjectMeta {
  const metadata: ObjectMeta = {
    name: given.name || (given.generateName ? generateName(given.generateName) : ''),
    ...(given.generateName ? { generateName: given.generateName } : {}),
    ...(given.namespace ? { namespace: given.namespace } : {}),
    uid: randomUUID(),
    generation: 1,
    creationTimestamp: rfc3339(now),
  };
  copyWritable(given, metadata);
  return metadata;
}

/**
 * Metadata of an object to be updated. Throws `conflict` where the writer means another object or another version of it.
 * What the writer left out of the fixed fields stays; what it changed there is an error.
 */
export function metadataForUpdate(kind: Kind, old: ObjectMeta, given: ObjectMeta, errors: FieldError[]): ObjectMeta {
  const subject = { kind: kind.kind, name: old.name, namespace: old.namespace };
  if (given.uid && given.uid !== old.uid) {
    throw conflict({
      ...subject,
      why: say('ObjectReplaced')`the object with uid ${given.uid} is gone; another of the same name took its place`,
    });
  }
  if (given.resourceVersion && given.resourceVersion !== old.resourceVersion) throw conflict(subject);
  for (const field of fixed) {
    if (given[field] === undefined || given[field] === old[field]) continue;
    errors.push({
      field: `metadata.${field}`,
      reason: 'FieldValueForbidden',
      message: say('SetByPlatform')`is set by the platform and cannot be changed; leave it out`,
    });
  }
  const metadata: ObjectMeta = { name: old.name };
  for (const field of kept) if (old[field] !== undefined) Object.assign(metadata, { [field]: old[field] });
  copyWritable(given, metadata, old);
  return metadata;
}

const fixed = ['name', 'namespace', 'creationTimestamp', 'deletionTimestamp'] as const;
const kept = [
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;
const writable = ['labels', 'annotations', 'ownerReferences', 'finalizers'] as const;

/** Unchanged parts keep the old identity, so that later rules skip them. */
function copyWritable(given: ObjectMeta, target: ObjectMeta, old?: ObjectMeta): void {
  for (const field of writable) {
    const value = given[field];
    if (value === undefined) continue;
    Object.assign(target, { [field]: old && equalJson(value, old[field]) ? old[field] : value });
  }
}

/** True where anything but metadata and status differs: the change that makes a new generation. */
export function changesSpec(old: KubeObject, next: KubeObject): boolean {
  for (const key in old) if (isSpecField(key) && !equalJson(old[key], next[key])) return true;
  for (const key in next) if (isSpecField(key) && next[key] !== undefined && old[key] === undefined) return true;
  return false;
}

function isSpecField(key: string): boolean {
  return key !== 'metadata' && key !== 'status' && key !== 'apiVersion' && key !== 'kind';
}
