import type { Step } from '@dizuo/api';
import { expect, it } from 'vitest';
import { untilRetry } from './delivery-steps.ts';

const failed: Step = {
  name: 'server',
  title: { zh: '服务器', en: 'Server' },
  state: 'Failed',
  finishedAt: '2026-01-01T00:00:10Z',
  attempts: 1,
};
const at = (seconds: number) => Date.parse('2026-01-01T00:00:00Z') + seconds * 1000;

it.each<[string, Partial<Step>, string | undefined, number, number]>([
  ['nothing failed', { state: 'Succeeded' }, undefined, 10, 0],
  ['a first failure is tried again after 5 s', {}, undefined, 11, 4_000],
  ['each further one waits twice as long', { attempts: 3 }, undefined, 11, 19_000],
  ['but never longer than two minutes', { attempts: 30 }, undefined, 10, 120_000],
  ['a wish for another attempt is granted at once', {}, '2026-01-01T00:00:10.900Z', 11, 0],
  ['whatever its clock says: it has not been answered', {}, '2025-01-01T00:00:00Z', 11, 0],
  ['once: the attempt that answers it waits as any other', { retry: '2026-01-01T00:00:10.900Z' }, '2026-01-01T00:00:10.900Z', 11, 4_000],
])('%s', (_why, step, retry, seconds, wait) => {
  expect(untilRetry([{ ...failed, ...step }], retry, at(seconds))).toBe(wait);
});
