import type { RecentRequest, RecentRequestsAnswer, RequestOutcome } from '@dizuo/api';
import type pg from 'pg';

/** How long requests are kept, and how many of one rule: of those that passed and of those that failed. */
const keptHours = 24;
const keptOfRule = 200;

export interface RequestsAsked {
  /** `namespace/name`; absent: any. */
  gateway?: string;
  /** What the ids of rules begin with; empty: any, also none. */
  rulePrefix: string;
  /** Rules of GRPCRoutes, or of HTTPRoutes; absent: both. */
  grpc?: boolean;
  outcome?: RequestOutcome;
  id?: string;
  most: number;
}

/** Requests that data planes remember of those that passed. */
export interface RecentRequests {
  /** Of a report that counts. A request that is told twice is kept once. */
  record(gateway: string, requests: readonly RecentRequest[]): Promise<void>;
  /** The latest first. */
  list(asked: RequestsAsked): Promise<RecentRequestsAnswer['requests']>;
  /** Forgets the old ones, and of each rule all but the latest. */
  prune(): Promise<void>;
}

export function recentRequests(pool: pg.Pool): RecentRequests {
  return {
    async record(gateway, requests) {
      if (requests.length === 0) return;
      await pool.query(
        `insert into dizuo.gateway_request (gateway, id, at, rule, failed, request)
         select $1, r->>'id', least((r->>'at')::timestamptz, now()), coalesce(r->>'rule', ''),
           (r->>'status')::int >= 400 or (r->>'status')::int = 0, r
         from jsonb_array_elements($2::jsonb) as r
         on conflict do nothing`,
        [gateway, JSON.stringify(requests)],
      );
    },
    async list({ gateway, rulePrefix, grpc, outcome = 'all', id, most }) {
      const { rows } = await pool.query<{ gateway: string; request: RecentRequest }>(
        `select gateway, request from dizuo.gateway_request
         where ($1::text is null or gateway = $1) and starts_with(rule, $2) and ($3::boolean is null or (rule like '%/grpc') = $3)
           and ($4 = 'all' or failed) and ($4 <> 'limited' or request->>'limit' is not null) and ($5::text is null or id = $5)
         order by at desc, id limit $6`,
        [gateway, rulePrefix, grpc, outcome, id, most],
      );
      return rows.map((row) => ({ ...row.request, gateway: row.gateway }));
    },
    async prune() {
      await pool.query(
        `delete from dizuo.gateway_request where at < now() - $1 * interval '1 hour' or (gateway, id) in (
           select gateway, id from (
             select gateway, id, row_number() over (partition by gateway, rule, failed order by at desc) as nth from dizuo.gateway_request
           ) as ranked where nth > $2)`,
        [keptHours, keptOfRule],
      );
    },
  };
}
