import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Authenticator, Authorizer, Certificates, MasterKey, MigrationSource, Module, OpenStore, SealKey } from '@dizuo/kernel';
import { accessKinds, accessModule } from '@dizuo/modules/access';
import { approvalKinds, approvalMigrations, approvalModule, approvalStatements } from '@dizuo/modules/approval';
import { appsKinds, appsMigrations, appsModule } from '@dizuo/modules/apps';
import { catalogKinds, catalogModule, parameterErrors, postgresqlDriver } from '@dizuo/modules/catalog';
import { coreKinds, coreModule } from '@dizuo/modules/core';
import { flowsModule } from '@dizuo/modules/flows';
import { type GatewayModule, gatewayKinds, gatewayMigrations, gatewayModule } from '@dizuo/modules/gateway';
import { type Identity, identityKinds, identityMigrations, identityModule } from '@dizuo/modules/identity';
import {
  applicationCount,
  integrationKinds,
  integrationMigrations,
  integrationModule,
  integrationStatements,
  reorganisationGuard,
} from '@dizuo/modules/integration';
import { printingModule } from '@dizuo/modules/printing';
import { tenancyKinds, tenancyModule } from '@dizuo/modules/tenancy';
import type { Supervisor } from '@dizuo/supervisor';
import type { Logger } from 'pino';
import type { Addresses } from './addresses.ts';
import type { DataDirectory } from './data-directory.ts';
import { internalFetch } from './internal-fetch.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

/** Every kind, in the order of discovery. */
export const kinds = [
  ...coreKinds,
  ...tenancyKinds,
  ...identityKinds,
  ...accessKinds,
  ...catalogKinds,
  ...approvalKinds,
  ...appsKinds,
  ...gatewayKinds,
  ...integrationKinds,
];

/** Tables and statements of the modules. */
export const migrations: readonly MigrationSource[] = [
  identityMigrations,
  approvalMigrations,
  appsMigrations,
  gatewayMigrations,
  integrationMigrations,
];
export const statements = { ...approvalStatements, ...integrationStatements };

export interface ModuleOptions {
  settings: Settings;
  addresses: Addresses;
  directory: DataDirectory;
  store: OpenStore;
  supervisor: Supervisor;
  masterKey: MasterKey;
  sealKey: SealKey;
  certificates: Certificates;
  log: Logger;
}

export interface Modules {
  list: readonly Module[];
  authorizer: Authorizer;
  authenticators: Authenticator[];
  identity: Identity;
  gateway: GatewayModule;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Everything the platform can do, put together by hand: who needs what is what is passed. */
export async function createModules(options: ModuleOptions): Promise<Modules> {
  const { settings, addresses, directory, store, supervisor, masterKey, certificates, log } = options;
  const { systemPool } = store;
  const { publicUrl, apiUrl, gatewayUrl } = addresses;
  const guard = reorganisationGuard(() => store);
  const identity = await identityModule({
    departmentGuard: guard.department,
    store,
    systemPool,
    masterKey,
    publicUrl,
    apiUrl,
    gatewayUrl,
    authority: certificates.authority,
    version,
    internalFetch: internalFetch(addresses.internalUrl, certificates.authority),
    log,
  });
  const access = accessModule({
    store,
    systemPool,
    people: identity.people,
    sealKey: options.sealKey,
    sealDirectory: directory.audit,
    log,
  });
  const postgresql = postgresqlDriver({
    supervisor,
    directory: directory.components,
    runDirectory: directory.run,
    logDirectory: directory.logs,
    firstPort: settings.port + 100,
    log,
  });
  const gateway = gatewayModule({
    store,
    systemPool,
    masterKey,
    sessions: identity.sessions,
    publicUrl,
    gatewayUrl,
    gatewayPort: settings.gatewayPort,
    upstreamAllow: settings.upstreamAllow,
    ownAddresses: addresses.hosts,
    log,
  });
  const apps = appsModule({
    supervisor,
    directory: directory.workloads,
    blobs: directory.blobs,
    logs: join(directory.logs, 'workloads'),
    samples: { 'shop-sign-permit': join(root, 'examples/shop-sign-permit') },
    systemPool,
    root: process.getuid?.() === 0,
    applicationAdmission: applicationCount,
    environment: {
      DIZUO_ISSUER: publicUrl,
      DIZUO_JWKS_URL: `${addresses.internalUrl}/.well-known/dizuo/identity/jwks.json`,
      NODE_EXTRA_CA_CERTS: join(directory.workloads, 'ca.crt'),
    },
  });
  const list = [
    coreModule(),
    tenancyModule({ store, systemPool, kinds, tenantGuard: guard.tenant }),
    identity.module,
    access.module,
    catalogModule({ store, drivers: [postgresql] }),
    approvalModule({ store, systemPool, parameterErrors }),
    apps,
    gateway.module,
    integrationModule({ store, systemPool, openAddress: gateway.outboundAddress, log }),
    printingModule({ chromium: settings.chromium }),
    flowsModule({ lastCarried: gateway.lastCarried, lately: gateway.lately }),
  ];
  return { list, authorizer: access.authorizer, authenticators: [gateway.authenticator, ...identity.authenticators], identity, gateway };
}
