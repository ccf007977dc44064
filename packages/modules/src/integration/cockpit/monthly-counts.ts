import type pg from 'pg';
import type { MonthlyCount } from './trend.ts';

/** The counts of some departments at the end of each month in which they changed, from the books of their ledgers. */
export async function monthlyCounts(pool: pg.Pool, departments: readonly string[]): Promise<MonthlyCount[]> {
  if (departments.length === 0) return [];
  const { rows } = await pool.query({
    name: 'monthly_counts',
    text: `select distinct on (department, month) department, month, count from (
             select department, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count, number from dizuo.ledger_entry
             where department = any($1)) entries
           order by department, month, number desc`,
    values: [departments],
  });
  return rows;
}
