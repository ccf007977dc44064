import type { AskedCaller } from './explanation-answer.ts';

/** A request that ended lately, with what an explanation asks for. Masked as the access log is: no body, no query and no field but those below. */
export interface RecentRequest {
  /** X-Request-Id of its answer. */
  id: string;
  /** When it began, RFC 3339. */
  at: string;
  method: string;
  /** As the client named it, maybe with a port. */
  host: string;
  /** Long numbers and what is percent-encoded are stars. */
  path: string;
  /** Parameters and fields whose very value a rule of the configuration asks for; nothing of others. */
  query?: string;
  headers?: Record<string, string>;
  /** Of the listener. */
  port?: number;
  /** 0 where the exchange broke before an answer. */
  status: number;
  ms: number;
  /** Without its last part. */
  client: string;
  /** `namespace/route/index`, of a GRPCRoute with `/grpc` at its end; absent where no rule took it. */
  rule?: string;
  /** `Kind/namespace/name`, and its replica. */
  backend?: string;
  endpoint?: string;
  /** Who proved to be who, also where they were refused. */
  who?: AskedCaller;
  /** `namespace/policy/limit` that refused it. */
  limit?: string;
  /** What the gateway itself answered with, where it did: `not-found`, `too-many-requests` …. */
  problem?: string;
  /** What went wrong, in the words of the log. */
  why?: string;
  retries?: number;
  traceId?: string;
}

/** `failed`: answers of 400 and above, and exchanges that broke; `limited`: those that a rate limit refused. */
export const requestOutcomes = ['all', 'failed', 'limited'] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

/** What `…/requests` of a Gateway, a route and a namespace answers: the latest first. */
export interface RecentRequestsAnswer {
  /** `gateway`: `namespace/name`. */
  requests: (RecentRequest & { gateway: string })[];
}

/** `GET …/namespaces/:namespace/requests`. */
export function tenantRequestsPath(namespace: string): string {
  return `/apis/gateway.dizuo/v1alpha1/namespaces/${namespace}/requests`;
}
