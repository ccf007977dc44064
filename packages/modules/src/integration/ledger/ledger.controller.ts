import {
  Application,
  countedSystems,
  countScope,
  InformationSystem,
  type KubeObject,
  LargeSystem,
  Ledger,
  LedgerException,
  say,
} from '@dizuo/api';
import { type Controller, defineController, type ObjectClient, quotaCounts, rfc3339, withCondition } from '@dizuo/kernel';
import type pg from 'pg';

interface CountedSpec {
  countedIn?: string;
}

/** Shows the count of a ledger, and what of its exceptions is used. The commit decides; this only tells. */
export function ledgerController(pool: pg.Pool): Controller<typeof Ledger> {
  const departments = new Map<string, { namespace: string; name: string }>();
  const byDepartment = ({ spec }: KubeObject) => {
    const key = departments.get((spec as CountedSpec).countedIn ?? '');
    return key ? [key] : [];
  };
  return defineController({
    name: 'ledger',
    kind: Ledger,
    watches: [
      { kind: InformationSystem, map: byDepartment },
      { kind: LargeSystem, map: byDepartment },
      { kind: Application, map: byDepartment },
      { kind: LedgerException, map: () => [...departments.values()] },
    ],
    resyncSeconds: 300,
    async reconcile(key, { client }) {
      const ledger = await client.get(Ledger, key);
      if (!ledger) return;
      const { departmentRef, phase } = ledger.spec;
      departments.set(departmentRef, { namespace: key.namespace ?? '', name: key.name });
      const counts = await quotaCounts(pool, countScope.department(departmentRef));
      const systems = counts.find((c) => c.resource === countedSystems);
      const excepted = await showExceptions(pool, client, departmentRef);
      const frozen = phase === 'frozen';
      const opened = frozen ? await openingOf(pool, departmentRef) : {};
      const count = systems?.used ?? 0;
      await client.modify(
        Ledger,
        key,
        (now) => ({
          ...now,
          status: {
            ...now.status,
            count,
            excepted: excepted.used,
            ...(frozen && systems?.hard !== undefined ? { limit: systems.hard } : {}),
            ...opened,
            observedGeneration: ledger.metadata.generation,
            conditions: withCondition(now.status?.conditions, {
              type: 'ExceptionsInForce',
              status: excepted.overdue.length > 0 ? 'False' : 'True',
              reason: excepted.overdue.length > 0 ? 'Overdue' : 'InForce',
              message:
                excepted.overdue.length > 0
                  ? say(
                      'ExceptionsOverdue',
                    )`exceptions have ended that systems still hold: ${excepted.overdue.join(', ')}; extend them, or retire those systems`
                  : '',
            }),
          },
        }),
        'status',
      );
      return;
    },
  });
}

/** What is used of each exception of the department; those that have ended and are still used are overdue. */
async function showExceptions(pool: pg.Pool, client: ObjectClient, department: string): Promise<{ used: number; overdue: string[] }> {
  let total = 0;
  const overdue: string[] = [];
  for (const exception of await client.list(LedgerException)) {
    if (exception.spec.departmentRef !== department) continue;
    const { namespace = '', name } = exception.metadata;
    const [systems] = await quotaCounts(pool, countScope.exception(namespace, name));
    const used = systems?.used ?? 0;
    if (exception.status?.used !== used) {
      await client.modify(LedgerException, { namespace, name }, (now) => ({ ...now, status: { ...now.status, used } }), 'status');
    }
    total += used;
    if (used > 0 && !exception.spec.granted) overdue.push(name);
  }
  return { used: total, overdue };
}

/** The count and the moment of the commit that froze the ledger. */
async function openingOf(pool: pg.Pool, department: string): Promise<{ opening?: number; frozenAt?: string }> {
  const { rows } = await pool.query<{ count: number; at: Date }>({
    name: 'ledger_opening',
    text: `select count, at from dizuo.ledger_entry where department = $1 and cause = 'opened' order by number limit 1`,
    values: [department],
  });
  const [line] = rows;
  return line ? { opening: line.count, frozenAt: rfc3339(line.at) } : {};
}
