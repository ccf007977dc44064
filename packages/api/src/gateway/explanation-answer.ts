import type { Condition, KubeObject } from '../meta/object.ts';
import type { CanaryChoice } from '../routing/canary-choice.ts';
import type { DataPlaneListener, DataPlaneMatch, DataPlaneRule, DataPlaneShare } from './data-plane-configuration.ts';
import type { DataPlaneRateLimit } from './data-plane-policies.ts';

/** What the explanation routes take and answer. */

export interface AskedRequest {
  /** Without port. */
  host: string;
  /** With query. */
  path: string;
  /** GET where absent. */
  method?: string;
  /** Port that it comes in by; any where absent. */
  port?: number;
  headers?: Record<string, string>;
  /** Who calls, with a good proof; nobody in particular where absent. */
  who?: AskedCaller;
  /** Address that it comes from; unknown where absent. */
  client?: string;
  /** `namespace/name`, where the address names no route: the platform's own Gateway where absent. */
  gateway?: string;
}

/** A request that is asked about as if the draft were written. The asker must be allowed to write it; it is admitted as in a dry run. */
export interface AskedDraft extends AskedRequest {
  draft: {
    /** HTTPRoutes, GRPCRoutes and AuthPolicies of the namespace, whole, in the stored version; with `metadata.resourceVersion` they replace, else they are new. */
    write?: DraftObject[];
    remove?: { kind: 'HTTPRoute' | 'GRPCRoute' | 'AuthPolicy'; name: string }[];
  };
}

/** An object as it would be sent. */
export interface DraftObject {
  apiVersion: string;
  kind: string;
  metadata: Partial<KubeObject['metadata']>;
  [field: string]: unknown;
}

/** A person (`user`, with what an AuthPolicy may ask about), or a program (`consumer`: `namespace/name`). */
export interface AskedCaller {
  user?: string;
  category?: string;
  /** That of the active appointment first; with all departments above. */
  departments?: string[];
  positions?: string[];
  consumer?: string;
}

export interface ExplanationAnswer {
  /** `namespace/name`. */
  gateway: string;
  /** Version of the configuration that was asked. */
  version: string;
  listener?: Pick<DataPlaneListener, 'name' | 'port' | 'protocol' | 'hostname'>;
  /** Absent: the answer is 404. */
  serves?: ServingRule | { ofAnotherTenant: true };
  /** Others that have the host name, in order of precedence. `misfit`: `listener`, `host`, `path`, `method`, `header x`, `query x`, or `precedence` where it fits, but the other goes first. */
  others: { rule: string; match: DataPlaneMatch; misfit: string }[];
  /** What the Gateway would not take of a draft's routes, or not find for them. */
  refusals?: DraftRefusal[];
}

/** A condition that a drafted route would have: one that is False. */
export interface DraftRefusal extends Pick<Condition, 'reason' | 'message' | 'said'> {
  /** Name of the route. */
  route: string;
  type: 'Accepted' | 'ResolvedRefs' | 'Programmed';
  status: 'False';
}

export interface ServingRule
  extends Pick<DataPlaneRule, 'redirect' | 'rewrite' | 'mirrors' | 'retry' | 'requestTimeoutMs' | 'backendTimeoutMs'> {
  /** `namespace/route/index`; of a GRPCRoute with `/grpc` at its end. */
  rule: string;
  match: DataPlaneMatch;
  backends: Pick<DataPlaneShare, 'backend' | 'weight'>[];
  policies: {
    /** `verdict`: see `AccessVerdict`. */
    access?: { policy?: string; require: string; verdict: string };
    /** `covers`: it counts this request. */
    limits?: (Pick<DataPlaneRateLimit, 'id' | 'requests' | 'periodMs' | 'per'> & { covers: boolean })[];
    /** `choice`: which version this request gets; absent where it is refused before. */
    canary?: { policy: string; percent: number; stable: string; canary: string; by: string; choice?: CanaryChoice };
    cors?: string[];
    /** BackendPolicies of the backends: `namespace/name`. */
    backends?: string[];
  };
}

/** `POST …/namespaces/:namespace/explanations`. */
export function tenantExplanationPath(namespace: string): string {
  return `/apis/gateway.dizuo/v1alpha1/namespaces/${namespace}/explanations`;
}
