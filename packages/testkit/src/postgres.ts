import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kind } from '@dizuo/api';
import {
  type DatabaseAccess,
  type MigrationSource,
  migrate,
  type OpenStore,
  openStore,
  socketAccess,
  staticMasterKey,
} from '@dizuo/kernel';
import { initializeCluster, postgresBinaries, postgresUser } from '@dizuo/supervisor';
import pg from 'pg';

/** A PostgreSQL for tests: one server for a whole run, a database cloned from a migrated template for each test file. */

const superuser = 'postgres';

/** Starts a throw-away server. Returns its socket directory and how to stop it. */
export async function startTestServer(): Promise<{ socketDirectory: string; stop(): Promise<void> }> {
  const root = mkdtempSync(join(tmpdir(), 'dizuo-pg-'));
  chmodSync(root, 0o755);
  const user = postgresUser();
  const data = join(root, 'data');
  const sockets = join(root, 's');
  mkdirSync(sockets);
  if (user) chownSync(sockets, user.uid, user.gid);
  const binaries = postgresBinaries(user, root);
  await initializeCluster({ name: 'test', dataDirectory: data, superuser, binaries, user, sync: false });
  const flags = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    max_connections: '300',
    listen_addresses: '',
    unix_socket_directories: sockets,
  };
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, ...Object.entries(flags).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { ...user, stdio: 'ignore', cwd: root },
  );
  await ready(sockets, server);
  return {
    socketDirectory: sockets,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export interface TestDatabase {
  access: DatabaseAccess;
  /** As the superuser, for looking behind the walls. */
  admin: pg.Pool;
  drop(): Promise<void>;
}

let own: Promise<{ socketDirectory: string; stop(): Promise<void> }> | undefined;

/** A database of one's own with the kernel's migrations and those of the given modules. About 30 ms from the template. */
export async function createTestDatabase(
  modules: readonly MigrationSource[] = [],
  statements: Readonly<Record<string, string>> = {},
): Promise<TestDatabase> {
  const sockets = process.env.DIZUO_TEST_SOCKETS ?? (await ownServer()).socketDirectory;
  await ensureTemplate(sockets);
  const name = `t_${randomBytes(8).toString('hex')}`;
  await asSuperuser(sockets, (client) => client.query(`create database ${name} template dizuo_template`));
  const access = socketAccess(sockets, name, superuser);
  if (modules.length > 0 || Object.keys(statements).length > 0) await migrate(access, modules, statements);
  const admin = new pg.Pool({ ...access.admin, max: 2 });
  admin.on('error', () => {});
  return {
    access,
    admin,
    async drop() {
      await admin.end();
      await asSuperuser(sockets, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** A store on a database of its own. */
export async function openTestStore(
  kinds: readonly Kind[],
  modules: readonly MigrationSource[] = [],
  statements: Readonly<Record<string, string>> = {},
): Promise<OpenStore & { database: TestDatabase }> {
  const database = await createTestDatabase(modules, statements);
  const store = await openStore({ access: database.access, masterKey: testMasterKey, kinds });
  const close = store.close.bind(store);
  return Object.assign(store, {
    database,
    async close() {
      await close();
      await database.drop();
    },
  });
}

export const testMasterKey = staticMasterKey('test', Buffer.alloc(32, 7));

/** Where a test file runs alone, without the run's shared server. */
async function ownServer() {
  own ??= startTestServer().then((server) => {
    process.once('exit', () => void server.stop());
    return server;
  });
  return own;
}

async function ensureTemplate(sockets: string): Promise<void> {
  await asSuperuser(sockets, async (client) => {
    await client.query('select pg_advisory_lock(42)');
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'dizuo_template'`);
    if (rowCount) return;
    await client.query('create database dizuo_template_draft');
    await migrate(socketAccess(sockets, 'dizuo_template_draft', superuser));
    await client.query('alter database dizuo_template_draft rename to dizuo_template');
  });
}

async function asSuperuser<T>(sockets: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ host: sockets, user: superuser, database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ready(sockets: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL for tests ended with ${server.exitCode}`);
    const up = await asSuperuser(sockets, async () => true).catch(() => false);
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('PostgreSQL for tests did not become ready within 10 s');
}
