import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresBinaries, postgresUser } from '@dizuo/supervisor';
import pg from 'pg';
import { pause } from './platform.ts';

/** A PostgreSQL as an operator would give it to the platform: reached over TCP, with a password, by a user who is no superuser. */
export interface ForeignPostgres {
  /** For DATABASE_URL. */
  url: string;
  major: number;
  /** As the superuser of the server, in the platform's database. */
  query<T extends pg.QueryResultRow>(sql: string): Promise<T[]>;
  stop(): Promise<void>;
}

const oldestMajor = 15;
const debian = '/usr/lib/postgresql';

/** DIZUO_FOREIGN_POSTGRES, a directory with initdb and postgres; else the machine's own, the oldest that will do; else the platform's. */
function binaries(root: string): string {
  const given = process.env.DIZUO_FOREIGN_POSTGRES;
  if (given) return given;
  const majors = existsSync(debian) ? readdirSync(debian).map(Number) : [];
  const usable = majors.filter((major) => major >= oldestMajor && existsSync(join(debian, `${major}`, 'bin', 'initdb')));
  return usable.length > 0 ? join(debian, `${Math.min(...usable)}`, 'bin') : postgresBinaries(postgresUser(), root);
}

/** Starts it on a free port, with a database `district` that its user may create schemas in. */
export async function startForeignPostgres(port: number): Promise<ForeignPostgres> {
  const root = mkdtempSync(join(tmpdir(), 'dz-foreign-'));
  chmodSync(root, 0o755);
  const user = postgresUser();
  if (user) chownSync(root, user.uid, user.gid);
  const bin = binaries(root);
  const data = join(root, 'data');
  const passwordFile = join(root, 'superuser');
  const superuser = 'a-password-of-the-database-team';
  writeFileSync(passwordFile, superuser);
  const options = { ...user, cwd: root, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync'],
    {
      ...options,
      stdio: 'ignore',
    },
  );
  const settings = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', fsync: 'off' };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' });
  const asSuperuser = async <T extends pg.QueryResultRow>(database: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: superuser, database });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  for (let attempt = 1; ; attempt += 1) {
    if (await asSuperuser('postgres', 'select 1').catch(() => undefined)) break;
    if (attempt === 200 || server.exitCode !== null) throw new Error('the foreign PostgreSQL did not start');
    await pause(50);
  }
  await asSuperuser('postgres', `create role dizuo_owner login nosuperuser createrole password 'p@ss/word'`);
  await asSuperuser('postgres', 'create database district');
  await asSuperuser('postgres', 'grant connect, create on database district to dizuo_owner');
  const [version] = await asSuperuser<{ server_version_num: string }>('postgres', 'show server_version_num');
  return {
    url: `postgresql://dizuo_owner:${encodeURIComponent('p@ss/word')}@127.0.0.1:${port}/district`,
    major: Math.floor(Number(version?.server_version_num) / 10_000),
    query: (sql) => asSuperuser('district', sql),
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}
