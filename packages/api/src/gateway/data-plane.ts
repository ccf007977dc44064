import type { DataPlaneConfiguration } from './data-plane-configuration.ts';
import type { RecentRequest } from './recent-requests.ts';

/**
 * What the platform tells a data plane, as JSON lines on two streams. The configuration stream carries `configuration` lines, each whole
 * and in force instead of the one before. The endpoints stream carries `endpoints` and `revocations`. Both carry `alive` lines, at least
 * every `aliveSeconds`; a stream silent for three times as long is broken.
 */

/** Number of the compiler: raised with every change of what it makes of the same objects. */
export const gatewayCompilerVersion = 4;
export const aliveSeconds = 10;

export const gatewayPaths = {
  configuration: '/gateway/v1/configuration',
  endpoints: '/gateway/v1/endpoints',
  acknowledgement: '/gateway/v1/acknowledgements',
  report: '/gateway/v1/reports',
  exchange: '/gateway/v1/exchange',
  refresh: '/gateway/v1/refresh',
  authorize: '/gateway/authorize',
  identityKeys: '/.well-known/dizuo/identity/jwks.json',
  /** Served by the data plane itself, on every host. */
  callback: '/.dizuo/callback',
  signOut: '/.dizuo/sign-out',
} as const;

/** The header with the visitor's identity token, and the cookie that holds the visitor's session with one host of the gateway. */
export const identityHeader = 'x-dizuo-identity';
export const visitorCookie = 'dizuo_visitor';
/** `typ` of the two kinds of tokens, so that neither passes for the other. RFC 8725 section 3.11. */
export const visitorTokenType = 'dizuo-visitor+jwt';
export const identityTokenType = 'dizuo-identity+jwt';

export interface DataPlaneEndpoint {
  /** Stable: the instance's name, or host and port. */
  id: string;
  host: string;
  port: number;
  tls: boolean;
  weight: number;
}

export interface DataPlaneEndpoints {
  type: 'endpoints';
  version: string;
  /** True: everything; false: only what changed, null for backends that are gone. */
  full: boolean;
  backends: Record<string, DataPlaneEndpoint[] | null>;
}

/** Platform sessions that ended while visitor tokens of theirs may still be valid. The whole list each time. */
export interface DataPlaneRevocations {
  type: 'revocations';
  sessions: string[];
}

export interface DataPlaneAlive {
  type: 'alive';
}

export type ConfigurationMessage = DataPlaneConfiguration | DataPlaneAlive;
export type EndpointsMessage = DataPlaneEndpoints | DataPlaneRevocations | DataPlaneAlive;

/** A data plane's answer to a configuration, sent once for each and again every `aliveSeconds`. */
export interface GatewayAcknowledgement {
  /** The process, unique among all that use one credential. */
  instance: string;
  version: string;
  digest: string;
  accepted: boolean;
  /** Why it was refused; what was in force before stays. */
  message?: string;
  /** The configuration in force. */
  servingVersion?: string;
  /** Listeners of the configuration that do not work on this process, and why: their port is taken, say. */
  listenerProblems?: { name: string; message: string }[];
}

/** Who visits, as the visitor token and (but for `sid`) the identity token say it. */
export interface VisitorClaims {
  /** User name. */
  sub: string;
  name: string;
  category: string;
  /** Of all appointments in force, with the departments above. */
  departments: string[];
  /** Of all appointments in force. */
  positions: string[];
  appointments: { department: string; position: string }[];
  activeAppointment?: { department: string; position: string };
}

export interface VisitorTokenAnswer {
  /** JWT with VisitorClaims, `sid`, `aud` = host, at most 15 minutes. */
  token: string;
}

/**
 * What a data plane process saw since its last report, by rule and backend; posted every `aliveSeconds`. Counts, not totals: a report
 * that was lost is lost, one that is sent twice bears the same `sequence` and counts once.
 */
export interface GatewayReport {
  instance: string;
  /** Goes up by one with each report of the process. */
  sequence: number;
  /** Milliseconds that the report covers. */
  spanMs: number;
  traffic: GatewayTraffic[];
  /** Programs and departments that called, those with the most requests first. */
  callers?: GatewayCallers[];
  /** Requests that limits refused: by `namespace/policy/limit`, and by whom (an address without its last part, a caller, a person). */
  limited?: { limit: string; whom: string; requests: number }[];
  /** Which programs called which rules: Consumers alone, those with the most requests first. */
  calls?: { rule: string; consumer: string; requests: number }[];
  /** Breakers of backends that are not closed now. */
  breakers?: { backend: string; state: 'open' | 'half-open' }[];
  /** Replicas and addresses that get no requests now. */
  leftOut?: { backend: string; endpoint: string; why: 'unhealthy' | 'ejected' }[];
  connections?: number;
  /** Some of the requests that ended since the last report. */
  requests?: RecentRequest[];
}

export interface GatewayCallers {
  by: 'consumer' | 'department';
  name: string;
  requests: number;
  errors: number;
}

export interface GatewayTraffic {
  /** Id of the rule. */
  rule: string;
  /** Id of the backend; empty where no backend was asked. */
  backend: string;
  requests: number;
  /** Answers of 5xx, and exchanges that broke. */
  errors: number;
  /** Requests by latency: counts for each bound of `latencyBoundsMs`, then those above. */
  latency: number[];
}

/** Upper bounds of the latency histogram, in milliseconds, each about 1.5 times the one before. */
export const latencyBoundsMs: readonly number[] = [
  1, 1.5, 2.5, 4, 6, 10, 15, 25, 40, 60, 100, 150, 250, 400, 600, 1000, 1500, 2500, 4000, 6000, 10_000, 15_000, 25_000, 40_000, 60_000,
];
