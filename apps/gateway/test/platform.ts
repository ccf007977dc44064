import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Department, Event, type Kind, Namespace, Secret, systemNamespace, User, Workload } from '@dizuo/api';
import {
  type Authenticator,
  type Controller,
  controllerPrincipal,
  createApiServer,
  createLeadership,
  createObjectClient,
  dualListener,
  type KindRegistration,
  KindRegistry,
  loadCertificates,
  type ObjectClient,
  Pipeline,
  type Principal,
  runControllers,
  serve,
} from '@dizuo/kernel';
import { type GatewayModule, gatewayKinds, gatewayMigrations, gatewayModule } from '@dizuo/modules/gateway';
import { openTestStore, testMasterKey } from '@dizuo/testkit';
import type pg from 'pg';
import { pino } from 'pino';
import { CedarAuthorizer } from '../../../packages/modules/src/access/cedar-authorizer.ts';
import { ensureDefaults } from '../../../packages/modules/src/gateway/gateway.controller.ts';
import { loadSigningKeys } from '../../../packages/modules/src/gateway/signing-keys.ts';
import { createVisitorSessions } from '../../../packages/modules/src/gateway/visitor-sessions.ts';
import { type DataPlane, type DataPlaneOptions, startDataPlane } from '../src/data-plane.ts';

/** A platform of its kernel and the gateway module on a real database, and data planes that follow it. */
export interface TestPlatform {
  client: ObjectClient;
  /** Sessions in force, by name: the sign-in part of the platform is not under test here. */
  sessions: Set<string>;
  url: string;
  gatewayPort: number;
  log: Record<string, unknown>[];
  startGateway(options?: Partial<DataPlaneOptions>): Promise<DataPlane>;
  stopServer(): Promise<void>;
  /** The server again, on the same database and address. */
  restartServer(): Promise<void>;
  /** A visitor token as the server would have made it some time ago. */
  oldToken(session: string, host: string, agoMs: number): Promise<string>;
  /** Where the data plane keeps its copy. */
  directory: string;
  pool: pg.Pool;
  credential: string;
  /** PEM of the authority of the server's certificate, for those who come by HTTPS. */
  authority: string;
  /** Bearer token of an operator who also develops for every tenant in `developsFor`. */
  administrator: string;
  /** What a server does that starts with its gateway on another port. */
  movedTo(port: number, protocol: 'HTTP' | 'HTTPS'): Promise<void>;
  close(): Promise<void>;
}

const silent = pino({ level: process.env.TEST_LOG ?? 'silent' });
const kinds: readonly Kind[] = [...gatewayKinds, Namespace, Secret, Workload, User, Department, Event];

/** The platform's own policies; nobody here holds a role. */
const authorizer = new CedarAuthorizer({ holdersOf: () => [], onRightsChanged: () => () => {} });

export interface MorePlatform {
  kinds: readonly KindRegistration[];
  // biome-ignore lint/suspicious/noExplicitAny: controllers of different kinds; each was typed when it was defined
  controllers(gateway: GatewayModule): readonly Controller<any>[];
}

export async function startPlatform(gatewayPort: number, scheme = 'http', more?: MorePlatform): Promise<TestPlatform> {
  const store = await openTestStore([...kinds, ...(more?.kinds ?? []).map(({ kind }) => kind)], [gatewayMigrations]);
  const sessions = new Set<string>();
  let publicUrl = '';
  const port = await freePort();
  publicUrl = `http://127.0.0.1:${port}`;
  const gateway = gatewayModule({
    store,
    systemPool: store.systemPool,
    masterKey: testMasterKey,
    sessions: { alive: async (id) => sessions.has(id) },
    publicUrl,
    gatewayUrl: `${scheme}://127.0.0.1:${gatewayPort}`,
    gatewayPort,
    upstreamAllow: ['127.0.0.1'],
    log: silent,
  });
  const registry = new KindRegistry([
    ...gateway.module.kinds,
    ...[Namespace, Secret, Workload, User, Department, Event].map((kind) => serve(kind)),
    ...(more?.kinds ?? []),
  ]);
  const pipeline = new Pipeline({ store, kinds: registry, authorizer });
  const client = createObjectClient({ pipeline, principal: controllerPrincipal('test') });
  await gateway.module.start?.();
  const leadership = createLeadership({ leases: store.leases, holder: 'test', log: silent });
  runControllers([...(gateway.module.controllers ?? []), ...(more?.controllers(gateway) ?? [])], {
    store,
    leadership,
    log: silent,
    clientFor: (name, lease) => createObjectClient({ pipeline, principal: controllerPrincipal(name), lease }),
  });
  const browser: Authenticator = {
    name: 'test-session',
    async authenticate(request) {
      const id = /dizuo_session=(\S+?)(;|$)/.exec(request.headers.cookie ?? '')?.[1];
      return id && sessions.has(id) ? person(id) : undefined;
    },
  };
  const administrator = 'administrator';
  const bearer: Authenticator = {
    name: 'test-administrator',
    async authenticate(request) {
      return request.headers.authorization === `Bearer ${administrator}` ? operator : undefined;
    },
  };
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-gateway-'));
  const certificates = await loadCertificates(directory, ['127.0.0.1']);
  const listen = async () => {
    const server = createApiServer({
      pipeline,
      store,
      authorizer,
      authenticators: [gateway.authenticator, bearer, browser],
      routes: gateway.module.routes ?? [],
      log: silent,
      version: 'test',
      serverFactory: dualListener({ certificates, allowPlain: true }),
    });
    await server.listen({ host: '127.0.0.1', port });
    return server;
  };
  let app: Awaited<ReturnType<typeof listen>> | undefined = await listen();
  const credential = await gateway.localCredential();
  const planes: DataPlane[] = [];
  const log: Record<string, unknown>[] = [];
  const stopServer = async () => {
    await app?.close();
    app = undefined;
  };
  return {
    client,
    sessions,
    url: publicUrl,
    gatewayPort,
    log,
    async startGateway(options = {}) {
      const plane = await startDataPlane({
        server: publicUrl,
        credential,
        stateDirectory: directory,
        host: '127.0.0.1',
        port: gatewayPort,
        log: (entry) => void log.push(entry),
        drainMs: 2000,
        ...options,
      });
      planes.push(plane);
      return plane;
    },
    stopServer,
    async restartServer() {
      app = await listen();
    },
    async oldToken(session, host, agoMs) {
      const keys = await loadSigningKeys(store.systemPool, testMasterKey);
      const past = createVisitorSessions({
        store,
        pool: store.systemPool,
        issuer: publicUrl,
        keys: () => keys,
        alive: async () => true,
        now: () => new Date(Date.now() - agoMs),
      });
      return past.exchange(await past.issueCode(person(session), host), host);
    },
    directory,
    credential,
    administrator,
    authority: certificates.authority,
    movedTo: (to, protocol) => ensureDefaults(client, { port: to, protocol }),
    pool: store.systemPool,
    async close() {
      await Promise.all(planes.map((plane) => plane.stop()));
      await stopServer();
      await leadership.close();
      await gateway.module.stop?.();
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const developsFor = ['greening', 'infra', 'app', 'web', 't-greening', 't-market'];
const operator: Principal = {
  type: 'user',
  name: 'operator',
  uid: 'operator',
  groups: [],
  facts: {
    departments: [],
    roles: { [systemNamespace]: ['operator'], ...Object.fromEntries(developsFor.map((tenant) => [tenant, ['developer']])) },
    hash: 'operator',
  },
};

/** `<user>.<anything>`, active in the bureau. */
function person(id: string): Principal {
  const name = id.split('.')[0] ?? '';
  return {
    type: 'user',
    name,
    uid: name,
    groups: [],
    credentialId: id,
    facts: { departments: [], roles: {}, hash: name, activeAppointment: { department: 'bureau', position: 'clerk' } },
  };
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks again until the answer is yes; fails after `mostMs` with what was asked last. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  mostMs = 60_000,
): Promise<T> {
  const end = Date.now() + mostMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${mostMs / 1000} s: ${what}`, { cause: last });
}

export const inTenant = (name: string, namespace = 'greening') => ({ metadata: { name, namespace } });
export const parentRefs = [{ namespace: systemNamespace, name: 'default' }];

export function workloadRef(name: string) {
  return { group: 'apps.dizuo', kind: 'Workload', name };
}

/** A Workload with replicas at these ports. */
export async function putWorkload(
  client: ObjectClient,
  name: string,
  instances: { port: number; state?: 'Ready' | 'Unhealthy' }[],
): Promise<void> {
  const key = { name, namespace: 'greening' };
  if (!(await client.get(Workload, key))) {
    await client.create(Workload, { metadata: key, spec: { applicationRef: 'permit', artifact: { sample: 'shop-sign-permit' } } });
  }
  const list = instances.map(({ port, state = 'Ready' }, i) => ({
    name: `${name}-${i}`,
    host: '127.0.0.1',
    port,
    state,
    revision: '1',
    restarts: 0,
  }));
  await client.modify(Workload, key, (w) => ({ ...w, status: { ...w.status, instances: list } }), 'status');
}
