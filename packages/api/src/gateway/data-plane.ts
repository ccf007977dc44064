/**
 * What the platform tells a data plane, as JSON lines on two streams. The configuration stream carries `configuration` lines, each whole
 * and in force instead of the one before. The endpoints stream carries `endpoints` and `revocations`. Both carry `alive` lines, at least
 * every `aliveSeconds`; a stream silent for three times as long is broken.
 */

/** Number of the compiler: raised with every change of what it makes of the same objects. */
export const gatewayCompilerVersion = 1;
export const aliveSeconds = 10;

export const gatewayPaths = {
  configuration: '/gateway/v1/configuration',
  endpoints: '/gateway/v1/endpoints',
  acknowledgement: '/gateway/v1/acknowledgements',
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
  listeners: { name: string; port: number; protocol: 'HTTP' | 'HTTPS' }[];
  backends: DataPlaneBackend[];
  rules: DataPlaneRule[];
  /** In order of precedence among those of one host. */
  matches: DataPlaneMatch[];
}

export interface DataPlaneBackend {
  /** `Workload/namespace/name` or `Upstream/namespace/name`. */
  id: string;
  basePath?: string;
  tls?: { serverName?: string; caCertificates?: string };
  healthCheck?: DataPlaneHealthCheck;
}

export interface DataPlaneHealthCheck {
  path: string;
  intervalMs: number;
  timeoutMs: number;
  unhealthyThreshold: number;
  healthyThreshold: number;
  /** Empty: 200 to 399. */
  expectedStatuses: number[];
}

export interface DataPlaneRule {
  /** `namespace/route/index`. */
  id: string;
  /** Invalid references keep their share of the traffic, and answer 500. Gateway API, HTTPRouteRule.backendRefs. */
  backends: { backend?: string; weight: number }[];
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
  redirect?: { scheme?: string; hostname?: string; port?: number; path?: PathChange; statusCode: number };
  rewrite?: { hostname?: string; path?: PathChange };
  /** 0 or absent: no limit. */
  requestTimeoutMs?: number;
  backendTimeoutMs?: number;
  access?: DataPlaneAccess;
}

export interface HeaderChanges {
  set: { name: string; value: string }[];
  add: { name: string; value: string }[];
  /** Lower case. */
  remove: string[];
}

export type PathChange = { type: 'full'; value: string } | { type: 'prefix'; value: string };

export interface DataPlaneAccess {
  require: 'signed-in' | 'optional';
  audience: string;
  anonymousPaths: string[];
  departments?: string[];
  positions?: string[];
  categories?: string[];
  users?: string[];
}

export interface DataPlaneMatch {
  /** Exact name, `*.suffix`, or empty for any host. Lower case. */
  host: string;
  path: { type: 'Exact' | 'PathPrefix'; value: string };
  method?: string;
  /** Names in lower case. */
  headers: { name: string; value: string }[];
  query: { name: string; value: string }[];
  /** Index into `rules`. */
  rule: number;
}

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
