import { Ledger, type ObjectOf } from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import type pg from 'pg';

const most = 500;

/** The book of a ledger: `/apis/integration.dizuo/v1alpha1/namespaces/<ns>/ledgers/<name>/entries`, the newest line first. */
export function ledgerRoutes(pool: pg.Pool): Route[] {
  return [
    {
      method: 'GET',
      on: Ledger,
      subresource: 'entries',
      access: { kind: 'object', verb: 'get' },
      schema: {
        querystring: {
          type: 'object',
          properties: {
            before: { type: 'integer', minimum: 1, description: 'Lines before this one' },
            limit: { type: 'integer', minimum: 1, maximum: most, default: 100 },
          },
        },
      },
      async handler({ object, query }) {
        const { before, limit = 100 } = query as { before?: number; limit?: number };
        const department = (object as ObjectOf<typeof Ledger>).spec.departmentRef;
        const { rows } = await pool.query({
          name: 'ledger_entries',
          text: `select number::int, at, namespace, kind, name, display_name as "displayName", delta, excepted, count, exception, cause, approval,
                 approval_kind as "approvalKind", approval_namespace as "approvalNamespace", principal
                 from dizuo.ledger_entry where department = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`,
          values: [department, before ?? null, limit],
        });
        return { items: rows, ...(rows.length === limit ? { before: rows.at(-1)?.number } : {}) };
      },
    },
  ];
}
