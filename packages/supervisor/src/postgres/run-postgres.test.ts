import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSupervisor, type PostgresServer, runPostgres, type Supervisor } from '../index.ts';

let root: string;
let supervisor: Supervisor;
let servers: PostgresServer[] = [];
const log = pino({ level: 'silent' });
const settings = { shared_buffers: '16MB', fsync: 'off' };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dizuo-pg-'));
  chmodSync(root, 0o711);
  mkdirSync(join(root, 'state'), { mode: 0o711 });
  supervisor = createSupervisor({ directory: join(root, 'run'), log });
});
afterEach(async () => {
  // What is stopped below is not to be started again.
  for (const server of servers) server.detach();
  servers = [];
  for (const name of supervisor.list()) await supervisor.stop(name);
  supervisor.close();
  rmSync(root, { recursive: true, force: true });
});

async function run(more: { listen?: { host: string; port: number }; by?: Supervisor } = {}): Promise<PostgresServer> {
  const server = await runPostgres({
    supervisor: more.by ?? supervisor,
    log,
    name: 'state-postgres',
    dataDirectory: join(root, 'state', 'postgres'),
    socketDirectory: join(root, 's'),
    logFile: join(root, 'postgres.log'),
    superuser: 'postgres',
    settings,
    sync: false,
    ...(more.listen ? { listen: more.listen } : {}),
  });
  servers.push(server);
  return server;
}

async function query(config: pg.ClientConfig, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

describe('PostgreSQL as a child', () => {
  test('is made, adopted by the next server, and stopped', async () => {
    const first = await run();
    expect(first.adopted).toBe(false);
    await query(first.superuserConfig(), 'create table kept as select 1 as n');
    const rows = await query(
      first.superuserConfig(),
      `select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'postgres'`,
    );
    expect(rows).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' }]);
    expect(statSync(join(root, 's')).mode & 0o777).toBe(0o700);
    first.detach();

    const next = createSupervisor({ directory: join(root, 'run'), log });
    const second = await run({ by: next });
    expect(second.adopted).toBe(true);
    expect(second.process().pid).toBe(first.process().pid);
    expect(await query(second.superuserConfig(), 'select n from kept')).toEqual([{ n: 1 }]);
    await second.stop();
    expect(next.find('state-postgres')).toBeUndefined();
    next.close();

    const third = await run();
    expect(third.adopted).toBe(false);
    expect(await query(third.superuserConfig(), 'select n from kept')).toEqual([{ n: 1 }]);
  });

  test('comes up again when it is killed, while its backends still run', async () => {
    const server = await run();
    const { pid } = server.process();
    const client = new pg.Client(server.superuserConfig());
    client.on('error', () => {});
    await client.connect();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => server.process().pid).not.toBe(pid);
    expect(await query(server.superuserConfig(), 'select 1 as n')).toEqual([{ n: 1 }]);
    await client.end().catch(() => {});
  });

  test('a postmaster.pid with the number of a stranger does not keep it down', async () => {
    await (await run()).stop();
    writeFileSync(join(root, 'state', 'postgres', 'postmaster.pid'), `${process.pid}\n${join(root, 'state', 'postgres')}\n1\n5432\n\n\n`);
    const server = await run();
    expect(await query(server.superuserConfig(), 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('lost records: the postmaster that runs is replaced by a supervised one', async () => {
    const first = await run();
    first.detach();
    const elsewhere = createSupervisor({ directory: join(root, 'run2'), log });
    const second = await run({ by: elsewhere });
    expect(second.process().pid).not.toBe(first.process().pid);
    await second.stop();
    elsewhere.close();
  });

  test('a half-made cluster is removed and made again', async () => {
    const left = join(root, 'state', 'postgres.init-abc123');
    mkdirSync(join(left, 'base'), { recursive: true });
    writeFileSync(join(left, 'PG_VERSION'), '18');
    await run();
    expect(readdirSync(join(root, 'state')).filter((name) => name.includes('.init-'))).toEqual([]);
  });

  test('a directory with something else in it is left alone, with the way out', async () => {
    mkdirSync(join(root, 'state', 'postgres'));
    writeFileSync(join(root, 'state', 'postgres', 'letter.txt'), 'mine');
    await expect(run()).rejects.toThrow(/not a PostgreSQL cluster; move it away/);
  });

  test('over TCP: roles by password, never the superuser', async () => {
    const port = await freePort();
    const server = await run({ listen: { host: '127.0.0.1', port } });
    await query(server.superuserConfig(), `create role tenant login password 'correct'; alter role postgres password 'known'`);
    const tcp = (user: string, password: string) =>
      query({ host: '127.0.0.1', port, user, password, database: 'postgres' }, 'select 1 as n');
    expect(await tcp('tenant', 'correct')).toEqual([{ n: 1 }]);
    await expect(tcp('tenant', 'wrong')).rejects.toThrow(/password authentication failed/);
    await expect(tcp('postgres', 'known')).rejects.toThrow(/pg_hba.conf rejects/);
  });

  test('a port that is taken is a clear error', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
    );
    await expect(run({ listen: { host: '127.0.0.1', port } })).rejects.toThrow(
      /ended while starting.*(Address already in use|could not create any TCP)/,
    );
    taken.close();
  });
});
