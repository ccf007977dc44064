import type { ChildProcess, SendHandle } from 'node:child_process';
import type { ProcessCounts } from '../observe/process-counts.ts';
import type { TakenTokens } from '../policy/rate-limiter.ts';

/** What a primary and its workers say to each other. Sockets travel with the messages. */
export type ToWorker =
  | { type: 'socket'; port: number; error?: string }
  | { type: 'drain'; idleMs: number }
  /** Tell what you have counted. */
  | { type: 'count'; id: number }
  /** What others took of limits. */
  | { type: 'taken'; taken: TakenTokens };

export type ToPrimary =
  | { type: 'socket'; port: number }
  | { type: 'ready' }
  /** `id` 0: unasked, the last word. */
  | { type: 'counted'; id: number; counts: ProcessCounts }
  | { type: 'taken'; taken: TakenTokens };

/** Says it to a worker that is there; to one that is gone, nothing. */
export function tell(child: ChildProcess, message: ToWorker, handle?: SendHandle): void {
  if (child.connected) child.send(message, handle, {}, () => {});
}
