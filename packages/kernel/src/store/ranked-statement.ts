import type { Kind } from '@dizuo/api';
import { conditionsOf, type SqlStatement } from './list-statement.ts';
import type { ListQuery, Ranking, Reader } from './store.ts';

/**
 * SQL for one page of what people look through: rows that hold every word looked for, in the order wanted, with the count of all of
 * them. It reads every row that the reader may see, which is quick up to tens of thousands. Pure.
 */
export function rankedStatement(kind: Kind, query: ListQuery, ranking: Ranking, reader: Reader): SqlStatement {
  const values: unknown[] = [kind.id];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = ['o.kind = $1', ...conditionsOf(kind, query, reader, bind)];
  for (const word of (ranking.search ?? '').split(/\s+/).filter(Boolean)) where.push(`o.body ilike ${bind(`%${literal(word)}%`)}`);
  const { path, join } = sortOf(ranking.sortBy, bind);
  const direction = ranking.descending ? 'desc' : 'asc';
  const order = path.map((expression) => `${expression} ${direction} nulls last, `).join('');
  const text = `select o.namespace, o.name, o.uid, o.rv::text, o.schema_version, o.body, count(*) over ()::int as total
    from dizuo.object o${join} where ${where.join(' and ')}
    order by ${order}o.namespace, o.name limit ${bind(query.limit)} offset ${bind(ranking.offset)}`;
  return { text, values };
}

/** Numbers by their value, everything else as text. */
function sortOf(sortBy: string | undefined, bind: (value: unknown) => string): { path: string[]; join: string } {
  if (!sortBy) return { path: [], join: '' };
  if (sortBy === 'metadata.name') return { path: ['o.name'], join: '' };
  if (sortBy === 'metadata.namespace') return { path: ['o.namespace'], join: '' };
  const join = ` cross join lateral (select o.body::jsonb #> ${bind(sortBy.split('.'))}::text[] as v) s`;
  const asNumber = `case when jsonb_typeof(s.v) = 'number' then (s.v #>> '{}')::numeric end`;
  return { path: [asNumber, `lower(s.v #>> '{}')`], join };
}

/** A word as it is, without the meanings that `like` gives to some characters; inside JSON, quotes and backslashes stand escaped. */
function literal(word: string): string {
  return JSON.stringify(word)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&');
}
