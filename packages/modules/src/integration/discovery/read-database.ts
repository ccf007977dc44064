import { isIP, Socket } from 'node:net';
import pg from 'pg';
import type { DatabaseConnection } from './database-connection.ts';

export interface SeenColumn {
  name: string;
  type: string;
  comment?: string;
  values?: string[];
}

export interface SeenTable {
  schema: string;
  name: string;
  comment?: string;
  /** As the planner estimates; counted up to `mostCounted` where it never looked. */
  rows: number;
  bytes: number;
  columns: SeenColumn[];
}

export interface SeenDatabase {
  serverVersion: string;
  bytes: number;
  tables: SeenTable[];
  /** Databases elsewhere that this one is linked to (foreign servers): name and host. */
  links: { name: string; host?: string; database?: string }[];
}

export interface ReadOptions {
  schemas?: readonly string[];
  sampleValues: boolean;
  /** The IP address to connect to; throws where it is closed. */
  openAddress(host: string, port: number): Promise<string>;
  signal: AbortSignal;
}

const mostTables = 2000;
const mostColumns = 40_000;
const mostCounted = 10_000;
/** Tables whose values are looked at: the largest. */
const mostSampled = 300;
const sampledRows = 100;
const sampledColumns = 60;
const sampledLength = 100;
const connectMs = 10_000;
const statementMs = 10_000;
const wholeMs = 120_000;
/** A server that sends more is no database that answers these questions. */
const mostReceived = 64 * 1024 * 1024;

/**
 * Reads what a PostgreSQL database says of itself, in one read-only transaction with time limits; nothing of it is written. Throws what
 * `pg` and `openAddress` throw. The server is not trusted: it gets the credentials that were meant for it and nothing else, and what it
 * sends is bounded.
 */
export async function readDatabase(connection: DatabaseConnection, options: ReadOptions): Promise<SeenDatabase> {
  const { host, port, database, username, password, tls, authority } = connection;
  const address = await options.openAddress(host, port);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(wholeMs)]);
  let socket: Socket | undefined;
  const client = new pg.Client({
    host: address,
    port,
    database,
    user: username,
    password,
    connectionTimeoutMillis: connectMs,
    application_name: 'dizuo-scan',
    stream: () => {
      socket = new Socket({ signal });
      return socket;
    },
    ssl:
      tls === 'disable'
        ? false
        : {
            host,
            rejectUnauthorized: tls === 'verify-full',
            ...(authority ? { ca: authority } : {}),
            ...(isIP(host) === 0 ? { servername: host } : {}),
          },
  });
  // What breaks between two queries is told by the next one.
  client.on('error', () => {});
  const watching = setInterval(() => {
    if ((socket?.bytesRead ?? 0) > mostReceived) socket?.destroy(new Error('the server sent too much'));
  }, 100);
  try {
    await client.connect();
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(`set local statement_timeout = ${statementMs}`);
    await client.query('set local lock_timeout = 2000');
    return await readAll(client, options);
  } finally {
    clearInterval(watching);
    await Promise.race([client.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    socket?.destroy();
  }
}

interface TableRow {
  oid: string;
  schema: string;
  name: string;
  comment: string | null;
  rows: string;
  bytes: string;
  readable: boolean;
}

async function readAll(client: pg.Client, { schemas, sampleValues }: ReadOptions): Promise<SeenDatabase> {
  const about = await client.query<{ version: string; bytes: string }>(
    `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`,
  );
  const tables = await client.query<TableRow>(
    `select c.oid, n.nspname as schema, c.relname as name, obj_description(c.oid, 'pg_class') as comment, size.rows, size.bytes,
       has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') as readable
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     cross join lateral (
       select coalesce(sum(case when leaf.reltuples > 0 then leaf.reltuples else coalesce(s.n_live_tup, 0) end), 0)::bigint as rows,
         coalesce(sum(pg_total_relation_size(leaf.oid)), 0)::bigint as bytes
       from (select c.oid where c.relkind = 'r' union all select p.relid from pg_partition_tree(c.oid) p where p.isleaf) own
       join pg_catalog.pg_class leaf on leaf.oid = own.oid left join pg_catalog.pg_stat_all_tables s on s.relid = leaf.oid
     ) size
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and ($1::text[] is null or n.nspname = any($1))
     order by size.rows desc, size.bytes desc, n.nspname, c.relname limit ${mostTables}`,
    [schemas ?? null],
  );
  const columns = await client.query<{ table: string; name: string; type: string; comment: string | null; kind: string }>(
    `select a.attrelid as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       col_description(a.attrelid, a.attnum) as comment, t.typcategory as kind
     from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
     where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum limit ${mostColumns}`,
    [tables.rows.map(({ oid }) => oid)],
  );
  const byTable = Map.groupBy(columns.rows, ({ table }) => table);
  const seen: SeenTable[] = [];
  for (const [i, row] of tables.rows.entries()) {
    const own = byTable.get(row.oid) ?? [];
    const sampled = own.filter(({ kind }) => kind === 'S' || kind === 'N' || kind === 'D').slice(0, sampledColumns);
    const looks = sampleValues && row.readable && i < mostSampled && sampled.length > 0;
    const values = looks
      ? await sample(
          client,
          row,
          sampled.map(({ name }) => name),
        )
      : undefined;
    seen.push({
      schema: row.schema,
      name: row.name,
      ...(row.comment ? { comment: row.comment } : {}),
      rows: Number(row.rows) || (await countedRows(client, row)),
      bytes: Number(row.bytes),
      columns: own.map(({ name, type, comment }) => ({
        name,
        type,
        ...(comment ? { comment } : {}),
        ...(values?.has(name) ? { values: values.get(name) ?? [] } : {}),
      })),
    });
  }
  return {
    serverVersion: about.rows[0]?.version ?? '',
    bytes: Number(about.rows[0]?.bytes ?? 0),
    tables: seen,
    links: await foreignServers(client),
  };
}

/** Values by column, or nothing where the table cannot be read (row security, a lock). */
async function sample(client: pg.Client, { schema, name }: TableRow, columns: string[]): Promise<Map<string, string[]> | undefined> {
  const quoted = columns.map((column, i) => `left(${pg.escapeIdentifier(column)}::text, ${sampledLength}) as c${i}`);
  const rows = await attempt<Record<string, string | null>>(
    client,
    `select ${quoted.join(', ')} from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)} limit ${sampledRows}`,
  );
  return rows && new Map(columns.map((column, i) => [column, rows.flatMap((row) => row[`c${i}`] ?? [])]));
}

/** Of a table that was never analysed. */
async function countedRows(client: pg.Client, { schema, name, readable, bytes }: TableRow): Promise<number> {
  if (!readable || Number(bytes) === 0) return 0;
  const rows = await attempt<{ n: string }>(
    client,
    `select count(*) as n from (select 1 from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)} limit ${mostCounted}) some`,
  );
  return Number(rows?.[0]?.n ?? 0);
}

async function foreignServers(client: pg.Client): Promise<SeenDatabase['links']> {
  const rows = await attempt<{ name: string; host: string | null; database: string | null }>(
    client,
    `select srvname as name,
       (select split_part(o, '=', 2) from unnest(srvoptions) o where o like 'host=%' limit 1) as host,
       (select split_part(o, '=', 2) from unnest(srvoptions) o where o like 'dbname=%' limit 1) as database
     from pg_catalog.pg_foreign_server order by srvname limit 100`,
  );
  return (rows ?? []).map(({ name, host, database }) => ({ name, ...(host ? { host } : {}), ...(database ? { database } : {}) }));
}

/** A query that may fail without the others failing with it. */
async function attempt<T extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<T[] | undefined> {
  await client.query('savepoint part');
  try {
    return (await client.query<T>(sql)).rows;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    await client.query('rollback to savepoint part');
    return undefined;
  }
}
