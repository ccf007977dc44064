import type { Static, TObject, TSchema } from 'typebox';
import type { KubeObject, ObjectMeta } from './object.ts';
import type { LocalizedText } from './schema.ts';
import { assertStructural } from './structural.ts';

export type Scope = 'Cluster' | 'Namespaced';

/** A column of `kubectl get` and of the console's lists. CustomResourceDefinition v1, "additionalPrinterColumns". */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** The simple subset `.a.b[0]` and `.conditions[?(@.type=="Ready")].status`. */
  jsonPath: string;
  description?: string;
  /** 0 is always shown, 1 only with `-o wide`. */
  priority?: number;
}

/** A served version other than the stored one. Conversions are pure and lossless for what both versions know. */
export interface ServedVersion {
  version: string;
  body: TObject;
  /** From this version's shape to the stored version's. */
  toStored(object: KubeObject): KubeObject;
  /** From the stored version's shape to this version's. */
  fromStored(object: KubeObject): KubeObject;
}

/** Lifts rows written by an older schema of the stored version. Applied on read, in order; a job rewrites rows. */
export interface SchemaUpgrade {
  /** Rows with a schema version below this number are lifted by `up`. */
  to: number;
  up(object: KubeObject): KubeObject;
}

export interface KindDefinition<Body extends TObject> {
  /** API group, `""` for core. */
  group: string;
  /** The stored and preferred version. */
  version: string;
  kind: string;
  plural: string;
  singular?: string;
  shortNames?: readonly string[];
  categories?: readonly string[];
  scope: Scope;
  title: LocalizedText;
  description: string;
  /** Everything but apiVersion, kind and metadata. A `status` property makes it a subresource. */
  body: Body;
  columns?: readonly PrinterColumn[];
  /** Scalar paths that field selectors may use and the store indexes, beside metadata.name and metadata.namespace. */
  selectableFields?: readonly string[];
  /** Number of the current row schema, 1 at first. */
  schemaVersion?: number;
  upgrades?: readonly SchemaUpgrade[];
  otherVersions?: readonly ServedVersion[];
  /** The whole object but identity and labels is encrypted at rest, and lists omit its `data`. */
  confidential?: boolean;
  /** Projected from other objects: may be read, never written. */
  readOnly?: boolean;
  /** Counts and sizes that an object of this kind takes of its scope's quota. Pure. */
  usage?(object: KubeObject & Static<Body>): QuotaUse[];
  /** Limits that an object of this kind sets; they take effect in the commit of the object and end with it. Pure. */
  limits?(object: KubeObject & Static<Body>): QuotaLimit[];
}

/** The most that may be taken of each resource in a counted scope. All limits of a scope are one object's. */
export interface QuotaLimit {
  scope: string;
  /** `null`, only with `ratchet`: whatever is used when this commit is done. */
  hard: Record<string, number | null>;
  /**
   * The limits only fall. A commit that lowers the use of a resource lowers its limit to what is used then; one that gives back and
   * takes as much keeps it. Setting the limits again keeps the lower of stored and given. They end with the object, and a resource's
   * when it is left out of `hard`: the kind's admission says when that may be.
   */
  ratchet?: true;
}

/** `amount` of `resource`, taken from the limit kept for `scope` (a namespace, or another counted scope such as `department/x`). */
export interface QuotaUse {
  scope: string;
  resource: string;
  amount: number;
}

export interface Kind<Body extends TObject = TObject> extends KindDefinition<Body> {
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  columns: readonly PrinterColumn[];
  selectableFields: readonly string[];
  schemaVersion: number;
  upgrades: readonly SchemaUpgrade[];
  otherVersions: readonly ServedVersion[];
  /** `group/version`, or `version` in the core group. */
  apiVersion: string;
  /** `plural.group`, or `plural` in the core group: the identifier used in storage, policies and logs. */
  id: string;
  hasStatus: boolean;
}

/** The TypeScript type of an object of a kind. */
export type ObjectOf<K> = K extends Kind<infer Body> ? { apiVersion: string; kind: string; metadata: ObjectMeta } & Static<Body> : never;

/**
 * Declares a kind. Throws where the schema is outside the structural subset, or a list has no merge rule,
 * so that a wrong kind never starts.
 */
export function defineKind<Body extends TObject>(definition: KindDefinition<Body>): Kind<Body> {
  assertStructural(definition.kind, definition.body as TSchema);
  for (const other of definition.otherVersions ?? []) assertStructural(definition.kind, other.body);
  return Object.freeze({
    ...definition,
    singular: definition.singular ?? definition.kind.toLowerCase(),
    shortNames: definition.shortNames ?? [],
    categories: definition.categories ?? [],
    columns: definition.columns ?? [],
    selectableFields: definition.selectableFields ?? [],
    schemaVersion: definition.schemaVersion ?? 1,
    upgrades: definition.upgrades ?? [],
    otherVersions: definition.otherVersions ?? [],
    apiVersion: definition.group ? `${definition.group}/${definition.version}` : definition.version,
    id: definition.group ? `${definition.plural}.${definition.group}` : definition.plural,
    hasStatus: 'status' in definition.body.properties,
  });
}
