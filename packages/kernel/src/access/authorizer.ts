import type { KubeObject, Text } from '@dizuo/api';
import type { Principal } from './principal.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** One question at the door. */
export interface AccessRequest {
  principal: Principal;
  verb: Verb | (string & {});
  /** `plural.group` of the kind (`Kind.id`), or the name of a non-object resource such as `audit`. */
  resource: string;
  subresource?: string;
  /** Absent: across all namespaces, or a cluster-scoped kind. */
  namespace?: string;
  name?: string;
  /** The object as stored, where the decision is about an existing one. */
  object?: KubeObject;
  /** The object as it would become, for writes. */
  proposed?: KubeObject;
}

export interface Decision {
  allowed: boolean;
  /** For people. */
  reason: Text;
  /** Policies that decided. */
  policies: string[];
  /** Facts that would have allowed it, in words. */
  missing: Text[];
  /** Whom to ask: names or roles. */
  ask?: string;
}

/** Namespaces a caller may see: `*`, or a list (`''` stands for cluster-scoped objects). The second wall, row-level security, enforces the same. */
export type NamespaceScope = '*' | readonly string[];

/** One scalar test that both SQL and memory can make. `path` such as `spec.candidateRoles` or `metadata.labels.x`; for lists, `in` means that they intersect. */
export interface FieldTest {
  path: string;
  in: readonly string[];
}

/** What of a list its caller may see: the namespaces, and within them any alternative whose tests all pass (absent: everything). */
export interface ListScope {
  namespaces: NamespaceScope;
  anyOf?: readonly (readonly FieldTest[])[];
}

/**
 * Decides. Deny by default. `authorize` of every object and `scope` of the list agree: an object is in the list exactly when `get` allows it.
 * Decisions are cached by facts; `version` changes with every policy change and `watchInvalidations` reports principals whose rights changed.
 */
export interface Authorizer {
  authorize(request: AccessRequest): Decision | Promise<Decision>;
  /** Undefined: the caller may list nothing here. */
  scope(request: AccessRequest): ListScope | undefined | Promise<ListScope | undefined>;
  /** Calls back with the names of users whose rights may have changed (undefined: everyone), so that their watches end. Returns a stop function. */
  onRightsChanged(listener: (user: string | undefined) => void): () => void;
}
