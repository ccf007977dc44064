import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Logger } from 'pino';
import type { ChildSpec, RunningChild } from '../child-spec.ts';
import { postgresFailed } from '../supervisor.errors.ts';
import type { Supervisor } from '../supervisor.ts';
import { renderAccessRules } from './access-rules.ts';
import { postgresBinaries } from './binaries.ts';
import { clearWay } from './clear-way.ts';
import { initializeCluster } from './initialize-cluster.ts';
import { postgresUser, type SystemUser } from './system-user.ts';

export interface PostgresOptions {
  supervisor: Supervisor;
  log: Logger;
  /** Name of the child process. */
  name: string;
  /** Made where it is missing; its parent must be one that other users may pass. */
  dataDirectory: string;
  /** Made with mode 0700. At most 90 bytes: the path of a Unix socket may have 107. */
  socketDirectory: string;
  logFile: string;
  superuser: string;
  /** TCP for roles with a password; absent: the socket only. */
  listen?: { host: string; port: number };
  /** postgresql.conf settings, given on the command line. */
  settings?: Readonly<Record<string, string>>;
  /** Off only for clusters that are thrown away. */
  sync?: boolean;
  /** How long recovery after a crash may take. Ten minutes by default. */
  readyTimeoutMs?: number;
}

export interface PostgresServer {
  socketDirectory: string;
  /** Part of the socket's name, and the TCP port where it listens. */
  port: number;
  /** Connects as the superuser by the socket. */
  superuserConfig(database?: string): pg.ClientConfig;
  process(): RunningChild;
  /** Ran already when it was asked for. */
  adopted: boolean;
  /** Fast shutdown: open transactions are rolled back, everything is on disk. */
  stop(): Promise<void>;
  /** Leaves it running and stops looking after it. */
  detach(): void;
}

const socketPort = 5432;
/** An unexpected end is answered by a new start, slower each time. */
const restartDelaysMs = [200, 1000, 5000, 15_000, 60_000];
/** After this long a restart counts as a success. */
const stableMs = 60_000;

/**
 * PostgreSQL as a supervised child: made where it is missing, adopted where it runs, started where it does not, started again when it
 * dies. Resolves when it answers. Outlives this process until `stop`.
 */
export async function runPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { supervisor, log, name, dataDirectory, socketDirectory, superuser } = options;
  if (Buffer.byteLength(socketDirectory) > 90) {
    throw postgresFailed({ name, why: `the path ${socketDirectory} is too long for a Unix socket; choose a shorter data directory` });
  }
  const user = postgresUser();
  const binaries = postgresBinaries(user, dirname(dataDirectory));
  await initializeCluster({ name, dataDirectory, superuser, binaries, user, ...(options.sync === false ? { sync: false } : {}) });
  makePrivate(socketDirectory, user);
  writeAccessRules(options, user);
  const port = options.listen?.port ?? socketPort;
  const spec = childSpec(options, binaries, user);
  const superuserConfig = (database = 'postgres') => ({ host: socketDirectory, port, user: superuser, database });
  let detached = false;
  let failures = 0;
  let child = await up();
  const { adopted } = child;
  void lookAfter();

  async function up(): Promise<RunningChild> {
    if (!supervisor.find(name)) await clearWay(name, dataDirectory);
    const running = await supervisor.ensure(spec);
    // An adopted server has the access rules of its start.
    if (running.adopted) process.kill(running.pid, 'SIGHUP');
    await untilReady(options, running, superuserConfig());
    return running;
  }

  async function lookAfter(): Promise<void> {
    while (!detached) {
      const since = Date.now();
      const exit = await child.exited;
      if (detached) return;
      failures = Date.now() - since > stableMs ? 0 : failures;
      const delayMs = restartDelaysMs[Math.min(failures, restartDelaysMs.length - 1)] ?? 0;
      failures += 1;
      log.error({ postgres: name, ...exit, delayMs }, 'PostgreSQL ended unexpectedly; it is started again');
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (detached) return;
      try {
        child = await up();
        log.info({ postgres: name, pid: child.pid }, 'PostgreSQL runs again');
      } catch (error) {
        log.error({ postgres: name, err: error }, 'PostgreSQL did not come up');
      }
    }
  }

  return {
    socketDirectory,
    port,
    superuserConfig,
    process: () => child,
    adopted,
    async stop() {
      detached = true;
      await supervisor.stop(name);
    },
    detach() {
      detached = true;
    },
  };
}

function childSpec(options: PostgresOptions, binaries: string, user: SystemUser | undefined): ChildSpec {
  const { listen } = options;
  const settings = {
    ...options.settings,
    listen_addresses: listen?.host ?? '',
    port: String(listen?.port ?? socketPort),
    unix_socket_directories: options.socketDirectory,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  return {
    name: options.name,
    command: join(binaries, 'postgres'),
    args: ['-D', options.dataDirectory, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    cwd: options.dataDirectory,
    logFile: options.logFile,
    // Fast shutdown.
    stopSignal: 'SIGINT',
    stopGraceMs: 60_000,
    ...user,
  };
}

function makePrivate(directory: string, user: SystemUser | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  if (user) chownSync(directory, user.uid, user.gid);
}

function writeAccessRules(options: PostgresOptions, user: SystemUser | undefined): void {
  const socketUsers = user ? ['root'] : ownUserName();
  const rules = renderAccessRules({ superuser: options.superuser, socketUsers, listens: options.listen !== undefined });
  for (const [file, content] of [
    ['pg_hba.conf', rules.hba],
    ['pg_ident.conf', rules.ident],
  ] as const) {
    const path = join(options.dataDirectory, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
    writeFileSync(path, content, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
  }
}

/** A container may run us as a number without a name, which PostgreSQL cannot map. */
function ownUserName(): string[] {
  try {
    return [userInfo().username];
  } catch {
    return [];
  }
}

async function untilReady(options: PostgresOptions, child: RunningChild, config: pg.ClientConfig): Promise<void> {
  const deadline = Date.now() + (options.readyTimeoutMs ?? 600_000);
  let gone = false;
  child.exited.then(() => {
    gone = true;
  });
  for (let delayMs = 10; ; delayMs = Math.min(delayMs * 2, 500)) {
    const failure = await probe(config);
    if (!failure) return;
    if (gone)
      throw postgresFailed({
        name: options.name,
        why: `it ended while starting: ${lastLines(options.logFile)} (all of it: ${options.logFile})`,
      });
    if (Date.now() > deadline)
      throw postgresFailed({ name: options.name, why: `it does not answer: ${failure.message}; see ${options.logFile}` });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}

async function probe(config: pg.ClientConfig): Promise<Error | undefined> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => {});
  }
}

function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  return lines.slice(-3).join(' | ');
}
