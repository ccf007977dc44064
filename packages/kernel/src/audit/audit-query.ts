import type pg from 'pg';

export interface AuditQuery {
  namespace?: string;
  resource?: string;
  name?: string;
  principal?: string;
  outcome?: string;
  requestId?: string;
  /** Only rows with a smaller number: the next page. */
  before?: string;
  /** At most 500. */
  limit: number;
}

/** An audit row as people and programs read it. */
export interface AuditItem {
  number: string;
  at: string;
  [field: string]: unknown;
}

/** Newest first, by number. */
export async function queryAudit(pool: pg.Pool, query: AuditQuery): Promise<{ items: AuditItem[]; next?: string }> {
  const values: unknown[] = [];
  const tests: string[] = [];
  const test = (sql: string, value: unknown) => {
    values.push(value);
    tests.push(sql.replace('?', `$${values.length}`));
  };
  if (query.namespace !== undefined) test('namespace = ?', query.namespace);
  if (query.resource) test('resource = ?', query.resource);
  if (query.name) test('name = ?', query.name);
  if (query.principal) test('principal = ?', query.principal);
  if (query.outcome) test('outcome = ?', query.outcome);
  if (query.requestId) test(`entry::json ->> 'requestId' = ?`, query.requestId);
  if (query.before) test('no < ?::bigint', query.before);
  const limit = Math.min(Math.max(query.limit, 1), 500);
  const where = tests.length > 0 ? `where ${tests.join(' and ')}` : '';
  const { rows } = await pool.query<{ no: string; at: Date; entry: string }>(
    `select no::text, at, entry from dizuo.audit ${where} order by audit.no desc limit ${limit + 1}`,
    values,
  );
  const items = rows.slice(0, limit).map((row) => ({ ...JSON.parse(row.entry), number: row.no, at: row.at.toISOString() }));
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last ? { next: last.number } : {}) };
}
