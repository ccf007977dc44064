import type { PublicKeyJwk } from './data-plane-configuration.ts';

/** What policies become in a data plane's configuration. Times are in milliseconds. */

export interface HeaderChanges {
  set: { name: string; value: string }[];
  add: { name: string; value: string }[];
  /** Lower case. */
  remove: string[];
}

/** `prefix`: what the match's prefix is replaced by. `strip`: prefix to take away where the path begins with it, and what to put before the rest. */
export type PathChange =
  | { type: 'full'; value: string }
  | { type: 'prefix'; value: string }
  | { type: 'strip'; strip: string; add: string };

export interface DataPlaneHealthCheck {
  path: string;
  intervalMs: number;
  timeoutMs: number;
  unhealthyThreshold: number;
  healthyThreshold: number;
  /** Empty: 200 to 399. */
  expectedStatuses: number[];
}

export interface DataPlaneAccess {
  /** `namespace/name` of the AuthPolicy. */
  policy?: string;
  require: 'signed-in' | 'optional';
  audience: string;
  anonymousPaths: string[];
  departments?: string[];
  positions?: string[];
  categories?: string[];
  users?: string[];
  /** Ids of Consumers that pass; absent: all of the namespace `consumerNamespace`. */
  consumers?: string[];
  consumerNamespace?: string;
  /** Ways to prove who calls. Absent: the platform's session alone. */
  authentication?: DataPlaneAuthentication;
}

export interface DataPlaneAuthentication {
  session: boolean;
  jwt?: DataPlaneJwt[];
  /** Header in lower case. */
  apiKey?: { header: string; queryParam?: string };
  /** RFC 9421, hmac-sha256. */
  hmac?: { components: string[]; maxAgeMs: number };
  mutualTls?: boolean;
}

export interface DataPlaneJwt {
  name: string;
  issuer: string;
  audiences: string[];
  jwksUri?: string;
  keys?: PublicKeyJwk[];
  /** Name in lower case. Neither this nor `cookie`: authorization with `Bearer `. */
  header?: { name: string; prefix: string };
  cookie?: string;
  claims: { name: string; values: string[] }[];
  consumerClaim: string;
  clockSkewMs: number;
}

export interface DataPlaneConsumer {
  /** `namespace/name`. */
  id: string;
  department?: string;
  /** SHA-256 of each key, in base64url. */
  apiKeys?: string[];
  /** Secrets in base64. */
  hmac?: { keyId: string; secret: string }[];
  /** Each wants all of its parts. */
  certificates?: { subject?: string; dnsName?: string; uri?: string }[];
}

export interface DataPlaneRateLimit {
  /** `namespace/policy/limit`: buckets of the same id are the same wherever it stands. With `per: Route` the rule is part of the bucket's key. */
  id: string;
  /** What clients see in RateLimit-Policy. */
  name: string;
  requests: number;
  periodMs: number;
  burst: number;
  per: 'Client' | 'Consumer' | 'User' | 'Department' | 'Tenant' | 'Header' | 'Route';
  /** Lower case. */
  header?: string;
  methods?: string[];
  /** Prefixes by whole segments. */
  paths?: string[];
  responseHeaders: boolean;
}

export interface DataPlaneBackendPolicy {
  /** `namespace/name` of the BackendPolicy. */
  id: string;
  balance?: {
    type: 'RoundRobin' | 'LeastRequest' | 'ConsistentHash' | 'Ewma';
    hash?: { by: 'Client' | 'Header' | 'Cookie' | 'User' | 'Path'; name?: string };
    slowStartMs?: number;
  };
  outliers?: {
    consecutiveErrors: number;
    errorPercent?: number;
    minimumRequests: number;
    intervalMs: number;
    baseEjectionMs: number;
    maxEjectedPercent: number;
  };
  breaker?: {
    errorPercent?: number;
    slow?: { overMs: number; percent: number };
    maxConcurrent?: number;
    minimumRequests: number;
    windowMs: number;
    openMs: number;
    halfOpenRequests: number;
  };
  retry?: { attempts: number; budgetPercent: number; minRetriesPerSecond: number };
  timeouts?: { connectMs?: number; responseMs?: number; idleMs?: number };
  connections?: { maxPerReplica?: number; maxIdlePerReplica?: number; maxPending?: number; idleMs?: number };
  protocol?: 'HTTP1' | 'H2C';
}

/** Splits what a rule sends to `stable` between it and `canary`. */
export interface DataPlaneCanary {
  /** `namespace/name` of the CanaryPolicy. */
  policy: string;
  stable: string;
  canary: string;
  percent: number;
  /** `name` of a header in lower case. The key is hashed with `policy`: hash mod 10,000 below percent × 100 gets the new version. So raising the share moves nobody back. */
  sticky: { by: 'Person' | 'Department' | 'Header' | 'Cookie' | 'Client' | 'None'; name?: string };
  always?: { departments?: string[]; users?: string[]; header?: { name: string; value: string } };
}
