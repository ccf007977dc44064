import { type Condition, type Kind, type ObjectKey, type ObjectOf, spoken, type Text } from '@dizuo/api';
import type { FieldRequirement, LabelRequirement } from '../store/store.ts';

/**
 * Object access inside the server, for controllers and routes. Every call is admitted, versioned and audited like a call from
 * outside; the principal is fixed when the client is made. Errors are those of `@dizuo/api` meta/api-errors.
 */
export interface ObjectClient {
  get<K extends Kind>(kind: K, key: ObjectKey): Promise<ObjectOf<K> | undefined>;
  /** All objects that match; paged inside. */
  list<K extends Kind>(
    kind: K,
    query?: { namespace?: string; labels?: LabelRequirement[]; fields?: FieldRequirement[] },
  ): Promise<ObjectOf<K>[]>;
  create<K extends Kind>(kind: K, object: NewObject<K>): Promise<ObjectOf<K>>;
  /** Spec and metadata. Needs the resourceVersion that was read; throws `conflict` where it is stale. */
  update<K extends Kind>(kind: K, object: ObjectOf<K>): Promise<ObjectOf<K>>;
  /**
   * The object as a write would leave it: asked at the door, admitted and refused alike, and nothing is written. Replaces where the
   * object names the resourceVersion that was read, else creates. Unknown fields are refused.
   */
  dryRun<K extends Kind>(kind: K, object: NewObject<K>): Promise<ObjectOf<K>>;
  /** Status only; a status that changes nothing writes nothing. */
  updateStatus<K extends Kind>(kind: K, object: ObjectOf<K>): Promise<ObjectOf<K>>;
  /** Reads, changes, writes; again on conflict (at most 5 times). Returning undefined writes nothing. */
  modify<K extends Kind>(
    kind: K,
    key: ObjectKey,
    change: (object: ObjectOf<K>) => ObjectOf<K> | undefined,
    target?: 'spec' | 'status',
  ): Promise<ObjectOf<K> | undefined>;
  /** Asks for deletion; finalizers may hold the object. Deleting what is not there is done already. */
  delete(
    kind: Kind,
    key: ObjectKey,
    options?: { uid?: string; propagation?: 'Background' | 'Foreground' | 'Orphan'; dryRun?: boolean },
  ): Promise<void>;
  /** Several writes in one commit, or none of them. */
  transaction(work: (group: ClientTransaction) => void): Promise<void>;
}

/** Collects writes for one commit. Statements are registered by the module that owns their table. */
export interface ClientTransaction {
  create<K extends Kind>(kind: K, object: NewObject<K>): void;
  update<K extends Kind>(kind: K, object: ObjectOf<K>): void;
  updateStatus<K extends Kind>(kind: K, object: ObjectOf<K>): void;
  statement(name: string, values: unknown[]): void;
}

/** An object to create: apiVersion and kind are filled in. */
export type NewObject<K extends Kind> = Omit<ObjectOf<K>, 'apiVersion' | 'kind' | 'status'> & {
  status?: ObjectOf<K> extends { status?: infer S } ? S : never;
};

/** A condition before it is recorded: its words may be a sentence, which is stored with what it says. */
export type NewCondition = Omit<Condition, 'lastTransitionTime' | 'message' | 'said'> & { message: Text };

/** Sets a condition by type; the transition time moves only when the status does. Pure: returns a new list. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  { message, ...next }: NewCondition,
  now: Date = new Date(),
): Condition[] {
  const before = conditions?.find((c) => c.type === next.type);
  const unchanged = before?.status === next.status;
  const condition: Condition = {
    ...next,
    ...spoken(message),
    lastTransitionTime: unchanged && before ? before.lastTransitionTime : rfc3339(now),
  };
  const others = (conditions ?? []).filter((c) => c.type !== next.type);
  return [...others, condition].sort((a, b) => a.type.localeCompare(b.type, 'en'));
}

/** RFC 3339, UTC, whole seconds: the form of every time in an object. */
export function rfc3339(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
}
