import type { GatewayAcknowledgement, GatewayCallers } from './data-plane.ts';

/** What the traffic routes answer. All counts are of the span that was asked for. */

/** What a number of requests came to. Percentiles are absent where there were none. */
export interface TrafficFigures {
  requests: number;
  /** Answers of 5xx, and exchanges that broke. */
  errors: number;
  errorPercent: number;
  p50Ms?: number;
  p95Ms?: number;
  p99Ms?: number;
}

export interface RuleTraffic extends TrafficFigures {
  /** `namespace/route/index`; of a GRPCRoute with `/grpc` at its end. */
  rule: string;
  /** `Kind/namespace/name`; empty where no backend was asked. */
  backend: string;
}

export interface TrafficMinute {
  /** Its beginning, RFC 3339. */
  at: string;
  requests: number;
  errors: number;
}

/** Of a route. */
export interface RouteTrafficAnswer {
  total: TrafficFigures;
  /** By rule and backend, those with the most requests first. */
  rules: RuleTraffic[];
  /** Minutes with requests, oldest first. */
  minutes: TrafficMinute[];
}

/** Of a tenant: its routes, its programs, its limits, its backends. */
export interface TenantTrafficAnswer extends RouteTrafficAnswer {
  callers: GatewayCallers[];
  /** `limit`: `namespace/policy/limit`; `whom`: a program, a person, or an address without its last part. */
  limited: { limit: string; whom: string; requests: number }[];
  /** Breakers that are not closed now, as each data plane process says. */
  breakers: { backend: string; state: 'open' | 'half-open' }[];
  /** Replicas and addresses that get no requests now, as each data plane process says. */
  leftOut: { backend: string; endpoint: string; why: 'unhealthy' | 'ejected' }[];
}

/** Of a whole Gateway. */
export interface GatewayTrafficAnswer extends TenantTrafficAnswer {
  connections: number;
  dataPlanes: DataPlaneState[];
  /** Of the configuration that data planes should have in force. */
  wanted?: { version: string; digest: string };
}

/** A data plane process, as it last spoke. */
export interface DataPlaneState extends GatewayAcknowledgement {
  /** RFC 3339. */
  seenAt: string;
  /** It spoke within the last 45 seconds. */
  present: boolean;
}

/** `GET …/namespaces/:namespace/traffic`. */
export function tenantTrafficPath(namespace: string): string {
  return `/apis/gateway.dizuo/v1alpha1/namespaces/${namespace}/traffic`;
}
