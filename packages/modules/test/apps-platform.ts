import { join } from 'node:path';
import { Event, Secret } from '@dizuo/api';
import {
  type Authorizer,
  controllerPrincipal,
  createApiServer,
  createLeadership,
  createObjectClient,
  KindRegistry,
  openStore,
  Pipeline,
  postgresLeases,
  runControllers,
  serve,
  socketAccess,
  staticMasterKey,
} from '@dizuo/kernel';
import { createSupervisor } from '@dizuo/supervisor';
import pg from 'pg';
import { pino } from 'pino';
import { type AppsModuleOptions, appsModule } from '../src/apps/index.ts';

/** Everything that runs workloads, as a server has it, for tests: on a database and a directory that outlive it. */

export interface PlatformOptions {
  sockets: string;
  database: string;
  directory: string;
  root: boolean;
  samples?: Record<string, string>;
  ports: { from: number; to: number };
  /** False: it serves, and nobody acts. */
  controllers?: boolean;
}

const allowed: Authorizer = {
  authorize: () => ({ allowed: true, reason: '', policies: ['test'], missing: [] }),
  scope: () => ({ namespaces: '*' }),
  onRightsChanged: () => () => {},
};

export async function startPlatform(options: PlatformOptions) {
  const access = socketAccess(options.sockets, options.database, 'postgres');
  const log = pino({ level: process.env.DIZUO_LOG_LEVEL ?? 'silent' });
  const systemPool = new pg.Pool({ ...access.as('system'), max: 3 });
  systemPool.on('error', () => {});
  const supervisor = createSupervisor({ directory: join(options.directory, 'run'), log });
  const module = appsModule({
    supervisor,
    directory: join(options.directory, 'workloads'),
    blobs: join(options.directory, 'blobs'),
    logs: join(options.directory, 'logs'),
    samples: options.samples ?? {},
    systemPool,
    root: options.root,
    ports: options.ports,
    drainMs: 300,
  } satisfies AppsModuleOptions);
  const registrations = [...module.kinds, serve(Secret), serve(Event)];
  const kinds = new KindRegistry(registrations);
  const store = await openStore({
    access,
    masterKey: staticMasterKey('test', Buffer.alloc(32, 7)),
    kinds: registrations.map(({ kind }) => kind),
  });
  const pipeline = new Pipeline({ store, kinds, authorizer: allowed });
  const leadership = createLeadership({
    leases: postgresLeases(systemPool),
    holder: `test-${process.pid}-${Math.random()}`,
    log,
    ttlMs: 1500,
  });
  await module.start?.();
  runControllers(options.controllers === false ? [] : (module.controllers ?? []), {
    store,
    leadership,
    log,
    clientFor: (name, lease) => createObjectClient({ pipeline, principal: controllerPrincipal(name), lease }),
  });
  const app = createApiServer({
    pipeline,
    store,
    authorizer: allowed,
    authenticators: [{ name: 'test', authenticate: async () => ({ ...controllerPrincipal('test'), type: 'user', name: 'tester' }) }],
    routes: module.routes ?? [],
    log,
    version: '0',
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    supervisor,
    client: createObjectClient({ pipeline, principal: controllerPrincipal('test') }),
    async close() {
      await app.close();
      await leadership.close();
      await module.stop?.();
      await store.close();
      await systemPool.end();
      supervisor.close();
    },
  };
}

export type Platform = Awaited<ReturnType<typeof startPlatform>>;
