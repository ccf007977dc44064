import {
  AuthPolicy,
  BackendPolicy,
  CanaryPolicy,
  Certificate,
  Consumer,
  defaultGatewayName,
  Gateway,
  GatewayClass,
  GRPCRoute,
  HTTPRoute,
  type ObjectOf,
  RateLimitPolicy,
  ReferenceGrant,
  systemNamespace,
  TransformPolicy,
  Upstream,
} from '@dizuo/api';
import { type Authenticator, type MasterKey, type Module, type Store, serve } from '@dizuo/kernel';
import type pg from 'pg';
import type { Logger } from 'pino';
import { acknowledgements } from './acknowledgements.ts';
import { canaryController } from './canary.controller.ts';
import { certificateController } from './certificate.controller.ts';
import { certificateCheckRoute } from './certificate.routes.ts';
import { createConfigurationHub } from './configuration-hub.ts';
import { consumerAdmission } from './consumer.admission.ts';
import { consumerController } from './consumer.controller.ts';
import { dataPlaneRoutes } from './data-plane.routes.ts';
import { explanationRoutes } from './explanation.routes.ts';
import { gatewayAdmission, gatewayClassAdmission } from './gateway.admission.ts';
import { gatewayClassController, gatewayController } from './gateway.controller.ts';
import { gatewayAuthenticator, gatewayCredentials, localGatewayCredential } from './gateway-credential.ts';
import type { PlatformPart } from './gateway-world.ts';
import { grpcRouteAdmission } from './grpc-route.admission.ts';
import { httpRouteAdmission } from './http-route.admission.ts';
import { outboundAddress } from './outbound-address.ts';
import {
  authPolicyAdmission,
  backendPolicyAdmission,
  canaryPolicyAdmission,
  rateLimitPolicyAdmission,
  transformPolicyAdmission,
} from './policy.admission.ts';
import { recentRequestRoutes } from './recent-requests.routes.ts';
import { recentRequests } from './recent-requests.ts';
import { ruleId } from './route-rule.compile.ts';
import { loadSigningKeys, type SigningKeys } from './signing-keys.ts';
import { trafficRoutes } from './traffic.routes.ts';
import { type TrafficReports, trafficReports } from './traffic-reports.ts';
import { upstreamAdmission } from './upstream.admission.ts';
import { visitorRoutes } from './visitor.routes.ts';
import { createVisitorSessions } from './visitor-sessions.ts';

export interface GatewayModuleOptions {
  store: Store;
  systemPool: pg.Pool;
  masterKey: MasterKey;
  sessions: {
    /** Whether the platform session that `Principal.credentialId` names is in force. */
    alive(credentialId: string): Promise<boolean>;
    /** Names of platform sessions that ended since a time. */
    endedSince?(at: Date): Promise<string[]>;
  };
  /** Address of the platform, without a slash at the end: `iss` of tokens. */
  publicUrl: string;
  /** Address that visitors reach the data plane at. `https:` says that it speaks TLS. */
  gatewayUrl: string;
  /** Port that the data plane listens on. */
  gatewayPort: number;
  /** Hosts, or host:port, on the platform's own machines that Upstreams may name (DIZUO_UPSTREAM_ALLOW). */
  upstreamAllow?: readonly string[];
  /** The platform's own host names and addresses beside loopback, that Upstreams may not name. */
  ownAddresses?: readonly string[];
  log: Logger;
}

export interface GatewayModule {
  module: Module;
  /** Recognises data planes; goes into the server's list of authenticators. */
  authenticator: Authenticator;
  /** See `localGatewayCredential`. Needs the migrated database. */
  localCredential(existing?: string): Promise<string>;
  /** When somebody last came through a route, and the backend answered; undefined where nobody did within a day. */
  lastCarried(route: ObjectOf<typeof HTTPRoute>): Promise<Date | undefined>;
  /** Ends the visitor sessions of ended platform sessions at once; without it they end within about five seconds. */
  sessionsEnded(credentialIds: readonly string[]): Promise<void>;
  /** See `outboundAddress`: by the same rules as Upstreams. */
  outboundAddress(host: string, port: number): Promise<string>;
  /** What data planes saw. */
  lately: TrafficReports['lately'];
}

export function gatewayModule(options: GatewayModuleOptions): GatewayModule {
  const { store, systemPool, log, publicUrl, gatewayUrl } = options;
  const allowedAddresses = options.upstreamAllow ?? [];
  const upstreamRules = { allowed: allowedAddresses, own: options.ownAddresses ?? [] };
  let signing: SigningKeys | undefined;
  const keys = (): SigningKeys => {
    if (!signing) throw new Error('the gateway module has not been started');
    return signing;
  };
  const platform = (): PlatformPart => {
    const { publicJwk: _public, ...identityKey } = keys().identity;
    return {
      offer: { port: options.gatewayPort, protocol: gatewayUrl.startsWith('https:') ? 'HTTPS' : 'HTTP', otherPorts: true },
      issuer: publicUrl,
      allowedAddresses,
      visitorKeys: [keys().visitor.publicJwk],
      identityKey,
    };
  };
  const { sessions } = options;
  const visitors = createVisitorSessions({
    store,
    pool: systemPool,
    issuer: publicUrl,
    keys,
    alive: (credentialId) => sessions.alive(credentialId),
    ...(sessions.endedSince ? { endedSince: (at) => sessions.endedSince?.(at) ?? Promise.resolve([]) } : {}),
  });
  const hub = createConfigurationHub({ store, platform, revoked: () => visitors.revoked(), log: log.child({ part: 'gateway' }) });
  const said = acknowledgements(systemPool);
  const reports = trafficReports(systemPool);
  const requests = recentRequests(systemPool);
  const gateway = `${systemNamespace}/${defaultGatewayName}`;
  const module: Module = {
    name: 'gateway',
    kinds: [
      serve(GatewayClass, gatewayClassAdmission),
      serve(Gateway, gatewayAdmission),
      serve(HTTPRoute, httpRouteAdmission(store)),
      serve(ReferenceGrant),
      serve(Upstream, upstreamAdmission(upstreamRules)),
      serve(GRPCRoute, grpcRouteAdmission(store)),
      serve(AuthPolicy, authPolicyAdmission),
      serve(RateLimitPolicy, rateLimitPolicyAdmission),
      serve(BackendPolicy, backendPolicyAdmission),
      serve(CanaryPolicy, canaryPolicyAdmission),
      serve(TransformPolicy, transformPolicyAdmission),
      serve(Consumer, consumerAdmission),
      serve(Certificate),
    ],
    routes: [
      ...dataPlaneRoutes({ hub, acknowledgements: said, reports, requests, visitors }),
      ...trafficRoutes({ reports, acknowledgements: said, hub }),
      ...recentRequestRoutes(requests),
      ...explanationRoutes(hub),
      certificateCheckRoute,
      ...visitorRoutes({ visitors, hub, gateway, gatewayUrl, identityKeys: () => [keys().identity.publicJwk] }),
    ],
    controllers: [
      gatewayClassController,
      gatewayController({
        platform,
        acknowledgements: said,
        credentials: gatewayCredentials(systemPool),
        address: new URL(gatewayUrl).hostname,
      }),
      consumerController(store),
      certificateController(store),
      canaryController(reports),
    ],
    migrations: gatewayMigrations.directory,
    async start() {
      signing = await loadSigningKeys(systemPool, options.masterKey);
      await hub.start();
    },
    stop: () => hub.stop(),
  };
  return {
    module,
    authenticator: gatewayAuthenticator(systemPool),
    lastCarried: (route) => reports.lastCarried((route.spec.rules ?? []).map((_rule, index) => ruleId(route, index))),
    localCredential: (existing) => localGatewayCredential(systemPool, existing),
    async sessionsEnded(credentialIds) {
      await visitors.revoke(credentialIds);
      await hub.revocationsChanged();
    },
    outboundAddress: outboundAddress(upstreamRules),
    lately: (seconds) => reports.lately(seconds),
  };
}

export const gatewayMigrations = { name: 'gateway', directory: new URL('./migrations/', import.meta.url) };

/** What the store has to know before the module can be made. */
export const gatewayKinds = [
  GatewayClass,
  Gateway,
  HTTPRoute,
  GRPCRoute,
  ReferenceGrant,
  Upstream,
  AuthPolicy,
  RateLimitPolicy,
  BackendPolicy,
  CanaryPolicy,
  TransformPolicy,
  Consumer,
  Certificate,
] as const;
