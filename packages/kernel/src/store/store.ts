import type { Kind, KubeObject, ObjectKey, QuotaUse } from '@dizuo/api';
import type { ListScope, NamespaceScope } from '../access/authorizer.ts';

/** Reads and writes rows of objects. Knows versions, order and atomicity; knows no HTTP, no policy, no schema. */
export interface Store {
  /** The object at its latest version, or undefined. `reader` is the second wall: rows outside its namespaces do not exist. */
  get(kind: Kind, key: ObjectKey, reader: Reader): Promise<KubeObject | undefined>;
  /** One page of a consistent snapshot. Throws `gone` where the snapshot of `continue` or `resourceVersion` is no longer kept. */
  list(kind: Kind, query: ListQuery, reader: Reader): Promise<ListPage>;
  /**
   * Applies all items or none, in one commit that also stores change rows and audit rows. Limits are held against the counts after
   * all items: what one frees another may take. Resolves after the commit.
   * Throws the first item's error: alreadyExists, notFound, conflict, quotaExceeded, leaseLost.
   */
  write(group: WriteGroup): Promise<KubeObject[]>;
  /** Commits audit rows without a write: denials, reads of secrets. */
  audit(entries: AuditEntry[]): Promise<void>;
  /** Every later change of a kind, once, in order. Throws `gone` where `from` is older than the window or from the future. */
  watch(kind: Kind, options: WatchOptions): AsyncIterable<Change>;
  /** The newest committed version. */
  latest(): Promise<string>;
}

/** System reads (controllers, caches) pass `system`; callers pass the scope that the authorizer gave. */
export type Reader = 'system' | ListScope;

export interface ListQuery {
  /** Absent: all namespaces. */
  namespace?: string;
  labels?: readonly LabelRequirement[];
  fields?: readonly FieldRequirement[];
  limit?: number;
  continue?: string;
  resourceVersion?: string;
  /** For people who look through many: searched, sorted, counted. Needs `limit`, and reads the newest version. */
  ranked?: Ranking;
}

export interface Ranking {
  /** Words, each of which must stand somewhere in the object. */
  search?: string;
  /** Path of a scalar, such as `spec.displayName`. */
  sortBy?: string;
  descending?: boolean;
  offset: number;
}

export interface LabelRequirement {
  key: string;
  op: '=' | '!=' | 'in' | 'notin' | 'exists' | '!exists';
  values: readonly string[];
}

export interface FieldRequirement {
  path: string;
  op: '=' | '!=';
  value: string;
}

export interface ListPage {
  items: KubeObject[];
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface WatchOptions {
  namespace?: string;
  labels?: readonly LabelRequirement[];
  fields?: readonly FieldRequirement[];
  /** Exclusive. `undefined` starts with an ADDED of every present object. */
  from?: string;
  reader: Reader;
  signal: AbortSignal;
  bookmarks?: boolean;
}

/** ADDED, MODIFIED and DELETED are relative to the selection: an object that leaves it is DELETED. `serialized` is shared between watchers. */
export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  resourceVersion: string;
  object: KubeObject;
}

export interface WriteGroup {
  items: WriteItem[];
  /** A controller's write is refused with leaseLost unless it still holds its lease at this epoch. */
  lease?: { name: string; epoch: number };
  /** Namespaces that this writer may touch, checked again inside the write function. Absent: all. */
  scope?: NamespaceScope;
  audit?: AuditEntry[];
  /**
   * Rows of an older program brought up to date: what changes nothing in an object keeps its version, and what is counted of objects that
   * are there already is not held against limits.
   */
  rewrite?: true;
}

export type WriteItem =
  | { op: 'create'; kind: Kind; object: KubeObject; usage: QuotaUse[] }
  /**
   * Must match the stored uid and resourceVersion. The store sets resourceVersion and keeps an unchanged object's version. `before`: the
   * object at that version, where the caller has it; what is indexed and counted alike is then left as it is.
   */
  | { op: 'update'; kind: Kind; object: KubeObject; usage: QuotaUse[]; uid: string; resourceVersion: string; before?: KubeObject }
  /** Removes the row: the caller has seen to finalizers. `object` is the last state, for watchers. */
  | { op: 'delete'; kind: Kind; object: KubeObject; uid: string; resourceVersion: string }
  /** Limits of a counted scope, all of them; held by the same commit as the counts. */
  | { op: 'limits'; scope: string; hard: Record<string, number | null>; ratchet?: true }
  /** Any other row that must commit with the objects (a process state, an outbox): one registered statement, by name. */
  | { op: 'statement'; name: string; values: unknown[] };

/** Who did what to what, and how it ended. Personal fields enter as salted digests. */
export interface AuditEntry {
  at?: Date;
  requestId: string;
  principal: string;
  principalType: string;
  credentialId?: string;
  sourceAddress?: string;
  verb: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  outcome: 'allowed' | 'denied' | 'failed';
  /** HTTP status. */
  code: number;
  policies?: string[];
  reason?: string;
  /** JSON merge patch from the old object to the new one; secret data never enters it. */
  diff?: unknown;
}
