import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { recalled, say } from '@dizuo/api';
import { type PostgresServer, runPostgres, type Supervisor } from '@dizuo/supervisor';
import pg from 'pg';
import type { Logger } from 'pino';
import { serverDown } from '../catalog.errors.ts';
import type { BrokerObject, ServiceDriver, StepContext } from './driver.ts';
import { examineDatabase } from './postgresql-limits.ts';
import { databaseOf, loginOf, ownerOf, quoteName } from './postgresql-names.ts';
import { type AsSuperuser, bindSteps, provisionSteps } from './postgresql-steps.ts';

export interface PostgresqlDriverOptions {
  supervisor: Supervisor;
  /** Data of the servers; a directory that other users may pass. */
  directory: string;
  /** For sockets: a short path. */
  runDirectory: string;
  logDirectory: string;
  /** Port of the first server; each keeps the one it got. */
  firstPort: number;
  log: Logger;
}

const superuser = 'dizuo_components';
const host = '127.0.0.1';

/** Databases on PostgreSQL servers that the platform runs for components: never its own state database. */
export function postgresqlDriver(options: PostgresqlDriverOptions): ServiceDriver {
  const servers = new Map<string, Promise<PostgresServer>>();
  const as: AsSuperuser = (broker, database, work) => withSuperuser(broker.metadata.name, serverOf(broker), database, work);

  /** The broker's server as this process runs it: brought up or adopted by whoever asks first after a start. */
  function serverOf(broker: BrokerObject): Promise<PostgresServer> {
    const { name } = broker.metadata;
    const known = servers.get(name);
    if (known) return known;
    const starting = start(broker);
    servers.set(name, starting);
    starting.catch(() => servers.delete(name));
    return starting;
  }

  async function start(broker: BrokerObject): Promise<PostgresServer> {
    const { name } = broker.metadata;
    mkdirSync(join(options.directory, name), { recursive: true, mode: 0o711 });
    const port = broker.status?.endpoint?.port ?? (await freePort(options.firstPort));
    return runPostgres({
      supervisor: options.supervisor,
      log: options.log,
      name: `component-${name}`,
      dataDirectory: join(options.directory, name, 'data'),
      socketDirectory: join(options.runDirectory, `c-${name}`),
      logFile: join(options.logDirectory, `component-${name}.log`),
      superuser,
      listen: { host, port },
      settings: {
        max_connections: '400',
        shared_buffers: '64MB',
        password_encryption: 'scram-sha-256',
        max_worker_processes: '4',
        log_min_duration_statement: '2s',
      },
    });
  }

  return {
    name: 'postgresql',
    async ensureServer(broker) {
      const server = await serverOf(broker);
      const version = await as(broker, 'postgres', async (client) => {
        await client.query('revoke all on database postgres from public; revoke all on database template1 from public');
        return (await client.query('show server_version')).rows[0].server_version as string;
      });
      return { host, port: server.port, version };
    },
    async stopServer(name) {
      const server = await servers.get(name)?.catch(() => undefined);
      servers.delete(name);
      await server?.stop();
    },
    async stop() {
      await Promise.all(
        [...servers.values()].map((server) =>
          server.then(
            (running) => running.stop(),
            () => {},
          ),
        ),
      );
      servers.clear();
    },
    provision: provisionSteps(as),
    bind: bindSteps(as),
    endpoint: (instance, broker) => ({ host, port: broker.status?.endpoint?.port ?? 0, database: databaseOf(instance) }),
    newCredentials(binding, instance, broker) {
      const [database, username] = [databaseOf(instance), loginOf(binding)];
      const password = randomBytes(24).toString('base64url');
      const port = String(broker.status?.endpoint?.port ?? 0);
      return { host, port, database, username, password, uri: `postgresql://${username}:${password}@${host}:${port}/${database}` };
    },
    unbind: (context) => unbind(as, context),
    deprovision: (context) => deprovision(as, context),
    examine: (context) => examineDatabase(as, context),
  };
}

async function unbind(as: AsSuperuser, { broker, instance, binding }: StepContext): Promise<void> {
  if (!binding) return;
  const login = loginOf(binding);
  await as(broker, 'postgres', (client) =>
    client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [login]),
  );
  const exists = await as(broker, 'postgres', async (client) => {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [login]);
    const database = await client.query('select 1 from pg_database where datname = $1', [databaseOf(instance)]);
    return { role: Boolean(rowCount), database: Boolean(database.rowCount) };
  });
  if (!exists.role) return;
  if (exists.database) {
    await as(broker, databaseOf(instance), async (client) => {
      await client.query(`reassign owned by ${quoteName(login)} to ${quoteName(ownerOf(instance))}`);
      await client.query(`drop owned by ${quoteName(login)}`);
    });
  }
  await as(broker, 'postgres', async (client) => {
    await client.query(`drop owned by ${quoteName(login)}`);
    await client.query(`drop role if exists ${quoteName(login)}`);
  });
}

async function deprovision(as: AsSuperuser, { broker, instance, crashPoint }: StepContext): Promise<void> {
  await as(broker, 'postgres', async (client) => {
    await client.query(`drop database if exists ${quoteName(databaseOf(instance))} with (force)`);
    crashPoint('postgresql/database-dropped');
    await client.query(`drop role if exists ${quoteName(ownerOf(instance))}`);
  });
}

async function withSuperuser<T>(
  broker: string,
  starting: Promise<PostgresServer>,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const server = await starting.catch((cause: Error) => {
    throw serverDown({ broker, why: recalled(cause) }, { cause });
  });
  const client = new pg.Client({ ...server.superuserConfig(database), connectionTimeoutMillis: 5000, application_name: 'dizuo-driver' });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    throw serverDown({ broker, why: (cause as Error).message }, { cause });
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The first port from `first` on that nobody listens on. */
async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 200; port += 1) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, host, () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw serverDown({ broker: 'postgresql', why: say('NoPortFree')`no port from ${first} to ${first + 199} is free` });
}
