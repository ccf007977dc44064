import { recalled, say, spoken, type Text } from '@dizuo/api';
import type { Instance } from './workload-driver.ts';

/** What is so about one replica, beside its record. */
export interface Observation {
  running: { startedAt: Date } | undefined;
  /** How its last process ended, in words. */
  ending: Text;
  /** It has not run since this server began to lead: the platform or the machine was stopped, which is no failure of the program. */
  away: boolean;
  health: { ok: boolean; failures: number; problem: Text };
  /** Failed starts in a row. */
  crashes: number;
  /** Set when it took more memory than it may. */
  memoryProblem?: Text;
}

export interface PlanInput {
  workload: string;
  /** Undefined: what it should run is not known (a Secret is missing), so nothing new is started. */
  revision: string | undefined;
  replicas: number;
  failureThreshold: number;
  instances: readonly Instance[];
  observe(name: string): Observation;
  now: Date;
  /** From leaving the list of addresses to the stop signal: data planes need a moment to hear of it. */
  drainMs: number;
}

export interface Plan {
  /** As they are to be recorded before anything is done. New ones have port 0. */
  instances: Instance[];
  start: string[];
  /** To be ended at once, and started again later. */
  kill: string[];
  /** Drained: to be ended in good order. */
  stop: string[];
  /** Gone: their addresses are free again. */
  forget: string[];
}

/** From the start to the first good answer; migrations of a first start take their time. */
export const startLimitMs = 120_000;

/** 1 s doubling to 60 s. */
export function backOffMs(crashes: number): number {
  return Math.min(1000 * 2 ** Math.max(0, crashes - 1), 60_000);
}

/**
 * The next step of a workload: what becomes of each replica, then of the set. A new revision comes one replica at a time, each ready
 * before an old one leaves, so that the number of ready replicas never falls below what is wanted. Pure.
 */
export function planWorkload(input: PlanInput): Plan {
  const plan: Plan = { instances: [], start: [], kill: [], stop: [], forget: [] };
  for (const instance of input.instances) {
    const next = judge(instance, input, plan);
    if (next) plan.instances.push(next);
    else plan.forget.push(instance.name);
  }
  retireSurplus(input, plan);
  addMissing(input, plan);
  plan.instances.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return plan;
}

/** One replica by itself. Undefined: it is gone. */
function judge(instance: Instance, input: PlanInput, plan: Plan): Instance | undefined {
  const seen = input.observe(instance.name);
  const ageMs = input.now.getTime() - Date.parse(instance.since ?? instance.startedAt ?? input.now.toISOString());
  const isCurrent = instance.revision === input.revision;
  const become = (state: Instance['state'], message?: Text): Instance => {
    const { message: _before, said: _its, ...rest } = instance;
    const since = state === instance.state ? instance.since : time(input.now);
    return { ...rest, state, ...(since ? { since } : {}), ...(message ? spoken(message) : {}) };
  };
  const fail = (message: Text): Instance => {
    if (seen.running) plan.kill.push(instance.name);
    return become('Failed', message);
  };

  if (instance.state === 'Stopping') {
    if (!seen.running) return undefined;
    if (ageMs >= input.drainMs) plan.stop.push(instance.name);
    return instance;
  }
  if (!seen.running) {
    if (instance.state === 'Failed') {
      // Only the present revision can be started again: what an earlier one was is not kept.
      if (!isCurrent) return input.revision === undefined ? instance : undefined;
      if (ageMs < backOffMs(seen.crashes)) return instance;
      plan.start.push(instance.name);
      const { startedAt: _ended, ...again } = become('Starting', recalled(instance));
      return { ...again, restarts: instance.restarts + 1 };
    }
    if (instance.startedAt && seen.away && isCurrent) {
      plan.start.push(instance.name);
      const { startedAt: _before, ...again } = become('Starting');
      return again;
    }
    if (instance.startedAt) return fail(seen.ending);
    if (!isCurrent) return input.revision === undefined ? instance : undefined;
    plan.start.push(instance.name);
    return instance;
  }
  if (instance.state === 'Failed') return fail(recalled(instance));
  // Kept once known: a start time that the kernel counts from boot moves when the clock is set.
  const startedAt = instance.startedAt ?? time(seen.running.startedAt);
  if (seen.memoryProblem) return { ...fail(seen.memoryProblem), startedAt };
  if (seen.health.ok) return { ...become('Ready'), startedAt };
  if (instance.state === 'Starting') {
    if (ageMs > startLimitMs)
      return fail(say('NotReadyInTime')`it did not become ready within ${startLimitMs / 1000} s: ${seen.health.problem}`);
    return instance.startedAt ? instance : { ...instance, startedAt };
  }
  if (seen.health.failures >= 2 * input.failureThreshold)
    return fail(say('RestartedUnhealthy')`it was restarted because its health check failed: ${seen.health.problem}`);
  if (seen.health.failures >= input.failureThreshold) return become('Unhealthy', seen.health.problem);
  return instance;
}

/** Old ones leave when enough new ones are ready; of too many, the weakest and newest leave first. */
function retireSurplus({ revision, replicas, now }: PlanInput, plan: Plan): void {
  const staying = plan.instances.filter((instance) => instance.state !== 'Stopping');
  const current = staying.filter((instance) => instance.revision === revision);
  const old = staying.filter((instance) => instance.revision !== revision);
  const readyCurrent = current.filter((instance) => instance.state === 'Ready').length;
  const surplusOld = revision === undefined ? staying.length - replicas : Math.min(replicas, readyCurrent) + old.length - replicas;
  const leaving = weakestFirst(revision === undefined ? staying : old).slice(0, Math.max(0, surplusOld));
  if (revision !== undefined) leaving.push(...weakestFirst(current).slice(0, Math.max(0, current.length - replicas)));
  for (const instance of leaving) {
    plan.instances[plan.instances.indexOf(instance)] = { ...instance, state: 'Stopping', since: time(now) };
    plan.start = plan.start.filter((name) => name !== instance.name);
  }
}

function addMissing({ workload, revision, replicas, now, instances }: PlanInput, plan: Plan): void {
  if (revision === undefined) return;
  const staying = plan.instances.filter((instance) => instance.state !== 'Stopping');
  const current = staying.filter((instance) => instance.revision === revision);
  const old = staying.length - current.length;
  let missing = replicas - current.length;
  // While an old revision serves: one more than wanted at a time, and the next when the last is ready.
  if (old > 0) missing = current.some((instance) => instance.state !== 'Ready') ? 0 : Math.min(missing, replicas + 1 - staying.length);
  const taken = new Set([...plan.instances, ...instances].map((instance) => instance.name));
  for (let number = 1; missing > 0; number += 1) {
    const name = `${workload}-${revision.slice(0, 6)}-${number}`;
    if (taken.has(name)) continue;
    plan.instances.push({ name, host: '', port: 0, state: 'Starting', revision, restarts: 0, since: time(now) });
    plan.start.push(name);
    missing -= 1;
  }
}

const strength: Record<Instance['state'], number> = { Failed: 0, Starting: 1, Unhealthy: 2, Ready: 3, Stopping: 4 };

function weakestFirst(instances: readonly Instance[]): Instance[] {
  return [...instances].sort((a, b) => strength[a.state] - strength[b.state] || b.name.localeCompare(a.name, 'en', { numeric: true }));
}

/** RFC 3339 with milliseconds: a drain is shorter than the seconds of other times. */
function time(at: Date): string {
  return at.toISOString();
}
