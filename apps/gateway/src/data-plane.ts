import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
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
import { configurationDigest } from './control/configuration-digest.ts';
import { follow } from './control/follow.ts';
import { Platform } from './control/platform.ts';
import { SealedCopy } from './control/sealed-copy.ts';
import { Observer, type Tracing } from './observe/observer.ts';
import { KeySets } from './policy/key-sets.ts';
import { RateLimiter } from './policy/rate-limiter.ts';
import { keySetReader } from './policy/read-key-set.ts';
import { type PolicyMemory, RequestPolicies } from './policy/request-policies.ts';
import { BackendPool } from './proxy/backend-pool.ts';
import { ClientConnections } from './proxy/client-connections.ts';
import { Connector } from './proxy/connector.ts';
import { RequestHandler, type Serving } from './proxy/request-handler.ts';
import { requestIds } from './proxy/request-ids.ts';
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
  tracing?: Tracing;
}

export interface DataPlane {
  port: number;
  /** Resolves with the version in force when there is one. */
  ready: Promise<string>;
  /** Takes another certificate for new connections. Throws where it cannot be used. */
  useCertificate(tls: { cert: string; key: string }): void;
  /** Takes no new connections, lets what is under way end, then closes. */
  stop(): Promise<void>;
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
  endpoints.onGone = (endpoint) => pool.forget(endpoint);
  const health = new HealthChecks(endpoints, connector);
  const memory: PolicyMemory = {
    limiter: new RateLimiter({ shares: false }),
    keySets: new KeySets(keySetReader(connector)),
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
  let configuration: DataPlaneConfiguration | undefined;
  let said: GatewayAcknowledgement | undefined;
  let keeping: NodeJS.Timeout | undefined;
  let onReady: (version: string) => void = () => {};
  const ready = new Promise<string>((resolve) => {
    onReady = resolve;
  });

  async function apply(next: DataPlaneConfiguration): Promise<void> {
    if (configurationDigest(next) !== next.digest) throw new Error('the configuration does not match its digest');
    for (const backend of next.backends) if (backend.tls?.caCertificates) createSecureContext({ ca: backend.tls.caCertificates });
    const tokens = await VisitorTokens.open(next);
    const door = new VisitorDoor({ platform, issuer: next.issuer, tokens, revoked: () => revoked });
    serving = { version: next.version, table: new RouteTable(next, compileRules(next)), door, policies: new RequestPolicies(next, memory) };
    configuration = next;
    connector.allow(next.allowedAddresses);
    health.arrange(next.backends);
    backends.arrange(next.backends);
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

  async function onConfiguration(message: ConfigurationMessage): Promise<void> {
    if (message.type !== 'configuration') return;
    const base = { instance, version: message.version, digest: message.digest };
    try {
      await apply(message);
      said = { ...base, accepted: true, servingVersion: message.version };
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

  const handler = new RequestHandler({ serving: () => serving, newRequestId: requestIds() });
  const connections = new ClientConnections({
    endpoints,
    backends,
    pool,
    serve(exchange) {
      exchange.startedAt = performance.now();
      if (options.tracing) exchange.trace = observer.traceOf(exchange.head.get('traceparent'));
      handler.serve(exchange);
    },
    ended: (exchange) => observer.ended(exchange),
  });
  /** TCP connections whose TLS handshake is not done. */
  const greeting = new Map<string, Socket>();
  const listener = options.tls
    ? createTlsServer(
        { ...options.tls, allowHalfOpen: true, minVersion: 'TLSv1.2', handshakeTimeout: 10_000, ALPNProtocols: ['http/1.1'] },
        (socket) => {
          greeting.delete(peerOf(socket));
          connections.acceptSecure(socket);
        },
      )
    : createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => connections.accept(socket));
  if (options.tls) {
    listener.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      greeting.set(peer, socket);
      socket.once('close', () => greeting.delete(peer));
    });
  }
  await listen(listener, options.port, options.host);
  const streams = [
    follow(platform, gatewayPaths.configuration, abort.signal, log, (m) => onConfiguration(m as ConfigurationMessage)),
    follow(platform, gatewayPaths.endpoints, abort.signal, log, (m) => onEndpoints(m as EndpointsMessage)),
  ];
  let sequence = 0;
  let reportedAt = performance.now();
  async function report(): Promise<void> {
    const spanMs = Math.round(performance.now() - reportedAt);
    reportedAt += spanMs;
    sequence += 1;
    const told = observer.report({ instance, sequence, spanMs, breakers: backends.open(), connections: connections.size });
    await platform.report(told).catch((error) => log({ level: 'warn', message: `not reported: ${error.message}` }));
  }
  const presence = setInterval(() => {
    void acknowledge();
    void report();
  }, aliveSeconds * 1000);
  const address = listener.address();

  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    ready,
    useCertificate(tls) {
      if ('setSecureContext' in listener) listener.setSecureContext(tls);
    },
    async stop() {
      clearInterval(presence);
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of greeting.values()) socket.destroy();
      await connections.drain(options.idleDrainMs ?? 1000, options.drainMs ?? 30_000);
      await closed;
      abort.abort();
      health.stop();
      pool.close();
      clearTimeout(keeping);
      await Promise.all(streams);
      await platform.close();
    },
  };
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
