import { isOver, LedgerException, type ObjectOf, say, untilOver } from '@dizuo/api';
import type { ReconcileContext, ReconcileResult } from '@dizuo/kernel';
import type { DecidedKind } from './decided-kind.ts';
import type { DecisionView } from './decision.view.ts';

type Exception = ObjectOf<typeof LedgerException>;

const longestWaitMs = 3_600_000;

/** Permission to have more: the operator grants it. When its last day has passed it ends, and its requester is asked what now. */
export const decidedException: DecidedKind<typeof LedgerException> = {
  name: 'ledger-exception-decision',
  kind: LedgerException,
  run: ({ status }) => {
    const expiries = status?.expiries ?? 0;
    return { definition: expiries > 0 ? 'ledger-exception-expiry' : 'ledger-exception', round: expiries + 1 };
  },
  title: ({ spec }) => spec.displayName,
  requester: ({ spec }) => spec.requester ?? '',
  department: ({ spec }) => spec.departmentRef,
  withdrawn: ({ spec }) => spec.withdrawn ?? false,
  asked: ({ status }) => status?.phase === 'SentBack' || status?.phase === 'Expired',
  show(exception, view, common) {
    const { expiries, used, conditions } = exception.status ?? {};
    return {
      ...exception,
      status: {
        ...(expiries ? { expiries } : {}),
        ...(used === undefined ? {} : { used }),
        ...(conditions ? { conditions } : {}),
        ...common,
        phase: phaseOf(view, expiries ?? 0),
        observedGeneration: exception.metadata.generation,
      },
    };
  },
  after: keepGrant,
};

function phaseOf({ phase }: DecisionView, expiries: number) {
  if (phase === 'Approved') return 'Granted' as const;
  if (phase === 'Withdrawn') return 'Withdrawn' as const;
  if (expiries > 0) return 'Expired' as const;
  return phase === 'Failed' ? ('Rejected' as const) : phase;
}

/** `spec.granted` follows the decision and the calendar; the commit counts by it. */
async function keepGrant(exception: Exception, view: DecisionView, { client, event }: ReconcileContext): Promise<ReconcileResult> {
  const key = { namespace: exception.metadata.namespace ?? '', name: exception.metadata.name };
  const { until, granted = false } = exception.spec;
  const over = until !== undefined && isOver(until, new Date());
  const inForce = view.phase === 'Approved' && !over;
  if (granted !== inForce) {
    await client.modify(LedgerException, key, (now) =>
      now.spec.until === until ? { ...now, spec: { ...now.spec, granted: inForce } } : undefined,
    );
    if (inForce) await event(exception, 'Normal', 'Granted', say('ExceptionInForce')`the exception is in force`);
    else await event(exception, 'Warning', 'Ended', say('ExceptionEnded')`the exception has ended`);
    return;
  }
  if (view.phase === 'Approved' && over) {
    // The next round asks the requester: extend, or retire what it allows.
    await client.modify(
      LedgerException,
      key,
      (now) =>
        now.status?.processInstanceRef === exception.status?.processInstanceRef && !now.spec.granted
          ? { ...now, status: { ...now.status, phase: 'Expired' as const, expiries: (now.status?.expiries ?? 0) + 1 } }
          : undefined,
      'status',
    );
    return;
  }
  return inForce && until ? { requeueAfterMs: Math.min(untilOver(until, new Date()) + 1000, longestWaitMs) } : undefined;
}
