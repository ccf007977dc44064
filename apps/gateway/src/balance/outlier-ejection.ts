import type { DataPlaneBackendPolicy } from '@dizuo/api';

type Settings = NonNullable<DataPlaneBackendPolicy['outliers']>;

/** What is remembered of one replica. */
export interface Outcomes {
  /** Errors since the last success. */
  consecutive: number;
  requests: number;
  errors: number;
  intervalEnd: number;
  /** It was ejected in this interval. */
  wasEjected: boolean;
  /** How often it was ejected; falls again with every good interval. */
  ejections: number;
}

export function noOutcomes(): Outcomes {
  return { consecutive: 0, requests: 0, errors: 0, intervalEnd: 0, wasEjected: false, ejections: 0 };
}

/**
 * Counts an answer of a replica, and says for how many milliseconds it is to be left out; 0: not at all. `canEject`: the share that may
 * be left out at once is not used up.
 */
export function countOutcome(outcomes: Outcomes, failed: boolean, now: number, settings: Settings, canEject: () => boolean): number {
  if (now >= outcomes.intervalEnd) {
    if (outcomes.intervalEnd > 0 && outcomes.errors === 0 && !outcomes.wasEjected) outcomes.ejections = Math.max(0, outcomes.ejections - 1);
    outcomes.requests = 0;
    outcomes.errors = 0;
    outcomes.wasEjected = false;
    outcomes.intervalEnd = now + settings.intervalMs;
  }
  outcomes.requests += 1;
  if (!failed) {
    outcomes.consecutive = 0;
    return 0;
  }
  outcomes.errors += 1;
  outcomes.consecutive += 1;
  const byRow = settings.consecutiveErrors > 0 && outcomes.consecutive >= settings.consecutiveErrors;
  const byShare =
    settings.errorPercent !== undefined &&
    outcomes.requests >= settings.minimumRequests &&
    outcomes.errors * 100 >= settings.errorPercent * outcomes.requests;
  if ((!byRow && !byShare) || !canEject()) return 0;
  outcomes.consecutive = 0;
  outcomes.requests = 0;
  outcomes.errors = 0;
  outcomes.ejections += 1;
  outcomes.wasEjected = true;
  return settings.baseEjectionMs * Math.min(10, outcomes.ejections);
}

/** Whether one more of a backend's replicas may be left out. At least one may, unless it is the only one. */
export function mayEject(replicas: number, ejected: number, maxEjectedPercent: number): boolean {
  if (replicas <= 1) return false;
  return ejected + 1 <= Math.max(1, Math.floor((replicas * maxEjectedPercent) / 100));
}
