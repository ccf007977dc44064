import { AppError, conflict, type Kind, type KubeObject, leaseLost, notFound } from '@dizuo/api';
import type pg from 'pg';
import type { Logger } from 'pino';
import { controllerPrincipal } from '../access/principal.ts';
import type { Leadership } from '../controller/leadership.ts';
import type { AuditEntry, Store } from './store.ts';

export interface RowRewritingOptions {
  store: Store;
  systemPool: pg.Pool;
  kinds: readonly Kind[];
  log: Logger;
}

const leaseName = 'row-rewriting';
/** Older rows come only from an older server that runs beside this one. */
const everyMs = 600_000;
const pageRows = 100;
/** Rows at a time: a fraction of a commit, so that people's writes are not held up. */
const atOnce = 16;

/** Brings rows of older schema versions up to date, on one server at a time: at once, and again now and then. */
export function rewriteRows(options: RowRewritingOptions & { leadership: Leadership }): void {
  options.leadership.campaign(leaseName, async ({ epoch, signal }) => {
    while (!signal.aborted) {
      await rewriteOnce(options, signal, { name: leaseName, epoch }).catch((error) =>
        options.log.warn({ err: error }, 'older rows could not be rewritten; trying again later'),
      );
      await pause(everyMs, signal);
    }
  });
}

/**
 * One pass over all kinds. Returns how many rows it rewrote. A row that lifting changes gets a new version, as by any write; one that it
 * does not keeps its version and gets the index entries and counts of this program. A row that somebody writes meanwhile is left to the
 * next pass, and so is one whose upgrade fails, which is logged. Interrupted, it loses nothing: what is done is done.
 */
export async function rewriteOnce(
  { store, systemPool, kinds, log }: RowRewritingOptions,
  signal: AbortSignal,
  lease?: { name: string; epoch: number },
): Promise<number> {
  let rewritten = 0;
  for (const kind of kinds.filter(({ schemaVersion }) => schemaVersion > 1)) {
    let after = { namespace: '', name: '' };
    for (;;) {
      const rows = await outdated(systemPool, kind, after);
      for (let i = 0; i < rows.length && !signal.aborted; i += atOnce) {
        const done = await Promise.all(rows.slice(i, i + atOnce).map((key) => rewrite(store, kind, key, lease, log)));
        rewritten += done.filter(Boolean).length;
      }
      const last = rows.at(-1);
      if (!last || rows.length < pageRows || signal.aborted) break;
      after = last;
    }
  }
  if (rewritten > 0) log.info({ rewritten }, 'rows of older schema versions were rewritten');
  return rewritten;
}

interface Key {
  namespace: string;
  name: string;
}

async function outdated(pool: pg.Pool, kind: Kind, after: Key): Promise<Key[]> {
  const { rows } = await pool.query<Key>({
    name: 'outdated_rows',
    text: `select namespace, name from dizuo.object where kind = $1 and (namespace, name) > ($2, $3)
           and least(schema_version, coalesce(index_version, schema_version)) < $4 order by namespace, name limit ${pageRows}`,
    values: [kind.id, after.namespace, after.name, kind.schemaVersion],
  });
  return rows;
}

async function rewrite(store: Store, kind: Kind, key: Key, lease: { name: string; epoch: number } | undefined, log: Logger) {
  try {
    // Lifted by the read.
    const object = await store.get(kind, key, 'system');
    if (!object) return false;
    const { uid = '', resourceVersion = '' } = object.metadata;
    const usage = kind.usage?.(object as never) ?? [];
    await store.write({
      items: [{ op: 'update', kind, object, usage, uid, resourceVersion }],
      ...(lease ? { lease } : {}),
      rewrite: true,
      audit: [entryFor(kind, object)],
    });
    return true;
  } catch (error) {
    if (leaseLost.is(error)) throw error;
    if (!conflict.is(error) && !notFound.is(error)) {
      log.warn(
        { err: error, code: error instanceof AppError ? error.code : undefined, kind: kind.id, ...key },
        'a row could not be rewritten',
      );
    }
    return false;
  }
}

function entryFor(kind: Kind, { metadata }: KubeObject): AuditEntry {
  return {
    requestId: `${leaseName}/${kind.id}/${kind.schemaVersion}`,
    principal: controllerPrincipal(leaseName).name,
    principalType: 'controller',
    verb: 'update',
    resource: kind.id,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    outcome: 'allowed',
    code: 200,
    reason: `schema version ${kind.schemaVersion}`,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
