import {
  Application,
  countedSystems,
  countScope,
  InformationSystem,
  type KubeObject,
  LargeSystem,
  Ledger,
  LedgerException,
  type ObjectOf,
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
    gatherMs: 250,
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
      const show = ({ status }: ObjectOf<typeof Ledger>): ObjectOf<typeof Ledger>['status'] => ({
        count,
        excepted: excepted.used,
        ...overCount(excepted.ended),
        ...(frozen && systems?.hard !== undefined ? { limit: systems.hard } : {}),
        ...opened,
        observedGeneration: ledger.metadata.generation,
        conditions: withCondition(status?.conditions, inForceCondition(excepted.ended)),
      });
      await client.modify(Ledger, key, (now) => ({ ...now, status: show(now) }), 'status');
      return;
    },
  });
}

/** An exception that has ended while systems still hold it. */
interface EndedException {
  name: string;
  used: number;
  until: string | undefined;
}

/** What is used of each exception of the department. */
async function showExceptions(pool: pg.Pool, client: ObjectClient, department: string): Promise<{ used: number; ended: EndedException[] }> {
  let total = 0;
  const ended: EndedException[] = [];
  for (const { metadata, spec, status } of await client.list(LedgerException)) {
    if (spec.departmentRef !== department) continue;
    const { namespace = '', name } = metadata;
    const [systems] = await quotaCounts(pool, countScope.exception(namespace, name));
    const used = systems?.used ?? 0;
    if (status?.used !== used) {
      await client.modify(LedgerException, { namespace, name }, (now) => ({ ...now, status: { ...now.status, used } }), 'status');
    }
    total += used;
    if (used > 0 && !spec.granted) ended.push({ name, used, until: spec.until });
  }
  return { used: total, ended };
}

/** How many systems stand beyond the limit with nothing that allows them, and since when. */
function overCount(ended: readonly EndedException[]): { over?: number; overSince?: string } {
  if (ended.length === 0) return {};
  const [first] = ended.flatMap(({ until }) => until ?? []).toSorted();
  return { over: ended.reduce((sum, { used }) => sum + used, 0), ...(first ? { overSince: first } : {}) };
}

function inForceCondition(ended: readonly EndedException[]) {
  const type = 'ExceptionsInForce';
  if (ended.length === 0) return { type, status: 'True' as const, reason: 'InForce', message: '' };
  const words = ended.map(({ name, until }) => (until ? `${name} (${until})` : name)).join(', ');
  const message = say('ExceptionsOverdue')`exceptions have ended that systems still hold: ${words}; extend them, or retire those systems`;
  return { type, status: 'False' as const, reason: 'Overdue', message };
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
