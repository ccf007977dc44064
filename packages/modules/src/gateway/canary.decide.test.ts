import { type CanaryPolicy, latencyBoundsMs, type ObjectOf } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { type CanaryState, decideCanary, startCanary } from './canary.decide.ts';
import { figuresOf, noTraffic, type TrafficSum } from './traffic-figures.ts';

type Spec = ObjectOf<typeof CanaryPolicy>['spec'];
const start = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const version = (name: string) => ({ group: 'apps.dizuo', kind: 'Workload', name });
const spec = (part: Partial<Spec> = {}): Spec => ({
  targetRefs: [],
  stable: version('old'),
  canary: version('new'),
  steps: [{ percent: 5, hold: '1m' }, { percent: 50 }],
  ...part,
});
/** All answers took about as long as the bound says. */
const traffic = (requests: number, errors = 0, ms = 10): TrafficSum => ({
  requests,
  errors,
  latency: latencyBoundsMs.map((bound) => (bound === ms ? requests : 0)),
});
const seen = (stable: TrafficSum, canary: TrafficSum) => ({ sinceStep: { stable, canary }, lately: { stable, canary } });
const nothing = seen(noTraffic, noTraffic);
const told = ({ phase, step, percent }: CanaryState) => `${phase} ${step} ${percent}`;
const second: CanaryState = { phase: 'Progressing', step: 2, percent: 50, stepStartedAt: start, reason: '' };

describe('decideCanary', () => {
  it('begins with the first step', () => expect(told(startCanary(spec(), start))).toBe('Progressing 1 5'));

  it.each<[string, Spec, CanaryState, number, string]>([
    ['holds a step as long as it says', spec(), startCanary(spec(), start), 59, 'Progressing 1 5'],
    ['goes on then', spec(), startCanary(spec(), start), 60, 'Progressing 2 50'],
    ['waits for a word where a step has no time', spec(), second, 9999, 'Waiting 2 50'],
    ['has the rest of the traffic after the last step', spec({ approvedSteps: 2 }), second, 1, 'Succeeded 2 100'],
    ['an earlier word is none for this step', spec({ approvedSteps: 1 }), second, 1, 'Waiting 2 50'],
    ['stands still while paused', spec({ paused: true }), startCanary(spec(), start), 999, 'Paused 1 5'],
    [
      'does not go on without enough requests for a verdict',
      spec({ analysis: { maxErrorPercent: 1 } }),
      startCanary(spec(), start),
      60,
      'Waiting 1 5',
    ],
    ['stays taken back', spec(), { ...second, phase: 'Returned', percent: 0 }, 999, 'Returned 2 0'],
  ])('%s', (_why, given, state, seconds, expected) => expect(told(decideCanary(given, state, nothing, after(seconds)))).toBe(expected));

  it.each<[string, Spec['analysis'], TrafficSum, TrafficSum, string]>([
    ['errors above the limit', { maxErrorPercent: 1 }, traffic(100), traffic(100, 2), 'Returned 2 0'],
    ['errors below it', { maxErrorPercent: 2 }, traffic(100), traffic(100, 2), 'Waiting 2 50'],
    ['too few to tell', { maxErrorPercent: 1, minimumRequests: 200 }, traffic(100), traffic(100, 50), 'Waiting 2 50'],
    ['more errors than the old version', { maxErrorIncrease: 1 }, traffic(100, 1), traffic(100, 3), 'Returned 2 0'],
    ['as many errors as the old version', { maxErrorIncrease: 1 }, traffic(100, 30), traffic(100, 30), 'Waiting 2 50'],
    ['slower than allowed', { maxLatency: '50ms' }, traffic(100), traffic(100, 0, 100), 'Returned 2 0'],
    ['slower than the old version', { maxLatencyIncreasePercent: 50 }, traffic(100), traffic(100, 0, 25), 'Returned 2 0'],
    ['nothing to compare with', { maxLatencyIncreasePercent: 50 }, noTraffic, traffic(100, 0, 25), 'Waiting 2 50'],
  ])('verdict: %s', (_why, analysis, stable, canary, expected) =>
    expect(told(decideCanary(spec({ analysis }), second, seen(stable, canary), after(60)))).toBe(expected),
  );

  it('takes back also what is paused', () =>
    expect(
      told(decideCanary(spec({ paused: true, analysis: { maxErrorPercent: 1 } }), second, seen(traffic(100), traffic(100, 9)), start)),
    ).toBe('Returned 2 0'));

  it('changes nothing where nothing is new', () => {
    const waiting = decideCanary(spec(), second, nothing, after(1));
    expect(decideCanary(spec(), waiting, nothing, after(2))).toBe(waiting);
  });
});

it('figuresOf reads percentiles between the bounds of their bucket', () => {
  const latency = latencyBoundsMs.map((bound) => (bound === 10 ? 90 : bound === 100 ? 10 : 0));
  expect(figuresOf({ requests: 100, errors: 3, latency })).toEqual({
    requests: 100,
    errors: 3,
    errorPercent: 3,
    p50Ms: 8.22,
    p95Ms: 80,
    p99Ms: 96,
  });
  expect(figuresOf(noTraffic)).toEqual({ requests: 0, errors: 0, errorPercent: 0 });
});
