import { badRequest, gone, type Kind, say } from '@dizuo/api';
import type { FieldTest } from '../access/authorizer.ts';
import type { ListQuery, Reader } from './store.ts';

/** Where a list goes on: the snapshot's version and the last key of the page before. */
export interface Continuation {
  rv: string;
  namespace: string;
  name: string;
}

export function writeContinue(continuation: Continuation): string {
  return Buffer.from(JSON.stringify([continuation.rv, continuation.namespace, continuation.name])).toString('base64url');
}

/** Throws `badRequest` for a token that this store did not write. */
export function readContinue(token: string): Continuation {
  try {
    const [rv, namespace, name] = JSON.parse(Buffer.from(token, 'base64url').toString()) as string[];
    if (rv && /^\d+$/.test(rv) && namespace !== undefined && name !== undefined) return { rv, namespace, name };
  } catch {
    // Falls through to the one error below.
  }
  throw badRequest({ why: say('ContinueUnknown')`the continue token is not one that this server gave; list again without it` });
}

export interface SqlStatement {
  text: string;
  values: unknown[];
}

/**
 * SQL for one page: rows of the kind with a version at or below the snapshot, after the last key, in key order. Label and field
 * requirements become look-ups in the text index, so that they stay quick under row-level security. Pure.
 */
export function listStatement(
  kind: Kind,
  query: ListQuery,
  reader: Reader,
  snapshot: string,
  after: Continuation | undefined,
  limit: number | undefined,
): SqlStatement {
  const values: unknown[] = [kind.id, snapshot];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = ['o.kind = $1', 'o.rv <= $2'];
  if (after) where.push(`(o.namespace, o.name) > (${bind(after.namespace)}, ${bind(after.name)})`);
  where.push(...conditionsOf(kind, query, reader, bind));
  const text = `select o.namespace, o.name, o.uid, o.rv::text, o.schema_version, o.body from dizuo.object o where ${where.join(' and ')} order by o.namespace, o.name${limit === undefined ? '' : ` limit ${bind(limit)}`}`;
  return { text, values };
}

export function tooOld(rv: string): Error {
  return gone({ why: `version ${rv} is no longer kept; list again` });
}

/** What a query asks of each row, and what its reader may see. */
export function conditionsOf(kind: Kind, query: ListQuery, reader: Reader, bind: (value: unknown) => string): string[] {
  const where: string[] = [];
  if (query.namespace !== undefined) where.push(`o.namespace = ${bind(query.namespace)}`);
  const indexed = (key: string, test: string) =>
    `exists (select 1 from dizuo.object_index i where i.kind = o.kind and i.namespace = o.namespace and i.name = o.name and i.key = ${bind(key)}${test})`;
  for (const { key, op, values: wanted } of query.labels ?? []) {
    const among = () => ` and i.value = any (${bind(wanted)})`;
    if (op === 'exists') where.push(indexed(`l:${key}`, ''));
    else if (op === '!exists') where.push(`not ${indexed(`l:${key}`, '')}`);
    else where.push(`${op === '=' || op === 'in' ? '' : 'not '}${indexed(`l:${key}`, among())}`);
  }
  for (const { path, op, value } of query.fields ?? []) {
    const column = path === 'metadata.name' ? 'o.name' : path === 'metadata.namespace' ? 'o.namespace' : undefined;
    if (column) where.push(`${column} ${op === '=' ? '=' : '<>'} ${bind(value)}`);
    else if (value === '') where.push(`${op === '=' ? 'not ' : ''}${indexed(`f:${path}`, '')}`);
    else where.push(`${op === '=' ? '' : 'not '}${indexed(`f:${path}`, ` and i.value = ${bind(value)}`)}`);
  }
  if (reader !== 'system' && reader.anyOf) {
    const test = ({ path, in: wanted }: FieldTest) => {
      if (path === 'metadata.name') return `o.name = any (${bind(wanted)})`;
      if (path.startsWith('metadata.labels.'))
        return indexed(`l:${path.slice('metadata.labels.'.length)}`, ` and i.value = any (${bind(wanted)})`);
      // Only indexed paths can be asked of the database; what cannot be decided there is not shown.
      return kind.selectableFields.includes(path) ? indexed(`f:${path}`, ` and i.value = any (${bind(wanted)})`) : 'false';
    };
    where.push(`(${reader.anyOf.map((tests) => tests.map(test).join(' and ') || 'true').join(' or ') || 'false'})`);
  }
  return where;
}
