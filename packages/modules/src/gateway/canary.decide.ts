import { type CanaryPolicy, type ObjectOf, say, type Text } from '@dizuo/api';
import { durationMs } from './duration.ts';
import { figuresOf, percentile, type TrafficSum } from './traffic-figures.ts';

type PolicyObject = ObjectOf<typeof CanaryPolicy>;
type Spec = PolicyObject['spec'];
type Phase = NonNullable<NonNullable<PolicyObject['status']>['phase']>;

/** Where a canary stands. `step`: number of the present one, from 1. */
export interface CanaryState {
  phase: Phase;
  step: number;
  percent: number;
  stepStartedAt: Date;
  reason: Text;
}

/** What both versions did: since the step began, and over the last interval. */
export interface CanaryTraffic {
  sinceStep: { stable: TrafficSum; canary: TrafficSum };
  lately: { stable: TrafficSum; canary: TrafficSum };
}

export const usualInterval = '30s';
const defaultMinimum = 20;

export function startCanary(spec: Spec, now: Date): CanaryState {
  return at(spec, 1, now);
}

/** The state after `state`, or the same object where it stays. Pure. */
export function decideCanary(spec: Spec, state: CanaryState, traffic: CanaryTraffic, now: Date): CanaryState {
  if (state.phase === 'Succeeded' || state.phase === 'Returned') return state;
  const fault = spec.analysis && faultOf(spec.analysis, traffic.lately);
  if (fault) return { ...state, phase: 'Returned', percent: 0, reason: fault };
  if (spec.paused) return stay(state, 'Paused', say('CanaryPaused')`paused; set spec.paused: false to go on`);
  const step = spec.steps[state.step - 1];
  if (!step) return succeeded(state, now);
  const { hold } = step;
  if (hold === undefined && (spec.approvedSteps ?? 0) < state.step)
    return stay(state, 'Waiting', say('CanaryNeedsWord')`step ${state.step} waits for a word: set spec.approvedSteps to ${state.step}`);
  if (hold !== undefined && now.getTime() - state.stepStartedAt.getTime() < durationMs(hold))
    return stay(state, 'Progressing', say('CanaryHolds')`step ${state.step} of ${spec.steps.length}: holds for ${hold}`);
  const least = spec.analysis ? (spec.analysis.minimumRequests ?? defaultMinimum) : 0;
  if (state.percent > 0 && traffic.sinceStep.canary.requests < least)
    return stay(
      state,
      'Waiting',
      say('CanaryNeedsTraffic')`the new version has had fewer than ${least} requests in this step: too few for a verdict`,
    );
  return state.step < spec.steps.length ? at(spec, state.step + 1, now) : succeeded(state, now);
}

/** Why the new version does too badly, or undefined: also where it has had too few requests to tell. */
function faultOf(analysis: NonNullable<Spec['analysis']>, { stable, canary }: CanaryTraffic['lately']): Text | undefined {
  if (canary.requests < (analysis.minimumRequests ?? defaultMinimum)) return undefined;
  const { maxErrorPercent, maxErrorIncrease, maxLatency, maxLatencyIncreasePercent, percentile: rank = 95 } = analysis;
  const newErrors = figuresOf(canary).errorPercent;
  const oldErrors = figuresOf(stable).errorPercent;
  if (maxErrorPercent !== undefined && newErrors > maxErrorPercent)
    return say('CanaryErrors')`${newErrors} % of the new version's answers are errors, more than ${maxErrorPercent} %`;
  if (maxErrorIncrease !== undefined && newErrors - oldErrors > maxErrorIncrease)
    return say('CanaryMoreErrors')`${newErrors} % of the new version's answers are errors, of the old one's ${oldErrors} %`;
  const newMs = percentile(canary.latency, rank);
  const oldMs = percentile(stable.latency, rank);
  if (maxLatency !== undefined && newMs > durationMs(maxLatency))
    return say('CanarySlow')`the new version's ${rank}th percentile is ${newMs} ms, more than ${maxLatency}`;
  if (maxLatencyIncreasePercent !== undefined && stable.requests > 0 && newMs > oldMs * (1 + maxLatencyIncreasePercent / 100))
    return say('CanarySlower')`the new version's ${rank}th percentile is ${newMs} ms, the old one's ${oldMs} ms`;
  return undefined;
}

function at(spec: Spec, step: number, now: Date): CanaryState {
  const reason = say('CanaryStep')`step ${step} of ${spec.steps.length}`;
  return { phase: 'Progressing', step, percent: spec.steps[step - 1]?.percent ?? 0, stepStartedAt: now, reason };
}

function succeeded(state: CanaryState, now: Date): CanaryState {
  const reason = say('CanaryDone')`the new version has all the traffic; make it the route's backend and delete this policy`;
  return { ...state, phase: 'Succeeded', percent: 100, stepStartedAt: now, reason };
}

function stay(state: CanaryState, phase: Phase, reason: Text): CanaryState {
  return state.phase === phase && String(state.reason) === String(reason) ? state : { ...state, phase, reason };
}
