import { alreadyExists, conflict, type Kind, leaseLost, notFound, quotaExceeded } from '@dizuo/api';
import type pg from 'pg';
import type { RowCodec } from './row-codec.ts';
import { scopeText } from './scope-text.ts';
import { statementFailed } from './store.errors.ts';
import type { WriteGroup, WriteItem } from './store.ts';

/** Most groups in one commit. Measured: more gains nothing and lengthens the wait for the sequence row. */
const batchSize = 64;

interface Waiting {
  group: WriteGroup;
  text: string;
  resolve(versions: string[]): void;
  reject(error: unknown): void;
}

interface Verdict {
  rvs?: number[];
  error?: { code: string; item?: number; resource?: string; used?: number; requested?: number; hard?: number; why?: string };
}

/**
 * Group commit: one connection sends all waiting groups to the write function in one call. While a call runs, the next batch gathers.
 * Where a call fails as a whole (connection lost, function error), every group of it is rejected: none was written, or the
 * connection died in the commit and the caller has to look.
 */
export class WriteBatcher {
  readonly #pool: pg.Pool;
  readonly #codec: RowCodec;
  readonly #waiting: Waiting[] = [];
  #running = false;

  constructor(pool: pg.Pool, codec: RowCodec) {
    this.#pool = pool;
    this.#codec = codec;
  }

  /** Versions of the items in order. Throws the first failing item's error. */
  write(group: WriteGroup): Promise<string[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ group, text: this.#encode(group), resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) await this.#flush(this.#waiting.splice(0, batchSize));
    this.#running = false;
  }

  async #flush(batch: Waiting[]): Promise<void> {
    try {
      const { rows } = await this.#pool.query<{ verdicts: Verdict[] }>({
        name: 'write_objects',
        text: 'select dizuo.write_objects($1::json) as verdicts',
        values: [`[${batch.map((waiting) => waiting.text).join(',')}]`],
      });
      const verdicts = rows[0]?.verdicts ?? [];
      for (const [index, waiting] of batch.entries()) settle(waiting, verdicts[index] ?? {});
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }

  #encode({ items, lease, scope, audit }: WriteGroup): string {
    const namespaces = scopeText(scope ?? '*');
    return JSON.stringify({ lease, scope: namespaces, items: items.map((item) => this.#encodeItem(item)), audit: audit ?? [] });
  }

  #encodeItem(item: WriteItem): unknown {
    if (item.op === 'limits') return { op: 'L', scope: item.scope, hard: item.hard, ratchet: item.ratchet };
    if (item.op === 'statement') return { op: 'S', name: item.name, values: item.values };
    const { kind, object } = item;
    const identity = { kind: kind.id, ns: object.metadata.namespace ?? '', name: object.metadata.name };
    if (item.op === 'delete') return { op: 'D', ...identity, uid: item.uid, rv: item.resourceVersion };
    const row = {
      sv: kind.schemaVersion,
      body: this.#codec.encode(kind, object),
      index: this.#codec.indexEntries(kind, object),
      usage: item.usage.map((use) => [use.scope, use.resource, use.amount]),
    };
    if (item.op === 'create') return { op: 'C', ...identity, uid: object.metadata.uid, ...row };
    return { op: 'U', ...identity, uid: item.uid, rv: item.resourceVersion, ...row };
  }
}

function settle(waiting: Waiting, verdict: Verdict): void {
  if (verdict.rvs) waiting.resolve(verdict.rvs.map(String));
  else waiting.reject(verdictError(waiting.group, verdict.error ?? { code: 'missing' }));
}

function verdictError(group: WriteGroup, error: NonNullable<Verdict['error']>): Error {
  const item = group.items[error.item ?? 0];
  const subject = item && 'object' in item ? subjectOf(item.kind, item) : { kind: 'object', name: '' };
  if (error.code === 'alreadyExists') return alreadyExists(subject);
  if (error.code === 'notFound' || error.code === 'outOfScope') return notFound(subject);
  if (error.code === 'conflict') return conflict(subject);
  if (error.code === 'leaseLost') return leaseLost({ lease: group.lease?.name ?? '', epoch: group.lease?.epoch ?? 0 });
  if (error.code === 'quotaExceeded') {
    return quotaExceeded({
      ...subject,
      resource: error.resource ?? '',
      used: error.used ?? 0,
      requested: error.requested ?? 0,
      hard: error.hard ?? 0,
    });
  }
  return statementFailed({ why: error.why ?? error.code });
}

function subjectOf(kind: Kind, item: { object: { metadata: { name: string; namespace?: string } } }) {
  const { name, namespace } = item.object.metadata;
  return { kind: kind.kind, name, ...(namespace ? { namespace } : {}) };
}
