import type { GatewayReport, GatewayTrafficAnswer, TrafficMinute } from '@dizuo/api';
import type pg from 'pg';
import type { TrafficSum } from './traffic-figures.ts';

/** How long reports are kept. */
const keptHours = 24;
/** A process counts as present for so long after its last report. */
const presenceSeconds = 45;

export interface PairTraffic extends TrafficSum {
  rule: string;
  backend: string;
}

interface Counts {
  requests: number;
  errors: number;
}

/** What data planes saw. Kept in tables: live numbers never enter an object. */
export interface TrafficReports {
  /** Counts a report once, however often it is sent: false where it was counted before. */
  record(gateway: string, report: GatewayReport): Promise<boolean>;
  /** By backend, of these rules, since then. */
  byBackend(rules: readonly string[], since: Date): Promise<Map<string, TrafficSum>>;
  /** When one of these rules last carried a request to a backend that answered it without an error of its own; within a day. */
  lastCarried(rules: readonly string[]): Promise<Date | undefined>;
  /** By rule and backend, of a whole Gateway or of rules that begin with a prefix, over the last seconds. */
  pairs(gateway: string | undefined, rulePrefix: string, seconds: number): Promise<PairTraffic[]>;
  /** Requests and errors by minute, oldest first. */
  minutes(gateway: string | undefined, rulePrefix: string, seconds: number): Promise<TrafficMinute[]>;
  /** Every rule with its backends that answered and the programs that called it, over the last seconds; and when the last report of it came. */
  lately(seconds: number): Promise<{ backends: BackendTraffic[]; callers: CallerTraffic[] }>;
  /** Who called most, whom limits refused, which breakers are not closed, which replicas get nothing, how many connections stand: of a Gateway, or of what is a namespace's. */
  activity(gateway: string | undefined, namespace: string | undefined, seconds: number): Promise<GatewayActivity>;
}

export type GatewayActivity = Pick<GatewayTrafficAnswer, 'callers' | 'limited' | 'breakers' | 'leftOut' | 'connections'>;

export interface BackendTraffic {
  rule: string;
  backend: string;
  requests: number;
  at: Date;
}

export interface CallerTraffic {
  rule: string;
  /** namespace/name of the Consumer. */
  consumer: string;
  requests: number;
  at: Date;
}

export function trafficReports(pool: pg.Pool): TrafficReports {
  return {
    async record(gateway, report) {
      const { instance, sequence, traffic, callers = [], limited = [], calls = [], breakers = [], leftOut = [], connections = 0 } = report;
      const rows = {
        traffic,
        activity: [
          ...callers.map(({ by, name, requests, errors }) => ({ kind: by, name, whom: '', requests, errors })),
          ...limited.map(({ limit, whom, requests }) => ({ kind: 'limit', name: limit, whom, requests, errors: 0 })),
          ...calls.map(({ rule, consumer, requests }) => ({ kind: 'call', name: rule, whom: consumer, requests, errors: 0 })),
        ],
      };
      const { rows: counted } = await pool.query(
        `with fresh as (
           insert into dizuo.gateway_report as r (gateway, instance, sequence, breakers, connections, left_out) values ($1, $2, $3, $4, $5, $7)
           on conflict (gateway, instance) do update
             set sequence = excluded.sequence, breakers = excluded.breakers, connections = excluded.connections, left_out = excluded.left_out,
               seen_at = now()
             where r.sequence < excluded.sequence
           returning 1
         ), counted as (
           insert into dizuo.gateway_traffic (gateway, at, rule, backend, requests, errors, latency)
           select $1, now(), t.rule, t.backend, t.requests, t.errors, t.latency
           from fresh, jsonb_to_recordset($6::jsonb->'traffic') as t(rule text, backend text, requests bigint, errors bigint, latency bigint[])
         ), active as (
           insert into dizuo.gateway_activity (gateway, at, kind, name, whom, requests, errors)
           select $1, now(), a.kind, a.name, a.whom, a.requests, a.errors
           from fresh, jsonb_to_recordset($6::jsonb->'activity') as a(kind text, name text, whom text, requests bigint, errors bigint)
         )
         select from fresh`,
        [gateway, instance, sequence, JSON.stringify(breakers), connections, JSON.stringify(rows), JSON.stringify(leftOut)],
      );
      if (sequence % 60 === 0) await prune(pool);
      return counted.length > 0;
    },
    async byBackend(rules, since) {
      const { rows } = await pool.query<PairTraffic>(
        `select '' as rule, backend, requests, errors, latency from dizuo.gateway_traffic where rule = any($1) and at > $2`,
        [rules, since],
      );
      const sums = new Map<string, TrafficSum>();
      for (const row of rows) sums.set(row.backend, added(sums.get(row.backend), row));
      return sums;
    },
    async lastCarried(rules) {
      const { rows } = await pool.query<{ at: Date | null }>(
        `select max(at) as at from dizuo.gateway_traffic where rule = any($1) and backend <> '' and requests > errors`,
        [rules],
      );
      return rows[0]?.at ?? undefined;
    },
    async pairs(gateway, rulePrefix, seconds) {
      const { rows } = await pool.query<PairTraffic>(
        `select rule, backend, requests, errors, latency from dizuo.gateway_traffic
         where ($1::text is null or gateway = $1) and starts_with(rule, $2) and at > now() - $3 * interval '1 second'`,
        [gateway, rulePrefix, seconds],
      );
      const sums = new Map<string, PairTraffic>();
      for (const row of rows) {
        const key = `${row.rule}\n${row.backend}`;
        sums.set(key, { rule: row.rule, backend: row.backend, ...added(sums.get(key), row) });
      }
      return [...sums.values()].sort((a, b) => b.requests - a.requests);
    },
    async minutes(gateway, rulePrefix, seconds) {
      const { rows } = await pool.query(
        `select to_char(date_trunc('minute', at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
           sum(requests)::float8 as requests, sum(errors)::float8 as errors
         from dizuo.gateway_traffic
         where ($1::text is null or gateway = $1) and starts_with(rule, $2) and at > now() - $3 * interval '1 second'
         group by 1 order by 1`,
        [gateway, rulePrefix, seconds],
      );
      return rows;
    },
    async lately(seconds) {
      const since = `at > now() - $1 * interval '1 second'`;
      const backends = await pool.query<BackendTraffic>(
        `select rule, backend, sum(requests)::float8 as requests, max(at) as at from dizuo.gateway_traffic
         where ${since} and backend <> '' and requests > errors group by rule, backend`,
        [seconds],
      );
      const callers = await pool.query<CallerTraffic>(
        `select name as rule, whom as consumer, sum(requests)::float8 as requests, max(at) as at from dizuo.gateway_activity
         where ${since} and kind = 'call' group by name, whom`,
        [seconds],
      );
      return { backends: backends.rows, callers: callers.rows };
    },
    async activity(gateway, namespace, seconds) {
      const { rows } = await pool.query<{ kind: 'consumer' | 'department' | 'limit'; name: string; whom: string } & Counts>(
        `select kind, name, whom, sum(requests)::float8 as requests, sum(errors)::float8 as errors from dizuo.gateway_activity
         where kind <> 'call' and ($1::text is null or gateway = $1) and ($2::text is null or starts_with(name, $2 || '/'))
           and at > now() - $3 * interval '1 second' group by kind, name, whom order by 4 desc limit 200`,
        [gateway, namespace, seconds],
      );
      const present = await pool.query<Pick<GatewayActivity, 'breakers' | 'leftOut' | 'connections'>>(
        `select breakers, left_out as "leftOut", connections from dizuo.gateway_report
         where ($1::text is null or gateway = $1) and seen_at > now() - $2 * interval '1 second'`,
        [gateway, presenceSeconds],
      );
      const isOurs = ({ backend }: { backend: string }) => namespace === undefined || backend.split('/')[1] === namespace;
      return {
        callers: rows.flatMap(({ kind, name, requests, errors }) => (kind === 'limit' ? [] : [{ by: kind, name, requests, errors }])),
        limited: rows.flatMap(({ kind, name, whom, requests }) => (kind === 'limit' ? [{ limit: name, whom, requests }] : [])),
        breakers: present.rows.flatMap((r) => r.breakers).filter(isOurs),
        leftOut: present.rows.flatMap((r) => r.leftOut).filter(isOurs),
        connections: present.rows.reduce((sum, r) => sum + r.connections, 0),
      };
    },
  };
}

/** Columns of bigint come as text. */
function added(sum: TrafficSum | undefined, row: TrafficSum): TrafficSum {
  const latency = row.latency.map((count, i) => Number(count) + (sum?.latency[i] ?? 0));
  return { requests: Number(row.requests) + (sum?.requests ?? 0), errors: Number(row.errors) + (sum?.errors ?? 0), latency };
}

async function prune(pool: pg.Pool): Promise<void> {
  for (const table of ['gateway_traffic', 'gateway_activity'])
    await pool.query(`delete from dizuo.${table} where at < now() - $1 * interval '1 hour'`, [keptHours]);
  await pool.query(`delete from dizuo.gateway_report where seen_at < now() - interval '1 day'`);
}
