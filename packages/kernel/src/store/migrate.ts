import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { DatabaseAccess } from './database.ts';
import { migrationChanged, schemaTooNew } from './store.errors.ts';

/** Migrations of one part, in file order. */
export interface MigrationSource {
  /** `kernel`, or the module's name. */
  name: string;
  directory: URL;
}

interface Migration {
  id: string;
  sql: string;
  checksum: string;
}

const kernelMigrations: MigrationSource = { name: 'kernel', directory: new URL('../migrations/', import.meta.url) };
/** Any number; the same in every server, so that two that start together wait for each other. */
const lockKey = 3_141_592_653;

/**
 * Brings the database to this program's schema: roles, then the kernel's migrations, then the modules', each once, in one
 * transaction per file, as the owner. Safe to run from several servers at once. Throws `schemaTooNew` where the database holds a
 * migration that this program does not know, `migrationChanged` where one it ran differs.
 */
export async function migrate(
  access: DatabaseAccess,
  modules: readonly MigrationSource[] = [],
  statements: Readonly<Record<string, string>> = {},
): Promise<void> {
  const client = new pg.Client(access.admin);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await createRoles(client);
    await client.query('set role dizuo_migrator');
    await client.query(`set search_path = dizuo, pg_temp; set client_min_messages = warning`);
    await client.query(
      `create table if not exists migration (id text primary key, checksum text not null, at timestamptz not null default now())`,
    );
    await apply(client, [kernelMigrations, ...modules].flatMap(readMigrations));
    await client.query('delete from statement');
    for (const [name, sql] of Object.entries(statements)) await register(client, name, sql);
  } finally {
    await client.end();
  }
}

/** As a function, so that its plan is kept. Its name is known to `run_statements`. */
async function register(client: pg.Client, name: string, sql: string): Promise<void> {
  const own = `statement_${createHash('md5').update(name).digest('hex')}`;
  await client.query(`create or replace function ${own}(jsonb) returns void language plpgsql as $statement$ begin ${sql}; end $statement$`);
  await client.query(`revoke all on function ${own}(jsonb) from public`);
  await client.query('insert into statement values ($1, $2)', [name, sql]);
}

async function createRoles(client: pg.Client): Promise<void> {
  for (const role of ['dizuo_migrator', 'dizuo_app', 'dizuo_system']) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (!rowCount) await client.query(`create role ${role} login`);
  }
  await client.query(
    `do $$ begin execute format('grant dizuo_migrator, dizuo_app, dizuo_system to %I', current_user); exception when others then null; end $$`,
  );
  await client.query('create schema if not exists dizuo authorization dizuo_migrator');
}

async function apply(client: pg.Client, known: readonly Migration[]): Promise<void> {
  const { rows } = await client.query<{ id: string; checksum: string }>('select id, checksum from migration order by id');
  const done = new Map(rows.map((row) => [row.id, row.checksum]));
  const unknown = rows.find((row) => !known.some((migration) => migration.id === row.id));
  if (unknown) throw schemaTooNew({ found: unknown.id });
  for (const migration of known) {
    const before = done.get(migration.id);
    if (before !== undefined && before !== migration.checksum) throw migrationChanged({ id: migration.id });
    if (before === undefined) await applyOne(client, migration);
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migration (id, checksum) values ($1, $2)', [migration.id, migration.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.id} failed: ${(error as Error).message}`, { cause: error });
  }
}

function readMigrations(source: MigrationSource): Migration[] {
  const files = readdirSync(source.directory).filter((name) => name.endsWith('.sql'));
  return files.sort().map((file) => {
    const sql = readFileSync(new URL(file, source.directory), 'utf8');
    return { id: `${source.name}/${file}`, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}
