import type { Kind, KubeObject, ObjectKey, ObjectOf, Text } from '@dizuo/api';
import type { Logger } from 'pino';
import type { ObjectClient } from '../client/object-client.ts';

/**
 * Brings the world to what objects of one kind want. Level-triggered: `reconcile` gets a key, not an event, looks at the object and
 * the world, takes the next step, records it, and is called again. At most one server runs a controller at a time (a lease with an
 * epoch that every write carries), one key is never reconciled twice at once, a failing key is retried with back-off
 * (250 ms doubling to 60 s), and every key is visited again at least every `resyncSeconds`.
 */
export interface Controller<K extends Kind = Kind> {
  /** Unique; also the name of its lease and, as `system:controller:<name>`, of its principal in the audit. */
  name: string;
  kind: K;
  /** Objects of other kinds whose change concerns objects of this one. */
  watches?: ReadonlyArray<WatchedKind>;
  /** Changes, its own among them, wait so long for further ones, and a key is visited once for all of them. 0 by default. */
  gatherMs?: number;
  /** Keys worked on at once. 4 by default. */
  concurrency?: number;
  resyncSeconds?: number;
  /** Called when this server takes the lease, before the first key; for adopting what a former leader left. */
  start?(context: ReconcileContext): Promise<void>;
  reconcile(key: ObjectKey, context: ReconcileContext): Promise<ReconcileResult> | Promise<void>;
  /** Called when the lease is lost or the server stops. */
  stop?(): Promise<void>;
}

export interface WatchedKind {
  kind: Kind;
  /** Keys of the controller's own kind that this change concerns. */
  map(object: KubeObject): ObjectKey[] | Promise<ObjectKey[]>;
}

/** Done until something changes, or again after a time. Throw an AppError of family `user` (or `terminal`) to stop retrying until the object changes. */
export type ReconcileResult = { requeueAfterMs?: number } | undefined;

export interface ReconcileContext {
  client: ObjectClient;
  log: Logger;
  /** Aborts when the lease is lost or the server stops: stop acting. */
  signal: AbortSignal;
  /** Writes a Kubernetes Event about an object; equal ones within ten minutes are counted, not repeated. */
  event(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: Text): Promise<void>;
  /** Ends the process here when a test asks for it by this name (`DIZUO_CRASH_AT`); otherwise does nothing. */
  crashPoint(name: string): void;
}

/** Fails a key for good: no retry until the object changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

/** Declares a controller with the types of its kind. */
export function defineController<K extends Kind>(controller: Controller<K>): Controller<K> {
  return controller;
}

/** Keys of the controller owner (`ownerReferences[].controller`) of an object, when it is of the given kind. */
export function ownerKeys(kind: Kind): (object: KubeObject) => ObjectKey[] {
  return (object) =>
    (object.metadata.ownerReferences ?? [])
      .filter(
        (owner) =>
          owner.controller === true && owner.kind === kind.kind && owner.apiVersion.split('/')[0] === kind.apiVersion.split('/')[0],
      )
      .map((owner) =>
        kind.scope === 'Namespaced' && object.metadata.namespace
          ? { namespace: object.metadata.namespace, name: owner.name }
          : { name: owner.name },
      );
}

export type { ObjectOf };
