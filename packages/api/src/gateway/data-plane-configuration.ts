import type {
  DataPlaneAccess,
  DataPlaneBackendPolicy,
  DataPlaneCanary,
  DataPlaneConsumer,
  DataPlaneHealthCheck,
  DataPlaneRateLimit,
  HeaderChanges,
  PathChange,
} from './data-plane-policies.ts';

/** What a data plane does, as the compiler writes it. Fields that may be absent came later than the format itself. */

export type PublicKeyJwk = Readonly<Record<string, string>>;

export interface DataPlaneConfiguration {
  type: 'configuration';
  /** `<highest resourceVersion among the objects it was made from>-<compiler version>`. */
  version: string;
  /** SHA-256 of everything but type, version and digest, in base64url: equal digests, equal effect. */
  digest: string;
  /** `namespace/name` of the Gateway. */
  gateway: string;
  /** `iss` of both kinds of tokens: the platform's address. */
  issuer: string;
  /** Keys that visitor tokens are signed with. */
  visitorKeys: PublicKeyJwk[];
  /** The key that the data plane signs identity tokens with. */
  identityKey: { keyId: string; algorithm: string; privateKey: PublicKeyJwk };
  /** Addresses within `closedNetworks` that the operator allows all the same: host, or host:port. */
  allowedAddresses: string[];
  listeners: DataPlaneListener[];
  /** Sorted by id. Absent: none. */
  certificates?: DataPlaneCertificate[];
  /** Sorted by id. Absent: none. */
  consumers?: DataPlaneConsumer[];
  backends: DataPlaneBackend[];
  rules: DataPlaneRule[];
  /** In order of precedence among those of one host. */
  matches: DataPlaneMatch[];
}

export interface DataPlaneListener {
  name: string;
  port: number;
  protocol: 'HTTP' | 'HTTPS';
  /** Exact name or `*.suffix`; absent: any. A request belongs to the listener of its port with the most specific host name. */
  hostname?: string;
  /** Indices into `certificates`, the default first. Absent: the certificate that the process was started with. */
  certificates?: number[];
  /** Ask clients for a certificate, and whether one without a valid one may go on. PEM of the authorities. */
  clientCertificates?: { caCertificates: string; mode: 'AllowValidOnly' | 'AllowInsecureFallback' };
}

export interface DataPlaneCertificate {
  /** `namespace/name` of its Secret. */
  id: string;
  /** Names that it is for, lower case: exact or `*.suffix`. Sorted. */
  hosts: string[];
  /** PEM: the certificate and those above it. */
  chain: string;
  /** PEM. */
  privateKey: string;
}

export interface DataPlaneBackend {
  /** `Workload/namespace/name` or `Upstream/namespace/name`. */
  id: string;
  basePath?: string;
  tls?: { serverName?: string; caCertificates?: string };
  /** What it speaks without TLS, where its policy does not say. Absent: HTTP/1.1, or HTTP/2 for gRPC. */
  protocol?: 'H2C';
  healthCheck?: DataPlaneHealthCheck;
  policy?: DataPlaneBackendPolicy;
}

/** A share of a rule's traffic. */
export interface DataPlaneShare {
  /** Id of the backend. Invalid references keep their share, and answer 500. Gateway API, HTTPRouteRule.backendRefs. */
  backend?: string;
  weight: number;
  /** Applied after those of the rule. */
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
  /** Instead of the rule's. */
  redirect?: DataPlaneRule['redirect'];
  rewrite?: DataPlaneRule['rewrite'];
}

export interface DataPlaneRule {
  /** `namespace/route/index`; of a GRPCRoute `namespace/route/index/grpc`. */
  id: string;
  /** Calls of gRPC: problems are told in grpc-status, backends speak HTTP/2. */
  grpc?: boolean;
  backends: DataPlaneShare[];
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
  redirect?: { scheme?: string; hostname?: string; port?: number; path?: PathChange; statusCode: number };
  rewrite?: { hostname?: string; path?: PathChange };
  /** Copies of requests; `numerator` of `denominator` requests are copied. */
  mirrors?: { backend: string; numerator: number; denominator: number }[];
  /** 0 or absent: no limit. */
  requestTimeoutMs?: number;
  backendTimeoutMs?: number;
  /** `attempts` beside the first; `codes` beside no answer and an answer too late. Absent: only what no backend can have done is tried again. */
  retry?: { codes: number[]; attempts: number; backoffMs: number };
  persistence?: { type: 'Cookie' | 'Header'; name: string; absoluteTimeoutMs?: number; permanent: boolean };
  cors?: DataPlaneCors;
  access?: DataPlaneAccess;
  /** Every one that covers the request has to have a token. */
  limits?: DataPlaneRateLimit[];
  canary?: DataPlaneCanary;
}

export interface DataPlaneCors {
  /** `*`, or `scheme://host[:port]` where host is a name, `*.suffix` or `*`. Lower case. Sorted. */
  origins: string[];
  credentials: boolean;
  /** `*`: all. Sorted. */
  methods: string[];
  headers: string[];
  exposeHeaders: string[];
  maxAgeSeconds: number;
}

export interface DataPlaneMatch {
  /** Exact name, `*.suffix`, or empty for any host. Lower case. */
  host: string;
  /** Indices into `listeners` that the request may belong to, sorted. Absent: any. */
  listeners?: number[];
  /** RegularExpression: RE2 syntax, the whole path has to match. */
  path: { type: 'Exact' | 'PathPrefix' | 'RegularExpression'; value: string };
  method?: string;
  /** Names in lower case. `regex`: RE2 syntax, the whole value has to match. */
  headers: { name: string; value: string; regex?: true }[];
  query: { name: string; value: string; regex?: true }[];
  /** Index into `rules`. */
  rule: number;
}
