import Type from 'typebox';
import { SaidSchema } from './sentence.ts';

/** Reference from a dependent to its owner: when every owner is gone, the dependent is deleted. Kubernetes API conventions, "ownerReferences". */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  /** True on at most one reference: the controller that acts for the dependent. */
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** The part every object has. Times are RFC 3339, UTC, whole seconds. */
export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  /** Opaque to clients; orders commits across all kinds. Decimal text of a 64-bit integer. */
  resourceVersion?: string;
  /** Grows by one with every change outside `metadata` and `status`. */
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: unknown[];
}

/** Any object, as it travels. The body (`spec`, `status`, `data` …) is the kind's own. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface KubeList<T = KubeObject> {
  apiVersion: string;
  kind: string;
  metadata: ListMeta;
  items: T[];
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

export interface WatchEvent<T = KubeObject> {
  type: WatchEventType;
  object: T;
}

/** Names one object of a kind. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectKey {
  namespace?: string;
  name: string;
}

/** `namespace/name`, or `name` for cluster-scoped objects: stable text form of a key. */
export function formatKey(key: ObjectKey): string {
  return key.namespace ? `${key.namespace}/${key.name}` : key.name;
}

export function keyOf(object: { metadata: ObjectMeta }): ObjectKey {
  const { namespace, name } = object.metadata;
  return namespace ? { namespace, name } : { name };
}

/** One observation about an object. Kubernetes API conventions, "typical status properties". */
export const ConditionSchema = Type.Object(
  {
    type: Type.String(),
    status: Type.Enum(['True', 'False', 'Unknown']),
    observedGeneration: Type.Optional(Type.Integer()),
    lastTransitionTime: Type.String(),
    /** Stable CamelCase code. */
    reason: Type.String(),
    /** For people: what is so, and what to do next. */
    message: Type.String(),
    said: Type.Optional(SaidSchema),
  },
  { description: 'One observation: what is so, why, and what to do next' },
);
export type Condition = Type.Static<typeof ConditionSchema>;
