import { join } from 'node:path';
import { type DatabaseAccess, roleName, socketAccess, urlAccess } from '@dizuo/kernel';
import { runPostgres, type Supervisor } from '@dizuo/supervisor';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DataDirectory } from './data-directory.ts';
import { databaseUnreachable } from './server.errors.ts';

export interface StateDatabase {
  access: DatabaseAccess;
  stop(): Promise<void>;
}

const superuser = 'dizuo';
const database = 'dizuo';
/** PostgreSQL 15: the oldest that the state's SQL keeps to. */
const oldest = 150_000;
const platformRoles = (['migrator', 'app', 'system'] as const).map(roleName);

/** The platform's own PostgreSQL on a private socket, or the one that DATABASE_URL names. */
export async function openStateDatabase(
  directory: DataDirectory,
  supervisor: Supervisor,
  databaseUrl: string | undefined,
  log: Logger,
): Promise<StateDatabase> {
  if (databaseUrl) {
    await checkExisting(databaseUrl);
    return { access: urlAccess(databaseUrl), async stop() {} };
  }
  const server = await runPostgres({
    supervisor,
    log,
    name: 'state-postgres',
    dataDirectory: directory.statePostgres,
    socketDirectory: join(directory.run, 'state'),
    logFile: join(directory.logs, 'state-postgres.log'),
    superuser,
    settings: {
      shared_buffers: '96MB',
      max_connections: '60',
      max_wal_size: '1GB',
      jit: 'off',
      max_worker_processes: '4',
      autovacuum_naptime: '15s',
    },
  });
  const client = new pg.Client(server.superuserConfig());
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
  return { access: socketAccess(server.socketDirectory, database, superuser), stop: () => server.stop() };
}

/**
 * Ends what a killed server led. Only for the platform's own database: the lock of the data directory proves that its server is dead,
 * so nobody has to wait for its leases to run out. Epochs keep a late write of its out.
 */
export async function endFormerLeases({ admin }: DatabaseAccess): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query(`update dizuo.lease set expires_at = '-infinity'`);
  } finally {
    await client.end();
  }
}

async function checkExisting(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
         has_database_privilege(current_database(), 'create') as may,
         rolsuper or rolcreaterole or (select count(*) = 3 from pg_roles r where r.rolname = any ($1) and pg_has_role(r.oid, 'member')) as roles
       from pg_roles where rolname = current_user`,
      [platformRoles],
    );
    if (rows[0].version < oldest) throw new Error(`it is PostgreSQL ${rows[0].name}; 15 or newer is needed`);
    if (!rows[0].roles)
      throw new Error(`its user may not create roles; give it CREATEROLE, or make ${platformRoles.join(', ')} and grant them to it`);
    if (!rows[0].may) throw new Error('its user may not create a schema; grant CREATE on the database');
  } catch (cause) {
    throw databaseUnreachable({ why: (cause as Error).message }, { cause });
  } finally {
    await client.end().catch(() => {});
  }
}
