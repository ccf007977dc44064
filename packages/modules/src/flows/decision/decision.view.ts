import { type ObjectOf, type ProcessInstance, recalled, type Text } from '@dizuo/api';

type Process = ObjectOf<typeof ProcessInstance>;

export interface DecisionRecord {
  outcome: 'approve' | 'reject' | 'sendBack';
  by: string;
  at: string;
  comment?: string;
  generation: number;
  /** Process instance in which it was made. */
  run?: string;
}

/** How far the decision on an object is. */
export interface DecisionView {
  phase: 'Pending' | 'SentBack' | 'Approved' | 'Rejected' | 'Withdrawn' | 'Failed';
  decisions: DecisionRecord[];
  message: Text;
}

/** What is known of the object that is decided on. */
export interface DecidedFacts {
  generation: number;
  withdrawn: boolean;
  decisions: readonly DecisionRecord[];
}

const outcomes = new Set(['approve', 'reject', 'sendBack']);

/** How far a decision is, from the process that makes it. Pure. */
export function decisionView(facts: DecidedFacts, process: Process | undefined): DecisionView {
  const decisions = decisionsMade(facts, process);
  const comment = decisions.at(-1)?.comment ?? '';
  const view = (phase: DecisionView['phase'], message: Text = ''): DecisionView => ({ phase, decisions, message });
  const phase = process?.status?.phase;
  if (facts.withdrawn && phase !== 'Completed') return view('Withdrawn');
  if (phase === 'Failed') return view('Failed', recalled(process?.status?.conditions?.[0] ?? {}));
  if (phase !== 'Completed') return process?.status?.activeElements?.includes('revise') ? view('SentBack', comment) : view('Pending');
  return process?.status?.outcome === 'approved' ? view('Approved', comment) : view('Rejected', comment);
}

/** Decisions of the process, after those of earlier runs. Those already shown keep the generation that they were made on. */
export function decisionsMade({ generation, decisions: known }: DecidedFacts, process: Process | undefined): DecisionRecord[] {
  const made = (process?.status?.history ?? []).filter((entry) => entry.leftAt && outcomes.has(entry.outcome ?? ''));
  const run = process?.metadata.name;
  const earlier = process ? known.filter((record) => record.run !== undefined && record.run !== run) : [...known];
  const own = known.slice(earlier.length);
  const mine = made.map((entry, i) => ({
    outcome: entry.outcome as DecisionRecord['outcome'],
    by: entry.by ?? '',
    at: entry.leftAt ?? entry.enteredAt,
    ...(entry.comment ? { comment: entry.comment } : {}),
    generation: own[i]?.generation ?? generation,
    ...(run ? { run } : {}),
  }));
  return [...earlier, ...mine];
}
