import type { AppError, FieldError, Kind, KubeObject, ObjectKey, ObjectOf } from '@dizuo/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccessRequest, ListScope, Verb } from '../access/authorizer.ts';
import type { Principal } from '../access/principal.ts';
import type { ObjectClient } from '../client/object-client.ts';
import type { Controller } from '../controller/controller.ts';

/** Everything a capability adds, in one readable value. `apps/server/src/modules.ts` lists the modules; nothing registers itself. */
export interface Module {
  name: string;
  kinds: readonly KindRegistration[];
  routes?: readonly Route[];
  // biome-ignore lint/suspicious/noExplicitAny: a list of controllers of different kinds; each was typed when it was defined
  controllers?: readonly Controller<any>[];
  /** Directory of `0001-name.sql` files, run in order, once, by the `migrator` role in schema `dizuo`. */
  migrations?: URL;
  /** Statements that `transaction().statement(name)` may run in the commit of objects, by name: one statement in SQL that returns nothing, with one jsonb parameter, run as the owner. That is a list with the values of each run, because what writes that are committed together run of a statement is run at once, after all of them. */
  statements?: Readonly<Record<string, string>>;
  /** Starts what is not a controller (a listener, a cache). Called after the store is open, before the server listens. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

export interface KindRegistration<K extends Kind = Kind> {
  kind: K;
  admission?: Admission<K>;
}

/** Typed registration of a kind. */
export function serve<K extends Kind>(kind: K, admission?: Admission<K>): KindRegistration {
  return { kind, ...(admission ? { admission: admission as unknown as Admission<Kind> } : {}) };
}

/**
 * Runs after authentication and schema validation, before authorization of the result and the commit. All functions are pure but for
 * `lookup`: where a commit meets a newer state, they run again on it.
 */
export interface Admission<K extends Kind> {
  /** Fills what the writer left open. Schema defaults have been applied. Changes nothing else; mutates `object`. */
  default?(object: ObjectOf<K>, context: AdmissionContext<K>): void | Promise<void>;
  /** Everything that is wrong with the object, each with field, reason and what to do. */
  validate?(object: ObjectOf<K>, context: AdmissionContext<K>): FieldError[] | Promise<FieldError[]>;
  /** Refuses a deletion with a reason. */
  validateDelete?(object: ObjectOf<K>, context: AdmissionContext<K>): FieldError[] | Promise<FieldError[]>;
  /**
   * Further writes that belong to this one: all are in one commit, or none is. Called for a write that passed everything else and
   * changes something; `operation` is `delete` in the commit in which the object goes (its last finalizer may have held it until
   * then), and `object` is then its last state. A dry run calls it too and writes nothing.
   */
  accompany?(object: ObjectOf<K>, context: AdmissionContext<K>): Companion[] | Promise<Companion[]>;
  /** What the caller is told when the commit of this write would take more than a limit allows; undefined: the quota's own words. */
  overQuota?(
    exceeded: QuotaExceededDetails,
    object: ObjectOf<K>,
    context: AdmissionContext<K>,
  ): AppError | undefined | Promise<AppError | undefined>;
}

/** What a commit would have taken, and the limit in its way. */
export interface QuotaExceededDetails {
  resource: string;
  used: number;
  requested: number;
  hard: number;
}

/**
 * A write beside another one. An update names the version it was made from, as read by `lookup`, and is taken like any update: the same
 * caller is asked at the door for it, it is admitted, checked and audited. Where another writer was quicker, the whole write is admitted
 * again on the newer state, a few times; then it fails with `conflict`. Companions have no companions of their own, and no object is
 * written twice in one commit. Quota is held when all of them are done: what one gives back another may take.
 */
export type Companion =
  | {
      op: 'update';
      kind: Kind;
      object: KubeObject;
      subresource?: 'status';
      /** The platform's own record of the write: the caller is not asked at the door for it, and stands in its audit row. */
      as?: 'platform';
    }
  /** A statement that a module registered (`Module.statements`). */
  | { op: 'statement'; name: string; values: unknown[] };

/** Typed update for `accompany`. */
export function companionUpdate<K extends Kind>(kind: K, object: ObjectOf<K>, subresource?: 'status'): Companion {
  return { op: 'update', kind, object: object as KubeObject, ...(subresource ? { subresource } : {}) };
}

/** The platform's own record, beside a write, in an object that the caller need not be allowed to change. */
export function platformUpdate<K extends Kind>(kind: K, object: ObjectOf<K>): Companion {
  return { op: 'update', kind, object: object as KubeObject, as: 'platform' };
}

export interface AdmissionContext<K extends Kind = Kind> {
  principal: Principal;
  operation: 'create' | 'update' | 'delete';
  subresource?: 'status';
  /** The write is another one's companion. */
  companion?: true;
  old?: ObjectOf<K>;
  now: Date;
  /** Reads other objects as they are now, with the system's rights: for existence and reference checks, never to return content to the caller. */
  lookup<T extends Kind>(kind: T, key: ObjectKey): Promise<ObjectOf<T> | undefined>;
}

/**
 * A route that is not plain object access. It declares its access or the server does not start. Routes about an object hang under it:
 * `on: Workload, subresource: 'log'` serves `/apis/<group>/<version>/namespaces/:namespace/<plural>/:name/log`.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path, or absent with `on`. */
  path?: string;
  on?: Kind;
  subresource?: string;
  access: RouteAccess;
  /** JSON Schemas of the parts of the request; checked before the handler. */
  schema?: { params?: object; querystring?: object; body?: object };
  /** Largest body in bytes; 3 MiB by default. */
  bodyLimit?: number;
  /** The handler gets the raw stream: no body parsing. */
  rawBody?: boolean;
  handler(call: RouteCall): Promise<unknown>;
}

export type RouteAccess =
  /** Anyone, with the reason why that is right. */
  | { kind: 'public'; why: string }
  /** Any signed-in person: only for routes that answer about the caller alone. */
  | { kind: 'signed-in'; why: string }
  /** The authorizer decides on the object that `on` names; `verb` on `resource/subresource`. */
  | { kind: 'object'; verb: Verb }
  /** The authorizer decides on a named resource that is not an object. */
  | { kind: 'resource'; verb: string; resource: string; namespace?(params: Record<string, string>): string | undefined };

export interface RouteCall {
  principal: Principal;
  requestId: string;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  /** The object named by the path, already authorized, for routes with `on`. */
  object?: unknown;
  /** Acts as the caller: authorized again on every call. */
  client: ObjectClient;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Asks the authorizer one more question about this caller. Throws `forbidden` where the answer is no. */
  require(request: Omit<AccessRequest, 'principal'>): Promise<void>;
  /** What of a list this caller may see, for answers that are made of many objects. Throws `forbidden` where it is nothing. */
  scope(request: Omit<AccessRequest, 'principal'>): Promise<ListScope>;
  /** Aborts when the caller is gone, or its rights may have changed. */
  signal: AbortSignal;
}

/** Recognises a request's credentials. Asked in order; the first that knows the credential decides; undefined: not mine. Throws `unauthorized` for a bad one. */
export interface Authenticator {
  name: string;
  authenticate(request: FastifyRequest): Promise<Principal | undefined>;
}
