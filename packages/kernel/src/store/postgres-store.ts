import { badRequest, type Kind, type KubeObject, type ObjectKey } from '@dizuo/api';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import type { Leases } from '../lease/lease.ts';
import { postgresLeases } from '../lease/postgres-leases.ts';
import { loadDataKeys } from '../secrets/data-keys.ts';
import type { MasterKey } from '../secrets/master-key.ts';
import { ChangeFeed } from './change-feed.ts';
import type { DatabaseAccess } from './database.ts';
import { type Continuation, listStatement, readContinue, tooOld, writeContinue } from './list-statement.ts';
import { rankedStatement } from './ranked-statement.ts';
import { ReadBatcher } from './read-batcher.ts';
import { type Row, RowCodec } from './row-codec.ts';
import { scopeText } from './scope-text.ts';
import { selects } from './selection.ts';
import type { AuditEntry, Change, ListPage, ListQuery, Ranking, Reader, Store, WatchOptions, WriteGroup } from './store.ts';
import { WriteBatcher } from './write-batcher.ts';

export interface StoreOptions {
  access: DatabaseAccess;
  masterKey: MasterKey;
  kinds: readonly Kind[];
  log?: Logger;
  /** Connections for reads, per role. */
  poolSize?: number;
  /** How long changes and old images are kept for watches and pages that go on. */
  changeWindowSeconds?: number;
}

export interface OpenStore extends Store {
  leases: Leases;
  /** As the role `dizuo_system`: for tables of modules and of the audit. */
  systemPool: pg.Pool;
  close(): Promise<void>;
}

const pruneEveryMs = 60_000;

/** Opens the store on a migrated database. See `Store` for its guarantees. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const log = options.log ?? pino({ level: 'silent' });
  const settings = { max: options.poolSize ?? 6, application_name: 'dizuo' };
  const systemPool = new pg.Pool({ ...options.access.as('system'), ...settings });
  const appPool = new pg.Pool({ ...options.access.as('app'), ...settings });
  const writerPool = new pg.Pool({ ...options.access.as('system'), max: 1, application_name: 'dizuo-writer' });
  let closed = false;
  for (const pool of [systemPool, appPool, writerPool]) {
    pool.on('error', (error) => {
      // A pool ends before its connections do.
      if (!closed) log.warn({ err: error }, 'a database connection broke');
    });
  }
  const codec = new RowCodec(await loadDataKeys(systemPool, options.masterKey));
  const kinds = new Map(options.kinds.map((kind) => [kind.id, kind]));
  const feed = new ChangeFeed(systemPool, options.access.as('system'), codec, kinds, log);
  await feed.start();
  const window = options.changeWindowSeconds ?? 600;
  const pruning = setInterval(
    () => void systemPool.query('select dizuo.prune_changes($1)', [window]).catch((error) => log.warn({ err: error }, 'pruning failed')),
    pruneEveryMs,
  );
  const store = new PostgresStore(systemPool, appPool, new WriteBatcher(writerPool, codec), feed, codec);
  return Object.assign(store, {
    leases: postgresLeases(systemPool),
    systemPool,
    async close() {
      closed = true;
      clearInterval(pruning);
      await feed.close();
      await Promise.all([systemPool.end(), appPool.end(), writerPool.end()]);
    },
  });
}

class PostgresStore implements Store {
  readonly #system: pg.Pool;
  readonly #app: pg.Pool;
  readonly #systemReads: ReadBatcher;
  readonly #appReads: ReadBatcher;
  readonly #writer: WriteBatcher;
  readonly #feed: ChangeFeed;
  readonly #codec: RowCodec;

  constructor(system: pg.Pool, app: pg.Pool, writer: WriteBatcher, feed: ChangeFeed, codec: RowCodec) {
    this.#system = system;
    this.#app = app;
    this.#systemReads = new ReadBatcher(system);
    this.#appReads = new ReadBatcher(app);
    this.#writer = writer;
    this.#feed = feed;
    this.#codec = codec;
  }

  async get(kind: Kind, key: ObjectKey, reader: Reader): Promise<KubeObject | undefined> {
    const reads = reader === 'system' ? this.#systemReads : this.#appReads;
    const row = await reads.read(scopeOf(reader), kind.id, key);
    const object = row && this.#codec.decode(kind, row);
    return object && (reader === 'system' || selects({ reader }, object)) ? object : undefined;
  }

  async list(kind: Kind, query: ListQuery, reader: Reader): Promise<ListPage> {
    const after = query.continue ? readContinue(query.continue) : undefined;
    const pool = reader === 'system' ? this.#system : this.#app;
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      await client.query({ name: 'set_scope', text: `select set_config('dizuo.scope', $1, true)`, values: [scopeOf(reader)] });
      const page = query.ranked
        ? await this.#ranked(client, kind, query, query.ranked, reader)
        : await this.#page(client, kind, query, reader, after);
      await client.query('commit');
      return page;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async #page(client: pg.PoolClient, kind: Kind, query: ListQuery, reader: Reader, after: Continuation | undefined): Promise<ListPage> {
    const { rows: heads } = await client.query('select rv::text from dizuo.sequence');
    const latest = heads[0].rv as string;
    const snapshot = after?.rv ?? latest;
    if (BigInt(snapshot) > BigInt(latest)) throw tooOld(snapshot);
    const wanted = query.limit ? query.limit + 1 : undefined;
    const statement = listStatement(kind, query, reader, snapshot, after, wanted);
    const { rows } = await client.query<Row>(statement);
    let objects = rows.map((row) => this.#codec.decode(kind, row));
    if (snapshot !== latest && after) objects = merge(objects, await this.#changedSince(client, kind, query, reader, after), wanted);
    const more = query.limit !== undefined && query.limit > 0 && objects.length > query.limit;
    if (more) objects.length = query.limit as number;
    const last = objects.at(-1);
    return {
      items: objects,
      resourceVersion: snapshot,
      ...(more && last
        ? { continue: writeContinue({ rv: snapshot, namespace: last.metadata.namespace ?? '', name: last.metadata.name }) }
        : {}),
    };
  }

  async #ranked(client: pg.PoolClient, kind: Kind, query: ListQuery, ranking: Ranking, reader: Reader): Promise<ListPage> {
    const { rows: heads } = await client.query('select rv::text from dizuo.sequence');
    const { rows } = await client.query<Row & { total: number }>(rankedStatement(kind, query, ranking, reader));
    const total = rows[0]?.total ?? 0;
    return {
      items: rows.map((row) => this.#codec.decode(kind, row)),
      resourceVersion: heads[0].rv,
      remainingItemCount: Math.max(0, total - ranking.offset - rows.length),
    };
  }

  /** Objects as they were at the snapshot, of those that have changed since: the old image of each one's first later change. */
  async #changedSince(client: pg.PoolClient, kind: Kind, query: ListQuery, reader: Reader, after: Continuation): Promise<KubeObject[]> {
    await this.#feed.assertKnown(BigInt(after.rv));
    const { rows } = await client.query<Row & { old_rv: string; body: string }>(
      // "order by c.rv": a bare "rv" would be the column of the result, the text of the old version.
      `select distinct on (c.namespace, c.name) c.namespace, c.name, c.uid, c.old_rv::text as rv, coalesce(c.old_schema_version, c.schema_version) as schema_version, c.old as body
       from dizuo.change c where c.kind = $1 and c.rv > $2 and (c.namespace, c.name) > ($3, $4) order by c.namespace, c.name, c.rv`,
      [kind.id, after.rv, after.namespace, after.name],
    );
    const images = rows.filter((row) => row.body !== null).map((row) => this.#codec.decode(kind, row));
    return images.filter((object) => selects({ ...query, reader }, object));
  }

  async write(group: WriteGroup): Promise<KubeObject[]> {
    const versions = await this.#writer.write(group);
    for (const version of versions) this.#feed.wake(BigInt(version));
    return group.items.flatMap((item, index) => {
      if (!('object' in item)) return [];
      return [{ ...item.object, metadata: { ...item.object.metadata, resourceVersion: versions[index] ?? '' } }];
    });
  }

  async audit(entries: AuditEntry[]): Promise<void> {
    if (entries.length > 0) await this.#writer.write({ items: [], audit: entries });
  }

  async *watch(kind: Kind, options: WatchOptions): AsyncIterable<Change> {
    let from = options.from === undefined ? undefined : parseVersion(options.from);
    if (from === undefined) {
      const page = await this.list(kind, options, options.reader);
      from = BigInt(page.resourceVersion);
      for (const object of page.items) {
        if (options.signal.aborted) return;
        yield { type: 'ADDED', resourceVersion: object.metadata.resourceVersion ?? '', object };
      }
    } else {
      await this.#feed.assertKnown(from);
    }
    if (options.bookmarks && options.from === undefined) {
      yield {
        type: 'BOOKMARK',
        resourceVersion: from.toString(),
        object: { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name: '', resourceVersion: from.toString() } },
      };
    }
    yield* this.#feed.changes(kind, options, from, options.signal, options.bookmarks ?? false);
  }

  async latest(): Promise<string> {
    const { rows } = await this.#system.query({ name: 'latest', text: 'select rv::text from dizuo.sequence' });
    return rows[0].rv;
  }
}

function scopeOf(reader: Reader): string {
  return reader === 'system' ? '*' : scopeText(reader.namespaces);
}

function parseVersion(text: string): bigint {
  if (!/^\d{1,19}$/.test(text)) throw badRequest({ why: `resourceVersion "${text}" is not one that this server gave` });
  return BigInt(text);
}

/** Two lists in key order into one; no key is in both, because rows changed since the snapshot are not in the first. */
function merge(current: KubeObject[], old: KubeObject[], limit: number | undefined): KubeObject[] {
  const sortKey = (object: KubeObject) => `${object.metadata.namespace ?? ''}\u0000${object.metadata.name}`;
  const all = [...current, ...old].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return limit === undefined ? all : all.slice(0, limit);
}
