import { badRequest, say } from '@dizuo/api';
import { queryAudit, type Route, type RouteCall, type SealKey, sealColumns, verifyAudit } from '@dizuo/kernel';
import type pg from 'pg';

const base = '/apis/audit.dizuo/v1alpha1';

export interface AuditRouteOptions {
  pool: pg.Pool;
  sealKey: SealKey;
  sealDirectory: string;
}

const text = { type: 'string', maxLength: 253 };
const number = { type: 'string', pattern: '^[0-9]{1,18}$' };

/** The audit as people read it, and the proof that nobody changed it. */
export function auditRoutes({ pool, sealKey, sealDirectory }: AuditRouteOptions): Route[] {
  return [
    {
      method: 'GET',
      path: `${base}/entries`,
      access: { kind: 'signed-in', why: 'asks for the audit of the namespace in the query, below' },
      schema: {
        querystring: {
          type: 'object',
          properties: {
            namespace: text,
            resource: text,
            name: text,
            principal: text,
            outcome: text,
            requestId: text,
            limit: number,
            before: number,
          },
        },
      },
      handler: (call) => entries(call, pool),
    },
    {
      method: 'GET',
      path: `${base}/seals`,
      access: { kind: 'resource', verb: 'list', resource: 'audit' },
      schema: { querystring: { type: 'object', properties: { limit: number } } },
      async handler({ query }) {
        const limit = Math.min(Number(query.limit ?? 50), 500);
        const { rows } = await pool.query(`${sealColumns} order by first_no desc limit $1`, [limit]);
        const items = rows.map(({ first, last, root, previous, at, keyId, algorithm, signature }) => ({
          number: first,
          from: first,
          to: last,
          root,
          previous,
          sealedAt: at,
          keyId,
          algorithm,
          signature,
        }));
        return { items };
      },
    },
    {
      method: 'POST',
      path: `${base}/verification`,
      access: { kind: 'resource', verb: 'get', resource: 'audit' },
      handler: () => verifyAudit(pool, sealKey, sealDirectory),
    },
  ];
}

async function entries({ query, require }: RouteCall, pool: pg.Pool): Promise<unknown> {
  const { namespace, limit, ...rest } = query as Record<string, string | undefined>;
  await require({ verb: 'list', resource: 'audit', ...(namespace ? { namespace } : {}) });
  if (limit !== undefined && Number(limit) < 1) throw badRequest({ why: say('LimitTooLow')`limit must be at least 1` });
  return queryAudit(pool, { ...rest, ...(namespace ? { namespace } : {}), limit: Number(limit ?? 100) });
}
