import type { Companion } from '@dizuo/kernel';
import type { CountFacts } from './count-facts.ts';

/** Why a count changed: a stable name. */
export type BookCause =
  | 'opened'
  | 'registered'
  | 'deleted'
  | 'retired'
  | 'revived'
  | 'replaced'
  | 'restored'
  | 'merged'
  | 'excepted'
  | 'moved'
  | 'corrected';

export interface BookLine {
  department: string;
  namespace: string;
  kind: string;
  name: string;
  displayName: string;
  delta: number;
  /** What it adds to those that hold an exception. */
  excepted: number;
  exception?: string;
  cause: BookCause;
  /** The object behind it: an exception, what replaces it, what it lives on in, or the decision to retire it. */
  approval?: Approval;
}

export interface Approval {
  kind: string;
  namespace: string;
  name: string;
}

/** What the book says about one object's change; undefined where no count changes. Pure. */
export function bookLine(old: CountFacts | undefined, next: CountFacts | undefined, by?: CountFacts): BookLine | undefined {
  const facts = next ?? old;
  const department = facts?.countedIn ?? old?.countedIn;
  if (!facts || !department) return undefined;
  const delta = (next?.counted ?? 0) - (old?.counted ?? 0);
  const excepted = (next?.excepted ?? 0) - (old?.excepted ?? 0);
  const otherException = Boolean(next?.excepted && old?.excepted && next.exceptionRef !== old.exceptionRef);
  if (delta === 0 && excepted === 0 && !otherException) return undefined;
  const exception = next?.exceptionRef ?? old?.exceptionRef;
  const granted = excepted > 0 || otherException;
  const approval = approvalOf(next, granted, by);
  return {
    department,
    namespace: facts.namespace,
    kind: facts.kind.kind,
    name: facts.name,
    displayName: facts.displayName,
    delta,
    excepted,
    ...((excepted !== 0 || otherException) && exception ? { exception } : {}),
    cause: granted ? 'excepted' : causeOf(old, next, by !== undefined),
    ...(approval ? { approval } : {}),
  };
}

function approvalOf(next: CountFacts | undefined, granted: boolean, by: CountFacts | undefined): Approval | undefined {
  if (by) return { kind: by.kind.kind, namespace: by.namespace, name: by.name };
  if (!next) return undefined;
  const { namespace, exceptionRef, moduleOf, replaces } = next;
  if (granted && exceptionRef) return { kind: 'LedgerException', namespace, name: exceptionRef };
  if (moduleOf) return { kind: 'LargeSystem', namespace: moduleOf.tenant, name: moduleOf.largeSystemRef };
  const [first] = replaces;
  return first ? { kind: 'InformationSystem', namespace, name: first } : undefined;
}

function causeOf(old: CountFacts | undefined, next: CountFacts | undefined, by: boolean): BookCause {
  if (!next) return 'deleted';
  if (!old) return 'registered';
  if (old.countedIn !== next.countedIn) return 'moved';
  if (by) return next.counted + next.excepted > 0 ? 'restored' : 'replaced';
  if (next.moduleOf && !old.moduleOf) return 'merged';
  if (old.effective && !next.effective) return 'retired';
  if (!old.effective && next.effective) return 'revived';
  return 'corrected';
}

/** Statement that writes lines in the commit of the objects: each line, and who did it. */
const writeLinesStatement = 'integration/write-ledger-lines';

/**
 * Each run's values are the columns of one line, in this order. What is counted after a line is what is counted after all of them, without
 * the changes of those that follow it.
 */
export const ledgerStatements = {
  [writeLinesStatement]: `with line as materialized (
      select v ->> 0 as department, (v ->> 5)::int as delta, v, place from jsonb_array_elements($1) with ordinality as run (v, place)
    ), total as materialized (
      select d.department, coalesce(t.used, 0) as used from (select distinct department from line) d
      left join dizuo.quota_total t on t.scope = 'department/' || d.department and t.resource = 'systems'
    )
    insert into dizuo.ledger_entry (department, namespace, kind, name, display_name, delta, excepted, exception, cause, approval, approval_kind, approval_namespace, principal, count)
    select department, v ->> 1, v ->> 2, v ->> 3, v ->> 4, delta, (v ->> 6)::int, v ->> 7, v ->> 8, v ->> 9, v ->> 10, v ->> 11, v ->> 12,
      total.used - coalesce(sum(delta) over (partition by department order by place rows between 1 following and unbounded following), 0)
    from line join total using (department) order by place`,
};

export function bookLines(lines: readonly BookLine[], principal: string): Companion[] {
  return lines.map((line) => ({ op: 'statement', name: writeLinesStatement, values: columnsOf(line, principal) }));
}

function columnsOf(line: BookLine, principal: string): unknown[] {
  const { department, namespace, kind, name, displayName, delta, excepted, exception = null, cause, approval } = line;
  const behind = approval ? [approval.name, approval.kind, approval.namespace] : [null, null, null];
  return [department, namespace, kind, name, displayName, delta, excepted, exception, cause, ...behind, principal];
}
