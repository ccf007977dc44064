import {
  Application,
  AuthPolicy,
  Consumer,
  Department,
  Event,
  Gateway,
  GRPCRoute,
  HTTPRoute,
  type Kind,
  type KubeObject,
  Position,
  Secret,
  ServiceClass,
  ServicePlan,
  systemNamespace,
  Tenant,
  Upstream,
  User,
  Workload,
} from '@dizuo/api';
import {
  controllerPrincipal,
  createApiServer,
  createLeadership,
  createObjectClient,
  KindRegistry,
  openStore,
  Pipeline,
  type Principal,
  postgresLeases,
  runControllers,
  serve,
  staticMasterKey,
} from '@dizuo/kernel';
import type { TestDatabase } from '@dizuo/testkit';
import pg from 'pg';
import { pino } from 'pino';
import { CedarAuthorizer } from '../src/access/cedar-authorizer.ts';
import { approvalModule } from '../src/approval/index.ts';
import { decisionControllers } from '../src/flows/decision/decision.ts';
import { dispositionController, type RouteTraffic } from '../src/flows/disposition/disposition.controller.ts';
import { applicationCount, integrationModule, reorganisationGuard } from '../src/integration/index.ts';

/** Servers of everything that counts systems and decides on them, on one database, with the platform's own policies. */

export type Roles = Record<string, string[]>;

const nobody = { holdersOf: () => [], onRightsChanged: () => () => {} };

export interface IntegrationOptions {
  controllers?: boolean;
  /** How scans reach databases; anywhere by default. */
  openAddress?(host: string, port: number): Promise<string>;
  /** What the gateway carries; nothing by default. */
  traffic?: RouteTraffic;
}

/** One server. Several may run on the same database. */
export async function startIntegration(database: Pick<TestDatabase, 'access'>, options: IntegrationOptions = {}) {
  const { access } = database;
  const log = pino({ level: process.env.DIZUO_LOG_LEVEL ?? 'silent' });
  const systemPool = new pg.Pool({ ...access.as('system'), max: 3 });
  systemPool.on('error', () => {});
  const holder: { store?: Awaited<ReturnType<typeof openStore>> } = {};
  const lateStore = new Proxy({} as Awaited<ReturnType<typeof openStore>>, {
    get: (_none, name) => {
      const value = holder.store?.[name as never] as unknown;
      return typeof value === 'function' ? value.bind(holder.store) : value;
    },
  });
  const approval = approvalModule({ store: lateStore, systemPool, parameterErrors: () => [] });
  const integration = integrationModule({
    store: lateStore,
    systemPool,
    log,
    openAddress: options.openAddress ?? (async (host) => host),
  });
  const guard = reorganisationGuard(() => lateStore);
  const registrations = [
    ...approval.kinds,
    ...integration.kinds,
    serve(Application, applicationCount),
    serve(Department, guard.department),
    serve(Tenant, guard.tenant),
    ...[
      Position,
      User,
      Event,
      Secret,
      Gateway,
      Upstream,
      HTTPRoute,
      GRPCRoute,
      AuthPolicy,
      Consumer,
      Workload,
      ServiceClass,
      ServicePlan,
    ].map((kind) => serve(kind as Kind)),
  ];
  const store = await openStore({
    access,
    masterKey: staticMasterKey('test', Buffer.alloc(32, 7)),
    kinds: registrations.map(({ kind }) => kind),
  });
  holder.store = store;
  await integration.start?.();
  const authorizer = new CedarAuthorizer(nobody);
  const pipeline = new Pipeline({ store, kinds: new KindRegistry(registrations), authorizer });
  const leadership = createLeadership({
    leases: postgresLeases(systemPool),
    holder: `test-${process.pid}-${Math.random()}`,
    log,
    ttlMs: 1500,
  });
  const controllers = [
    ...(approval.controllers ?? []),
    ...(integration.controllers ?? []),
    ...decisionControllers,
    dispositionController(options.traffic ?? { lastCarried: async () => undefined }),
  ];
  runControllers(options.controllers ? controllers : [], {
    store,
    leadership,
    log,
    clientFor: (name, lease) => createObjectClient({ pipeline, principal: controllerPrincipal(name), lease }),
  });
  const app = createApiServer({
    pipeline,
    store,
    authorizer,
    authenticators: [{ name: 'test', authenticate: async (request) => principalOf(request.headers.authorization ?? '') }],
    routes: integration.routes ?? [],
    log,
    version: '0',
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    store,
    systemPool,
    client: createObjectClient({ pipeline, principal: controllerPrincipal('test') }),
    /** The API as a person with these roles sees it. */
    as: (name: string, roles: Roles) => door(url, name, roles),
    async close() {
      await app.close();
      await leadership.close();
      await integration.stop?.();
      await store.close();
      await systemPool.end();
    },
  };
}

export type IntegrationServer = Awaited<ReturnType<typeof startIntegration>>;

/** The tests' credentials carry the person's facts. */
function principalOf(header: string): Principal | undefined {
  const token = /^Bearer (.+)$/.exec(header)?.[1];
  if (!token) return undefined;
  const { name, roles } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { name: string; roles: Roles };
  return { type: 'user', name, uid: name, groups: [], facts: { departments: [], roles, hash: token } };
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers, as a client that knows no types sees it
  body: any;
}

/** Speaks the HTTP API by paths, as a client that we did not write does. */
function door(url: string, name: string, roles: Roles) {
  const authorization = `Bearer ${Buffer.from(JSON.stringify({ name, roles })).toString('base64url')}`;
  const call = async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  };
  const at = (kind: Kind, namespace: string | undefined, key = '') =>
    `/apis/${kind.apiVersion}${namespace ? `/namespaces/${namespace}` : ''}/${kind.plural}${key ? `/${key}` : ''}`;
  return {
    name,
    call,
    create: (kind: Kind, namespace: string | undefined, object: string, spec: object, query = '') =>
      call('POST', at(kind, namespace) + query, { metadata: { name: object }, spec }),
    get: (kind: Kind, namespace: string | undefined, object: string) => call('GET', at(kind, namespace, object)),
    list: (kind: Kind, namespace?: string) => call('GET', at(kind, namespace)),
    patch: (kind: Kind, namespace: string | undefined, object: string, change: object, query = '') =>
      call('PATCH', at(kind, namespace, object) + query, change, 'application/merge-patch+json'),
    remove: (kind: Kind, namespace: string | undefined, object: string, query = '') => call('DELETE', at(kind, namespace, object) + query),
  };
}

export type ApiDoor = ReturnType<typeof door>;

export const operatorRoles: Roles = { [systemNamespace]: ['operator'] };

/** Waits for something that controllers bring about. */
export async function eventually<T>(read: () => Promise<T | undefined | false>, timeoutMs = 60_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export type { KubeObject };
