import { describe, expect, test } from 'vitest';
import { backOffMs, type Observation, type Plan, planWorkload, startLimitMs } from './workload.plan.ts';
import type { Instance } from './workload-driver.ts';

const now = new Date('2026-01-01T00:10:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();

/** `web-<revision>-<n>`, in a state since a minute ago. */
function replica(revision: string, number: number, state: Instance['state'], more: Partial<Instance> = {}): Instance {
  const name = `web-${revision}-${number}`;
  return { name, host: 'h', port: 1, state, revision, restarts: 0, startedAt: ago(60_000), since: ago(60_000), ...more };
}
const up: Observation = {
  running: { startedAt: new Date(ago(60_000)) },
  ending: '',
  away: false,
  health: { ok: true, failures: 0, problem: '' },
  crashes: 0,
};
const down: Observation = {
  ...up,
  running: undefined,
  ending: 'it ended with exit code 1',
  health: { ok: false, failures: 0, problem: '' },
};
const sick = (failures: number): Observation => ({ ...up, health: { ok: false, failures, problem: 'GET /healthz answered 503' } });

interface Row {
  why: string;
  replicas: number;
  revision?: string | undefined;
  instances?: Instance[];
  seen?: Record<string, Observation>;
  states: string[];
  acts?: Partial<Omit<Plan, 'instances'>>;
}

const rows: Row[] = [
  {
    why: 'nothing runs: all start at once',
    replicas: 2,
    states: ['web-aaaaaa-1 Starting', 'web-aaaaaa-2 Starting'],
    acts: { start: ['web-aaaaaa-1', 'web-aaaaaa-2'] },
  },
  { why: 'what runs as wanted is left alone', replicas: 1, instances: [replica('aaaaaa', 1, 'Ready')], states: ['web-aaaaaa-1 Ready'] },
  {
    why: 'a good answer makes a starting one ready',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Starting')],
    states: ['web-aaaaaa-1 Ready'],
  },
  {
    why: 'recorded but not started (a crash between): it is started now',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Starting', { startedAt: undefined as never })],
    seen: { 'web-aaaaaa-1': down },
    states: ['web-aaaaaa-1 Starting'],
    acts: { start: ['web-aaaaaa-1'] },
  },
  {
    why: 'started but not recorded (a crash between): it is taken as it is, not started twice',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Starting', { startedAt: undefined as never })],
    seen: { 'web-aaaaaa-1': sick(0) },
    states: ['web-aaaaaa-1 Starting'],
  },
  {
    why: 'it ended: failed, and not started again before the back-off',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Ready')],
    seen: { 'web-aaaaaa-1': down },
    states: ['web-aaaaaa-1 Failed'],
  },
  {
    why: 'the platform was stopped, and its replicas with it: they start at once and it counts for nothing',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Ready')],
    seen: { 'web-aaaaaa-1': { ...down, away: true } },
    states: ['web-aaaaaa-1 Starting'],
    acts: { start: ['web-aaaaaa-1'] },
  },
  {
    why: 'the back-off of a third crash is not over',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Failed', { since: ago(3000) })],
    seen: { 'web-aaaaaa-1': { ...down, crashes: 3 } },
    states: ['web-aaaaaa-1 Failed'],
  },
  {
    why: 'the back-off is over: it starts again and counts',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Failed', { since: ago(5000) })],
    seen: { 'web-aaaaaa-1': { ...down, crashes: 3 } },
    states: ['web-aaaaaa-1 Starting'],
    acts: { start: ['web-aaaaaa-1'] },
  },
  {
    why: 'below the threshold a failed check changes nothing',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Ready')],
    seen: { 'web-aaaaaa-1': sick(2) },
    states: ['web-aaaaaa-1 Ready'],
  },
  {
    why: 'at the threshold it gets no more traffic',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Ready')],
    seen: { 'web-aaaaaa-1': sick(3) },
    states: ['web-aaaaaa-1 Unhealthy'],
  },
  {
    why: 'it recovered by itself',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Unhealthy')],
    states: ['web-aaaaaa-1 Ready'],
  },
  {
    why: 'twice the threshold: it is killed, to be started again',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Unhealthy')],
    seen: { 'web-aaaaaa-1': sick(6) },
    states: ['web-aaaaaa-1 Failed'],
    acts: { kill: ['web-aaaaaa-1'] },
  },
  {
    why: 'it never became ready',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Starting', { since: ago(startLimitMs + 1) })],
    seen: { 'web-aaaaaa-1': sick(50) },
    states: ['web-aaaaaa-1 Failed'],
    acts: { kill: ['web-aaaaaa-1'] },
  },
  {
    why: 'more memory than it may',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Ready')],
    seen: { 'web-aaaaaa-1': { ...up, memoryProblem: 'it took 300 MiB of 256 MiB' } },
    states: ['web-aaaaaa-1 Failed'],
    acts: { kill: ['web-aaaaaa-1'] },
  },
  {
    why: 'a kill that a crash interrupted is repeated',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Failed')],
    states: ['web-aaaaaa-1 Failed'],
    acts: { kill: ['web-aaaaaa-1'] },
  },
  {
    why: 'a new revision comes with one more replica, nobody leaves yet',
    replicas: 2,
    instances: [replica('old', 1, 'Ready'), replica('old', 2, 'Ready')],
    states: ['web-aaaaaa-1 Starting', 'web-old-1 Ready', 'web-old-2 Ready'],
    acts: { start: ['web-aaaaaa-1'] },
  },
  {
    why: 'while the new one starts nothing else moves',
    replicas: 2,
    instances: [replica('aaaaaa', 1, 'Starting'), replica('old', 1, 'Ready'), replica('old', 2, 'Ready')],
    seen: { 'web-aaaaaa-1': sick(1) },
    states: ['web-aaaaaa-1 Starting', 'web-old-1 Ready', 'web-old-2 Ready'],
  },
  {
    why: 'the first new one is ready: an old one leaves, the next new one comes',
    replicas: 2,
    instances: [replica('aaaaaa', 1, 'Ready'), replica('old', 1, 'Ready'), replica('old', 2, 'Ready')],
    states: ['web-aaaaaa-1 Ready', 'web-aaaaaa-2 Starting', 'web-old-1 Ready', 'web-old-2 Stopping'],
    acts: { start: ['web-aaaaaa-2'] },
  },
  {
    why: 'all new ones are ready: the last old one leaves',
    replicas: 2,
    instances: [replica('aaaaaa', 1, 'Ready'), replica('aaaaaa', 2, 'Ready'), replica('old', 1, 'Ready')],
    states: ['web-aaaaaa-1 Ready', 'web-aaaaaa-2 Ready', 'web-old-1 Stopping'],
  },
  {
    why: 'a new revision that fails leaves the old one serving',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Failed', { since: ago(100) }), replica('old', 1, 'Ready')],
    seen: { 'web-aaaaaa-1': { ...down, crashes: 5 } },
    states: ['web-aaaaaa-1 Failed', 'web-old-1 Ready'],
  },
  {
    why: 'a crashed replica of an old revision is not started again, the new revision takes its place',
    replicas: 1,
    instances: [replica('old', 1, 'Failed')],
    seen: { 'web-old-1': down },
    states: ['web-aaaaaa-1 Starting'],
    acts: { start: ['web-aaaaaa-1'], forget: ['web-old-1'] },
  },
  {
    why: 'what leaves is drained before it is stopped',
    replicas: 0,
    instances: [replica('aaaaaa', 1, 'Stopping', { since: ago(500) })],
    states: ['web-aaaaaa-1 Stopping'],
  },
  {
    why: 'drained: it is asked to end',
    replicas: 0,
    instances: [replica('aaaaaa', 1, 'Stopping', { since: ago(2000) })],
    states: ['web-aaaaaa-1 Stopping'],
    acts: { stop: ['web-aaaaaa-1'] },
  },
  {
    why: 'it has ended: its address is free',
    replicas: 0,
    instances: [replica('aaaaaa', 1, 'Stopping')],
    seen: { 'web-aaaaaa-1': down },
    states: [],
    acts: { forget: ['web-aaaaaa-1'] },
  },
  {
    why: 'fewer are wanted: the one that does not work leaves first',
    replicas: 1,
    instances: [replica('aaaaaa', 1, 'Unhealthy'), replica('aaaaaa', 2, 'Ready')],
    seen: { 'web-aaaaaa-1': sick(3) },
    states: ['web-aaaaaa-1 Stopping', 'web-aaaaaa-2 Ready'],
  },
  {
    why: 'it is not known what should run (a Secret is missing): what runs goes on',
    replicas: 2,
    revision: undefined,
    instances: [replica('old', 1, 'Ready')],
    states: ['web-old-1 Ready'],
  },
  {
    why: 'deletion: everything leaves',
    replicas: 0,
    revision: undefined,
    instances: [replica('old', 1, 'Ready'), replica('old', 2, 'Failed')],
    seen: { 'web-old-2': down },
    states: ['web-old-1 Stopping', 'web-old-2 Stopping'],
  },
];

describe('planWorkload', () => {
  test.each(rows)('$why', (row) => {
    const plan = planWorkload({
      workload: 'web',
      revision: 'revision' in row ? row.revision : 'aaaaaa',
      replicas: row.replicas,
      failureThreshold: 3,
      instances: row.instances ?? [],
      observe: (name) => row.seen?.[name] ?? up,
      now,
      drainMs: 1000,
    });
    expect(plan.instances.map(({ name, state }) => `${name} ${state}`)).toEqual(row.states);
    const { instances: _instances, ...acts } = plan;
    expect(acts).toEqual({ start: [], kill: [], stop: [], forget: [], ...row.acts });
  });

  test.each([
    [0, 1000],
    [1, 1000],
    [2, 2000],
    [4, 8000],
    [50, 60_000],
  ])('after %i crashes it waits %i ms', (crashes, ms) => expect(backOffMs(crashes)).toBe(ms));
});
