import type { Condition, KubeObject } from '@dizuo/api';

/** The one vocabulary of state: each has one colour, one icon and one word everywhere. */
export type State = 'ready' | 'progressing' | 'pending' | 'degraded' | 'failed' | 'stopped' | 'unknown';

const byWord: Record<string, State> = {
  Ready: 'ready',
  Delivered: 'ready',
  Completed: 'ready',
  Succeeded: 'ready',
  Approved: 'progressing',
  Running: 'progressing',
  Progressing: 'progressing',
  Delivering: 'progressing',
  Deleting: 'progressing',
  Starting: 'progressing',
  Pending: 'pending',
  Open: 'pending',
  SentBack: 'pending',
  Degraded: 'degraded',
  Unhealthy: 'degraded',
  Failed: 'failed',
  Rejected: 'failed',
  Returned: 'failed',
  Waiting: 'pending',
  Paused: 'stopped',
  Stopped: 'stopped',
  Stopping: 'stopped',
  Withdrawn: 'stopped',
  Cancelled: 'stopped',
  Terminated: 'stopped',
  Skipped: 'stopped',
};

/** The state that a phase, or another word of an object's status, stands for. */
export function stateOfWord(word: string | undefined): State {
  return (word && byWord[word]) || 'unknown';
}

interface Observed {
  phase?: string;
  conditions?: Condition[];
  /** Routes say how each of their gateways took them. */
  parents?: { conditions?: Condition[] }[];
  /** Policies say what became of them by what they are attached to. */
  ancestors?: { conditions?: Condition[] }[];
}

/** What is shown of any object: its deletion, its phase, else its conditions. */
export function stateOf(object: KubeObject): State {
  const status = (object.status ?? {}) as Observed;
  if (object.metadata.deletionTimestamp) return 'progressing';
  if (status.phase) return stateOfWord(status.phase);
  return stateOfConditions(conditionsOf(object));
}

/** `Ready`, `Available`, `Accepted` or `Programmed` as Kubernetes uses them: True, else Progressing, else why it is not. */
function stateOfConditions(conditions: readonly Condition[] | undefined): State {
  if (!conditions || conditions.length === 0) return 'unknown';
  const of = (type: string) => conditions.find((c) => c.type === type);
  const main = of('Ready') ?? of('Available') ?? of('Programmed') ?? of('Accepted') ?? of('Valid');
  if (of('Degraded')?.status === 'True') return 'degraded';
  if (main?.status === 'True') return of('Progressing')?.status === 'True' ? 'progressing' : 'ready';
  if (of('Progressing')?.status === 'True') return 'progressing';
  if (main?.status === 'False') return /fail|error|invalid/i.test(main.reason) ? 'failed' : 'degraded';
  return main ? 'progressing' : 'unknown';
}

const positive = new Set(['Ready', 'Available', 'Accepted', 'Programmed', 'ResolvedRefs', 'Valid']);
const negative = new Set(['Degraded', 'Failed', 'OverSize']);

/** The condition that says why the state is not ready. */
export function whyNotReady(object: KubeObject): Condition | undefined {
  const bad = (c: Condition) => (positive.has(c.type) && c.status === 'False') || (negative.has(c.type) && c.status === 'True');
  return conditionsOf(object).find((c) => bad(c) && c.message);
}

export function conditionsOf(object: KubeObject): Condition[] {
  const status = (object.status ?? {}) as Observed;
  return status.conditions ?? (status.parents ?? status.ancestors)?.flatMap(({ conditions = [] }) => conditions) ?? [];
}
