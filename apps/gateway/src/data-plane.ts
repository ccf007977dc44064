import { randomBytes } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import {
  aliveSeconds,
  type ConfigurationMessage,
  type DataPlaneConfiguration,
  type EndpointsMessage,
  type GatewayAcknowledgement,
  gatewayPaths,
} from '@dizuo/api';
import { RouteTable } from '@dizuo/api/routing';
import type { Log } from './access-log.ts';
import { BackendStates } from './balance/backend-states.ts';
import { EndpointSet } from './balance/endpoint-set.ts';
import { HealthChecks } from './balance/health-checks.ts';
import { configurationDigest, digestOfText } from './control/configuration-digest.ts';
import { follow } from './control/follow.ts';
import { Platform } from './control/platform.ts';
import { SealedCopy } from './control/sealed-copy.ts';
import { Listeners, type ListenersOptions } from './listen/listeners.ts';
import { Observer, type Tracing } from './observe/observer.ts';
import type { ProcessCounts } from './observe/process-counts.ts';
import { KeySets } from './policy/key-sets.ts';
import { RateLimiter } from './policy/rate-limiter.ts';
import { keySetReader } from './policy/read-key-set.ts';
import { type PolicyMemory, RequestPolicies } from './policy/request-policies.ts';
import { BackendPool } from './proxy/backend-pool.ts';
import { ClientConnections } from './proxy/client-connections.ts';
import { Connector } from './proxy/connector.ts';
import type { ExchangeServices } from './proxy/exchange.ts';
import { Http2Backends } from './proxy/http2-backends.ts';
import { Http2Sessions } from './proxy/http2-sessions.ts';
import { LoadGuard } from './proxy/load-guard.ts';
import { sendCopy } from './proxy/request-copy.ts';
import { RequestHandler, type Serving } from './proxy/request-handler.ts';
import { defaultWaits, type Waits } from './proxy/waits.ts';
import { compileRules } from './routing/compiled-rule.ts';
import { VisitorDoor } from './visitor/visitor-door.ts';
import { VisitorTokens } from './visitor/visitor-tokens.ts';

export interface DataPlaneOptions {
  /** Address of the server. */
  server: string;
  /** PEM of the authority of the server's certificate. */
  ca?: string;
  credential: string;
  /** Where the encrypted copy of the configuration is kept. */
  stateDirectory: string;
  host: string;
  port: number;
  /** PEM; the listener speaks TLS where it is given. */
  tls?: { cert: string; key: string };
  log: Log;
  /** How long requests under way may go on after `stop`. 30 s by default. */
  drainMs?: number;
  /** How long connections without a request wait for one after `stop`. 1 s by default. */
  idleDrainMs?: number;
  /** Log each request; true by default. */
  accessLog?: boolean;
  /** How often it tells the server what it saw; `aliveSeconds` by default. */
  reportMs?: number;
  tracing?: Tracing;
  /** See `ListenersOptions`. */
  proxies?: readonly string[];
  socketFor?: ListenersOptions['socketFor'];
  limits?: Partial<GatewayLimits>;
  waits?: Partial<Waits>;
  /** Rate limits hold for several processes together: the one that starts this carries what `limiter` drains and absorbs. */
  sharesLimits?: boolean;
}

/** Of one process. Beyond them clients are told to come back: 503. */
const defaultLimits = {
  connections: 16_000,
  connectionsPerAddress: 12_000,
  requests: 8192,
  requestsPerTenant: 4096,
  memoryMiB: 1024,
  lagMs: 1000,
};

export type GatewayLimits = typeof defaultLimits;

export interface DataPlane {
  port: number;
  /** Resolves with the version in force when there is one. */
  ready: Promise<string>;
  readonly limiter: RateLimiter;
  /** What was counted since the start, and how it stands. Lines of the log are counted by who writes them. */
  counts(): Omit<ProcessCounts, 'droppedLogLines'>;
  /** Takes another certificate for new connections. Throws where it cannot be used. */
  useCertificate(tls: { cert: string; key: string }): void;
  /** Takes no new connections, lets what is under way end, then closes. Connections without a request wait for one for `idleMs`. */
  stop(idleMs?: number): Promise<void>;
}

/** Starts a data plane: it serves what the server last told it, also while the server is away. Rejects where it cannot listen. */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const { log } = options;
  const platform = new Platform({ url: options.server, credential: options.credential, ...(options.ca ? { ca: options.ca } : {}) });
  const copy = new SealedCopy(options.stateDirectory, options.credential);
  const connector = new Connector();
  const endpoints = new EndpointSet();
  const backends = new BackendStates();
  const pool = new BackendPool(connector);
  const http2Backends = new Http2Backends(connector);
  endpoints.onGone = (endpoint) => {
    pool.forget(endpoint);
    http2Backends.forget(endpoint);
  };
  const health = new HealthChecks(endpoints, connector);
  const memory: PolicyMemory = {
    limiter: new RateLimiter({ shares: options.sharesLimits === true }),
    keySets: new KeySets(keySetReader(connector)),
    endpoints,
    verifiers: new Map(),
  };
  const observer = new Observer({
    ...(options.accessLog === false ? {} : { log }),
    ...(options.tracing ? { tracing: options.tracing } : {}),
  });
  const instance = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const abort = new AbortController();
  let revoked: ReadonlySet<string> = new Set();
  let serving: Serving | undefined;
  let listeners: Listeners | undefined;
  let configuration: DataPlaneConfiguration | undefined;
  let said: GatewayAcknowledgement | undefined;
  let keeping: NodeJS.Timeout | undefined;
  let onReady: (version: string) => void = () => {};
  const ready = new Promise<string>((resolve) => {
    onReady = resolve;
  });

  async function apply(next: DataPlaneConfiguration, text = ''): Promise<void> {
    if ((digestOfText(text) ?? configurationDigest(next)) !== next.digest) throw new Error('the configuration does not match its digest');
    for (const backend of next.backends) if (backend.tls?.caCertificates) createSecureContext({ ca: backend.tls.caCertificates });
    for (const { chain, privateKey } of next.certificates ?? []) createSecureContext({ cert: chain, key: privateKey });
    const tokens = await VisitorTokens.open(next);
    const door = new VisitorDoor({ platform, issuer: next.issuer, tokens, revoked: () => revoked });
    serving = { version: next.version, table: new RouteTable(next, compileRules(next)), door, policies: new RequestPolicies(next, memory) };
    configuration = next;
    connector.allow(next.allowedAddresses);
    await listeners?.arrange(next);
    health.arrange(next.backends);
    backends.arrange(next.backends);
    observer.arrange(next);
    onReady(next.version);
  }

  /** Writes the copy soon, not for each of many changes. */
  function keep(): void {
    keeping ??= setTimeout(() => {
      keeping = undefined;
      try {
        if (configuration) copy.write({ configuration, endpoints: endpoints.snapshot() });
      } catch (error) {
        log({ level: 'warn', message: `the configuration could not be kept on disk: ${(error as Error).message}` });
      }
    }, 200);
  }

  async function acknowledge(): Promise<void> {
    if (said) await platform.acknowledge(said).catch((error) => log({ level: 'warn', message: `not acknowledged: ${error.message}` }));
  }

  async function onConfiguration(message: ConfigurationMessage, text: string): Promise<void> {
    if (message.type !== 'configuration') return;
    const base = { instance, version: message.version, digest: message.digest };
    try {
      await apply(message, text);
      said = { ...base, accepted: true, servingVersion: message.version, listenerProblems: listeners?.problems() ?? [] };
      log({ level: 'info', message: 'configuration in force', version: message.version, digest: message.digest });
      keep();
    } catch (error) {
      const why = (error as Error).message;
      said = { ...base, accepted: false, message: why, ...(configuration ? { servingVersion: configuration.version } : {}) };
      log({ level: 'error', message: `configuration refused: ${why}`, version: message.version });
    }
    await acknowledge();
  }

  function onEndpoints(message: EndpointsMessage): void {
    if (message.type === 'revocations') revoked = new Set(message.sessions);
    if (message.type !== 'endpoints') return;
    endpoints.apply(message);
    health.arrange();
    keep();
  }

  const kept = copy.read();
  if (kept) {
    endpoints.apply({ type: 'endpoints', version: '', full: true, backends: kept.endpoints });
    await apply(kept.configuration).catch((error) =>
      log({ level: 'warn', message: `the kept configuration is not usable: ${error.message}` }),
    );
  }

  const limits = { ...defaultLimits, ...options.limits };
  const guard = new LoadGuard(limits);
  const handler = new RequestHandler({ serving: () => serving, guard });
  const services: ExchangeServices = {
    endpoints,
    backends,
    pool,
    http2: http2Backends,
    waits: { ...defaultWaits, ...options.waits },
    serve(exchange) {
      exchange.startedAt = performance.now();
      if (options.tracing) exchange.trace = observer.traceOf(exchange.head.get('traceparent'));
      handler.serve(exchange);
    },
    copy: (copy, body, rule) => sendCopy(services, copy, body, rule),
    ended(exchange) {
      handler.ended(exchange);
      observer.ended(exchange);
    },
  };
  const http2 = new Http2Sessions(services);
  const connections = new ClientConnections(services, http2, { connections: limits.connections, perAddress: limits.connectionsPerAddress });
  connections.onShed = seldom((why) => log({ level: 'warn', message: `connections are turned away: ${why}` }));
  listeners = new Listeners({ ...options, proxies: options.proxies ?? [], connections, http2 });
  const port = await listeners.start();
  if (configuration) await listeners.arrange(configuration);
  const streams = [
    follow(platform, gatewayPaths.configuration, abort.signal, log, (m, text) => onConfiguration(m as ConfigurationMessage, text)),
    follow(platform, gatewayPaths.endpoints, abort.signal, log, (m) => onEndpoints(m as EndpointsMessage)),
  ];
  let sequence = 0;
  let reportedAt = performance.now();
  async function report(): Promise<void> {
    const spanMs = Math.round(performance.now() - reportedAt);
    reportedAt += spanMs;
    sequence += 1;
    const told = observer.report({
      instance,
      sequence,
      spanMs,
      breakers: backends.open(),
      leftOut: endpoints.leftOut(),
      connections: connections.size,
    });
    await platform.report(told).catch((error) => log({ level: 'warn', message: `not reported: ${error.message}` }));
  }
  const presence = setInterval(
    () => {
      void acknowledge();
      void report();
    },
    options.reportMs ?? aliveSeconds * 1000,
  );

  return {
    port,
    ready,
    limiter: memory.limiter,
    counts: () => ({
      traffic: observer.traffic.snapshot(),
      connections: connections.size + http2.size,
      breakers: backends.open(),
      processes: 1,
    }),
    useCertificate: (tls) => listeners?.useCertificate(tls),
    async stop(idleMs = options.idleDrainMs ?? 1000) {
      clearInterval(presence);
      const closed = listeners?.close();
      await connections.drain(idleMs, options.drainMs ?? 30_000);
      await closed;
      abort.abort();
      health.stop();
      guard.stop();
      pool.close();
      http2Backends.close();
      clearTimeout(keeping);
      await Promise.all(streams);
      await platform.close();
    },
  };
}

/** At most once a minute. */
function seldom<T>(tell: (what: T) => void): (what: T) => void {
  let next = 0;
  return (what) => {
    if (performance.now() < next) return;
    next = performance.now() + 60_000;
    tell(what);
  };
}
