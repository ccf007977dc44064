import type { Kind, KubeObject } from '@dizuo/api';
import { equalJson } from '../patch/json-value.ts';
import type { DataKeys } from '../secrets/data-keys.ts';
import { fieldValue, valueAt } from './selection.ts';
import { unreadable } from './store.errors.ts';

/** An object as a row keeps it. */
export interface Row {
  namespace: string;
  name: string;
  uid: string;
  rv: string;
  schema_version: number;
  body: string;
}

/** Between objects and rows: order of fields, encryption of confidential kinds, lifting of older schemas. Pure but for the keys. */
export class RowCodec {
  readonly #keys: DataKeys;

  constructor(keys: DataKeys) {
    this.#keys = keys;
  }

  /** JSON text in the stored form: identity first, no resourceVersion; encrypted for confidential kinds. */
  encode(kind: Kind, object: KubeObject): string {
    const { apiVersion: _a, kind: _k, metadata, ...rest } = object;
    const { resourceVersion: _r, ...meta } = metadata;
    const text = JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, metadata: meta, ...rest });
    return kind.confidential
      ? this.#keys.encrypt(text, additionalData(kind, metadata.namespace ?? '', metadata.name, metadata.uid ?? ''))
      : text;
  }

  decode(kind: Kind, row: Row): KubeObject {
    let object = JSON.parse(kind.confidential ? this.#decrypt(kind, row) : row.body) as KubeObject;
    object.metadata.resourceVersion = row.rv;
    for (const upgrade of kind.upgrades) if (row.schema_version < upgrade.to) object = upgrade.up(object);
    return object;
  }

  /** Labels, selectable fields, owners and a waiting deletion as index entries. */
  indexEntries(kind: Kind, object: KubeObject): [string, string][] {
    const entries: [string, string][] = Object.entries(object.metadata.labels ?? {}).map(([key, value]) => [`l:${key}`, value]);
    for (const path of kind.selectableFields) {
      const value = valueAt(object, path);
      const scalars = Array.isArray(value) ? value : [fieldValue(object, path)];
      for (const scalar of scalars) if (scalar !== '') entries.push([`f:${path}`, String(scalar)]);
    }
    for (const owner of object.metadata.ownerReferences ?? []) entries.push(['o', owner.uid]);
    if (object.metadata.deletionTimestamp) entries.push(['d', object.metadata.uid ?? '']);
    return unique(entries);
  }

  /** Whether both have the same index entries. */
  isIndexedAlike(kind: Kind, a: KubeObject, b: KubeObject): boolean {
    return (
      equalJson(a.metadata.labels, b.metadata.labels) &&
      equalJson(a.metadata.ownerReferences, b.metadata.ownerReferences) &&
      a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
      kind.selectableFields.every((path) => equalJson(valueAt(a, path), valueAt(b, path)))
    );
  }

  #decrypt(kind: Kind, row: Row): string {
    try {
      return this.#keys.decrypt(row.body, additionalData(kind, row.namespace, row.name, row.uid));
    } catch (cause) {
      throw unreadable({ kind: kind.kind, name: row.name }, { cause });
    }
  }
}

/** The same entry may come twice: a value that a list has twice, an owner in two roles. */
function unique(entries: [string, string][]): [string, string][] {
  const known = new Set<string>();
  return entries.filter(([key, value]) => known.size < known.add(`${key}\u0000${value}`).size);
}

function additionalData(kind: Kind, namespace: string, name: string, uid: string): string {
  return `${kind.group}/${kind.kind}/${namespace}/${name}/${uid}`;
}
