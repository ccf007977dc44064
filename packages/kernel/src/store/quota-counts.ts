import type pg from 'pg';

/** What is taken of one resource in a counted scope, and the most that may be. */
export interface QuotaCount {
  resource: string;
  used: number;
  /** Absent: nothing limits it. */
  hard?: number;
  /** The limit only falls. */
  ratchet: boolean;
}

/**
 * Counts and limits of a scope as of one commit, by resource name. Needs a pool of the role `system`. For showing: what a commit may
 * take is decided in the commit.
 */
export async function quotaCounts(pool: pg.Pool, scope: string): Promise<QuotaCount[]> {
  const { rows } = await pool.query<{ resource: string; used: string; hard: string | null; ratchet: boolean }>({
    name: 'quota_counts',
    text: `select resource, coalesce(t.used, 0)::text as used, l.hard::text, coalesce(l.ratchet, false) as ratchet
           from (select * from dizuo.quota_total where scope = $1) t
           full join (select * from dizuo.quota_limit where scope = $1) l using (resource) order by resource`,
    values: [scope],
  });
  return rows.map(({ resource, used, hard, ratchet }) => ({
    resource,
    used: Number(used),
    ...(hard === null ? {} : { hard: Number(hard) }),
    ratchet,
  }));
}
