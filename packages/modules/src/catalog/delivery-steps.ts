import { AppError, recalled, type Step, spoken, type Text } from '@dizuo/api';
import { rfc3339 } from '@dizuo/kernel';
import type { DriverStep, StepContext } from './drivers/driver.ts';

/** How the steps stand after one pass. */
export interface StepProgress {
  steps: Step[];
  done: boolean;
  /** Why it stopped. */
  failure?: { step: string; message: Text };
}

/**
 * Runs the steps that have not succeeded, in order, recording each before it starts and after it ends. A step that was running when
 * the server died is run again: steps are idempotent. Stops at the first failure. `retry`: what somebody wrote to have it tried again.
 */
export async function runSteps(
  steps: readonly DriverStep[],
  before: readonly Step[],
  context: StepContext,
  record: (steps: Step[]) => Promise<void>,
  retry: string | undefined,
): Promise<StepProgress> {
  const state = new Map(before.map((step) => [step.name, step]));
  const all = () => steps.map(({ name, title }) => state.get(name) ?? { name, title, state: 'Pending' as const });
  for (const step of steps) {
    const known = state.get(step.name);
    if (known?.state === 'Succeeded') continue;
    if (context.signal.aborted) return { steps: all(), done: false };
    const attempts = known?.retry === retry ? (known?.attempts ?? 0) + 1 : 1;
    const running: Step = {
      name: step.name,
      title: step.title,
      state: 'Running',
      startedAt: rfc3339(new Date()),
      attempts,
      ...(retry ? { retry } : {}),
    };
    state.set(step.name, running);
    await record(all());
    try {
      const message = await step.run(context);
      context.crashPoint(`delivery/${step.name}`);
      state.set(step.name, { ...running, state: 'Succeeded', finishedAt: rfc3339(new Date()), ...spoken(message) });
    } catch (error) {
      const message = wordsOf(error);
      state.set(step.name, { ...running, state: 'Failed', finishedAt: rfc3339(new Date()), ...spoken(message) });
      await record(all());
      return { steps: all(), done: false, failure: { step: step.name, message } };
    }
    await record(all());
  }
  return { steps: all(), done: true };
}

const firstRetryMs = 5_000;
const longestRetryMs = 120_000;

/** Milliseconds until a failed step is tried again: longer after each attempt, at once for a wish that no attempt has answered. Pure. */
export function untilRetry(steps: readonly Step[], retry: string | undefined, now: number): number {
  const failed = steps.find((step) => step.state === 'Failed');
  if (!failed?.finishedAt || (retry && retry !== failed.retry)) return 0;
  const wait = Math.min(firstRetryMs * 2 ** ((failed.attempts ?? 1) - 1), longestRetryMs);
  return Math.max(0, Date.parse(failed.finishedAt) + wait - now);
}

/** What went wrong, in words without secrets: our own errors speak for themselves, a server's error gives its first line. */
function wordsOf(error: unknown): Text {
  if (error instanceof AppError) return recalled(error);
  return (error as Error).message.split('\n')[0]?.slice(0, 300) ?? 'unknown';
}
