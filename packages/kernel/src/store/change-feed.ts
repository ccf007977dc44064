import { gone, type Kind, type KubeObject } from '@dizuo/api';
import pg from 'pg';
import type { Logger } from 'pino';
import type { RowCodec } from './row-codec.ts';
import { type Selection, selects, selectsAll } from './selection.ts';
import type { Change } from './store.ts';

/** A row of the change log with its images read. Parsed once per server, whoever watches, and the old one only where somebody asks for it. */
interface LoggedChange {
  rv: bigint;
  kind: string;
  old(): KubeObject | undefined;
  hasOld: boolean;
  new: KubeObject | undefined;
}

interface ChangeRow {
  rv: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  schema_version: number;
  old_schema_version: number | null;
  old_rv: string | null;
  old: string | null;
  new: string | null;
}

interface Watcher {
  kind: Kind;
  /** Takes a change; false: too slow, cut off. */
  offer(change: LoggedChange): boolean;
  progress(rv: bigint): void;
  fail(error: unknown): void;
}

/** Beyond every version. */
const whatever = 2n ** 63n;
const pageRows = 1000;
/** A watcher that is this many changes behind is told to list again. */
const watcherBacklog = 10_000;
/** A wake-up can be lost with its connection; reading the log by itself so often bounds the delay. */
const safetyPollMs = 5_000;

/**
 * Tails the change log once per server and hands every change to the watchers of its kind, in commit order. Notifications only
 * wake; the log is the truth. Changes before the tail are read from the log by each watcher that resumes there.
 */
export class ChangeFeed {
  readonly #pool: pg.Pool;
  readonly #listenConfig: pg.ClientConfig;
  readonly #codec: RowCodec;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #log: Logger;
  readonly #watchers = new Set<Watcher>();
  #position = 0n;
  #reading: Promise<void> | undefined;
  /** Newest version that was heard of since the last reading began. */
  #wanted = 0n;
  #closed = false;
  #listener: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(pool: pg.Pool, listenConfig: pg.ClientConfig, codec: RowCodec, kinds: ReadonlyMap<string, Kind>, log: Logger) {
    this.#pool = pool;
    this.#listenConfig = listenConfig;
    this.#codec = codec;
    this.#kinds = kinds;
    this.#log = log;
  }

  async start(): Promise<void> {
    const { rows } = await this.#pool.query('select rv::text from dizuo.sequence');
    this.#position = BigInt(rows[0].rv);
    await this.#listen();
    this.#timer = setInterval(() => this.wake(), safetyPollMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#reading;
    await this.#listener?.end().catch(() => {});
    for (const watcher of this.#watchers) watcher.fail(gone({ why: 'the server stops; watch again' }));
  }

  /** The log holds this version; without one, it may hold new ones. Each commit wakes twice, by its writer and by its notification: it is read once. */
  wake(version = whatever): void {
    if (version > this.#wanted) this.#wanted = version;
    if (this.#closed || this.#reading || this.#wanted <= this.#position) return;
    this.#wanted = 0n;
    this.#reading = this.#read()
      .catch((error) => this.#log.warn({ err: error }, 'the change log could not be read'))
      .finally(() => {
        this.#reading = undefined;
        this.wake(0n);
      });
  }

  /** Changes of a kind after `from` that concern the selection, until the signal. Throws `gone` where the log no longer reaches back. */
  async *changes(kind: Kind, selection: Selection, from: bigint, signal: AbortSignal, bookmarks: boolean): AsyncIterable<Change> {
    const queue: LoggedChange[] = [];
    let wakeUp = () => {};
    let failure: unknown;
    let progress = from;
    const watcher: Watcher = {
      kind,
      offer: (change) => {
        queue.push(change);
        wakeUp();
        return queue.length <= watcherBacklog;
      },
      progress: (rv) => {
        progress = rv;
      },
      fail: (error) => {
        failure = error;
        wakeUp();
      },
    };
    const onAbort = () => wakeUp();
    signal.addEventListener('abort', onAbort);
    this.#watchers.add(watcher);
    try {
      // Registered before the tail's position is read: nothing between the two can be missed, and what comes twice is skipped.
      const until = this.#position;
      let last = from;
      for await (const change of this.#history(kind, from, until)) {
        if (signal.aborted) return;
        last = change.rv;
        const seen = translate(selection, change);
        if (seen) yield seen;
      }
      if (last < until) last = until;
      let marked = Date.now();
      while (!signal.aborted) {
        if (failure) throw failure;
        const change = queue.shift();
        if (change) {
          if (change.rv <= last) continue;
          last = change.rv;
          const seen = translate(selection, change);
          if (seen) yield seen;
          continue;
        }
        await new Promise<void>((resolve) => {
          const timer = bookmarks ? setTimeout(resolve, Math.max(0, 30_000 - (Date.now() - marked))) : undefined;
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
          if (queue.length > 0 || failure || signal.aborted) wakeUp();
        });
        if (bookmarks && Date.now() - marked >= 30_000) {
          marked = Date.now();
          if (queue.length === 0 && progress > last) last = progress;
          yield bookmark(kind, last);
        }
      }
    } finally {
      this.#watchers.delete(watcher);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The log's rows of a kind in (from, until]. */
  async *#history(kind: Kind, from: bigint, until: bigint): AsyncIterable<LoggedChange> {
    let after = from;
    while (after < until) {
      const { rows } = await this.#pool.query<ChangeRow & { oldest: string | null; latest: string }>({
        name: 'change_history',
        // "order by c.rv" and not "order by rv": that would be the column of the result, a text, where 10 comes before 9.
        text: `select c.rv::text, c.kind, c.namespace, c.name, c.uid, c.schema_version, c.old_schema_version, c.old_rv::text, c.old, c.new from dizuo.change c
               where c.kind = $1 and c.rv > $2 and c.rv <= $3 order by c.rv limit ${pageRows}`,
        values: [kind.id, after.toString(), until.toString()],
      });
      // After the read and for every page: what was pruned meanwhile would be skipped without a word.
      await this.#assertKept(after);
      for (const row of rows) yield this.#logged(kind, row);
      const lastRow = rows.at(-1);
      if (!lastRow || rows.length < pageRows) return;
      after = BigInt(lastRow.rv);
    }
  }

  /** Versions are given without a gap to changes, so the log reaches back to `from` when it holds the next one. */
  async #assertKept(from: bigint): Promise<void> {
    const { rows } = await this.#pool.query(
      'select exists (select 1 from dizuo.change where rv = $1::bigint + 1) as kept, rv = $1::bigint as newest, rv < $1::bigint as future from dizuo.sequence',
      [from.toString()],
    );
    if (rows[0].future) throw gone({ why: `version ${from} is newer than this database: it was restored from a backup; list again` });
    if (!rows[0].kept && !rows[0].newest) throw gone({ why: `version ${from} is no longer kept; list again` });
  }

  async assertKnown(from: bigint): Promise<void> {
    if (from !== this.#position) await this.#assertKept(from);
  }

  async #read(): Promise<void> {
    for (;;) {
      const { rows } = await this.#pool.query<ChangeRow>({
        name: 'change_tail',
        text: 'select * from dizuo.read_changes($1, $2)',
        values: [this.#position.toString(), pageRows],
      });
      for (const row of rows) this.#deliver(row);
      if (rows.length < pageRows) break;
    }
    for (const watcher of this.#watchers) watcher.progress(this.#position);
  }

  #deliver(row: ChangeRow): void {
    this.#position = BigInt(row.rv);
    const kind = this.#kinds.get(row.kind);
    if (!kind) return;
    let logged: LoggedChange | undefined;
    for (const watcher of this.#watchers) {
      if (watcher.kind.id !== row.kind) continue;
      logged ??= this.#logged(kind, row);
      if (watcher.offer(logged)) continue;
      this.#watchers.delete(watcher);
      watcher.fail(gone({ why: 'this watcher is too far behind; list again' }));
    }
  }

  #logged(kind: Kind, row: ChangeRow): LoggedChange {
    const image = (body: string | null, rv: string | null, schemaVersion: number) =>
      body === null || rv === null ? undefined : this.#codec.decode(kind, { ...row, rv, body, schema_version: schemaVersion });
    let old: KubeObject | undefined;
    return {
      rv: BigInt(row.rv),
      kind: row.kind,
      hasOld: row.old !== null,
      old: () => {
        old ??= image(row.old, row.old_rv, row.old_schema_version ?? row.schema_version);
        return old;
      },
      new: image(row.new, row.rv, row.schema_version),
    };
  }

  async #listen(): Promise<void> {
    const client = new pg.Client(this.#listenConfig);
    client.on('notification', ({ payload }) => this.wake(payload ? BigInt(payload) : whatever));
    client.on('error', () => {});
    client.on('end', () => {
      if (this.#closed || this.#listener !== client) return;
      setTimeout(() => void this.#listen().catch((error) => this.#log.warn({ err: error }, 'cannot listen for changes; polling')), 1000);
    });
    await client.connect();
    await client.query('listen dizuo_change');
    this.#listener = client;
    this.wake();
  }
}

/** What a change means to a selection: an object that leaves it is deleted for its watcher. */
function translate(selection: Selection, change: LoggedChange): Change | undefined {
  const before = change.hasOld && (selectsAll(selection) || selects(selection, change.old() as KubeObject));
  const after = change.new !== undefined && selects(selection, change.new);
  const resourceVersion = change.rv.toString();
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', resourceVersion, object: change.new as KubeObject };
  if (!before) return undefined;
  const last = (change.new ?? change.old()) as KubeObject;
  return { type: 'DELETED', resourceVersion, object: { ...last, metadata: { ...last.metadata, resourceVersion } } };
}

function bookmark(kind: Kind, rv: bigint): Change {
  return {
    type: 'BOOKMARK',
    resourceVersion: rv.toString(),
    object: { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name: '', resourceVersion: rv.toString() } },
  };
}
