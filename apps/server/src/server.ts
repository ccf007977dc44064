import { copyFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  controllerPrincipal,
  createApiServer,
  createLeadership,
  createObjectClient,
  dualListener,
  fileMasterKey,
  fileSealKey,
  KindRegistry,
  loadCertificates,
  migrate,
  openStore,
  Pipeline,
  rewriteRows,
  runControllers,
  runGarbageCollector,
  sealAudit,
} from '@dizuo/kernel';
import { createSupervisor } from '@dizuo/supervisor';
import type { Logger } from 'pino';
import { addressesOf } from './addresses.ts';
import { consoleFiles, sendConsole } from './console-files.ts';
import { openDataDirectory } from './data-directory.ts';
import { firstStart } from './first-start.ts';
import { runGateway } from './gateway-process.ts';
import { createModules, kinds, migrations, statements } from './modules.ts';
import { portTaken } from './server.errors.ts';
import { isLoopback, type Settings } from './settings.ts';
import { endFormerLeases, openStateDatabase } from './state-database.ts';
import { version } from './version.ts';

export interface RunningServer {
  url: string;
  passwordFile: string;
  /** Stops everything that it runs: gateway, workloads, component servers, database. */
  stop(): Promise<void>;
}

const leaseMs = 6_000;
const root = fileURLToPath(new URL('../../../', import.meta.url));
const consoleDirectory = join(root, 'apps/console/dist');

/** Starts the platform, or goes on where it was: what outlived a killed server is adopted. Throws an AppError with the way out. */
export async function startServer(settings: Settings, log: Logger): Promise<RunningServer> {
  const directory = openDataDirectory(settings.dataDirectory);
  const closing: (() => unknown)[] = [() => directory.release()];
  try {
    const supervisor = createSupervisor({ directory: join(directory.run, 'children'), log });
    closing.push(() => supervisor.close());
    if (!(await isFree(settings.host, settings.port))) throw portTaken({ host: settings.host, port: settings.port, setting: '--port N' });
    if (!supervisor.find('gateway') && !(await isFree(settings.host, settings.gatewayPort))) {
      throw portTaken({ host: settings.host, port: settings.gatewayPort, setting: 'DIZUO_GATEWAY_PORT' });
    }
    const addresses = addressesOf(settings);
    const [certificates, database] = await Promise.all([
      loadCertificates(directory.certificates, addresses.hosts),
      openStateDatabase(directory, supervisor, settings.databaseUrl, log),
    ]);
    closing.push(() => database.stop());
    copyFileSync(join(directory.certificates, 'ca.crt'), join(directory.workloads, 'ca.crt'));
    await migrate(database.access, migrations, statements);
    if (!settings.databaseUrl) await endFormerLeases(database.access);
    const masterKey = fileMasterKey(join(directory.keys, 'master.key'));
    const sealKey = fileSealKey(join(directory.keys, 'seal.key'));
    const store = await openStore({ access: database.access, masterKey, kinds, log });
    closing.push(() => store.close());
    const modules = await createModules({ settings, addresses, directory, store, supervisor, masterKey, sealKey, certificates, log });
    const registry = new KindRegistry(modules.list.flatMap((module) => module.kinds));
    const pipeline = new Pipeline({ store, kinds: registry, authorizer: modules.authorizer });
    const clientFor = (name: string, lease?: { name: string; epoch: number }) =>
      createObjectClient({ pipeline, principal: controllerPrincipal(name), ...(lease ? { lease } : {}) });
    for (const module of modules.list) {
      await module.start?.();
      closing.push(() => module.stop?.());
    }
    await firstStart({
      client: clientFor('first-start'),
      passwords: modules.identity.passwords,
      passwordFile: directory.firstPasswords,
      empty: settings.empty,
      publicUrl: addresses.publicUrl,
    });
    const app = createApiServer({
      pipeline,
      store,
      authorizer: modules.authorizer,
      authenticators: modules.authenticators,
      routes: modules.list.flatMap((module) => module.routes ?? []),
      log,
      version,
      serverFactory: dualListener({ certificates, allowPlain: isLoopback(settings.host) }),
      ready: () =>
        store.latest().then(
          () => true,
          () => false,
        ),
      fallback: (request, reply) => sendConsole(consoleDirectory, request, reply),
    });
    await consoleFiles(app, consoleDirectory, addresses.publicUrl.startsWith('https:'));
    await app.listen({ host: settings.host, port: settings.port });
    closing.push(() => app.close());
    const leadership = createLeadership({ leases: store.leases, holder: `${process.pid}-${Date.now()}`, log, ttlMs: leaseMs });
    runControllers(
      modules.list.flatMap((module) => module.controllers ?? []),
      { store, leadership, log, clientFor },
    );
    runGarbageCollector({ store, systemPool: store.systemPool, kinds: registry, leadership, clientFor, log });
    rewriteRows({ store, systemPool: store.systemPool, kinds, leadership, log });
    sealAudit({ systemPool: store.systemPool, key: sealKey, directory: directory.audit, leadership, log });
    closing.push(() => leadership.close());
    const gateway = await runGateway({
      supervisor,
      directory: directory.gateway,
      logFile: join(directory.logs, 'gateway.log'),
      program: join(root, 'apps/gateway/src/main.ts'),
      server: addresses.internalUrl,
      authority: certificates.authority,
      host: settings.host,
      port: settings.gatewayPort,
      workers: settings.gatewayWorkers,
      ...(isLoopback(settings.host)
        ? {}
        : { tls: { certificateFile: join(directory.certificates, 'server.crt'), keyFile: join(directory.certificates, 'server.key') } }),
      credential: (existing) => modules.gateway.localCredential(existing),
      log,
    });
    // Stopped in the order opposite to the start: what runs for tenants while the database still answers.
    closing.push(async () => {
      await gateway.stop();
      await leadership.close();
      const workloads = supervisor.list().filter((name) => name !== 'state-postgres' && !name.startsWith('component-'));
      await Promise.all(workloads.map((name) => supervisor.stop(name)));
    });
    return { url: addresses.publicUrl, passwordFile: directory.firstPasswords, stop: () => closeAll(closing, log) };
  } catch (error) {
    await closeAll(closing, log);
    throw error;
  }
}

async function closeAll(closing: (() => unknown)[], log: Logger): Promise<void> {
  for (const close of closing.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      log.warn({ err: error }, 'something did not stop cleanly');
    }
  }
}

/** Whether something could listen there. */
function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
