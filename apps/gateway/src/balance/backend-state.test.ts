import type { DataPlaneBackendPolicy } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { BackendState } from './backend-state.ts';
import type { Endpoint } from './endpoint-set.ts';

const endpoint = (id: string, over: Partial<Endpoint> = {}): Endpoint => ({
  id,
  host: '127.0.0.1',
  port: 1,
  tls: false,
  weight: 1,
  backend: 'Workload/t/a',
  active: 0,
  healthy: true,
  failures: 0,
  ejectedUntil: 0,
  gone: false,
  idle: [],
  ...over,
});
const state = (policy: Partial<DataPlaneBackendPolicy>, now = 0) => new BackendState({ id: 't/p', ...policy }, now);
const noKey = () => undefined;

describe('a backend with a policy', () => {
  it('takes turns by weight, spread out', () => {
    const all = [endpoint('a', { weight: 2 }), endpoint('b'), endpoint('c')];
    const balanced = state({ balance: { type: 'RoundRobin' } });
    const order = Array.from({ length: 8 }, () => balanced.choose(all, undefined, noKey, 0)?.id).join('');
    expect(order).toBe('abcaabca');
  });

  it('prefers who has the least to do', () => {
    const all = [endpoint('a', { active: 3, weight: 2 }), endpoint('b', { active: 1 }), endpoint('c', { active: 2 })];
    expect(state({ balance: { type: 'LeastRequest' } }).choose(all, undefined, noKey, 0)?.id).toBe('a');
    expect(state({}).choose(all, new Set([all[0] as Endpoint]), noKey, 0)?.id).toBe('b');
  });

  it('prefers who answers quickly, and forgives slowly', () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    const balanced = state({ balance: { type: 'Ewma' } });
    balanced.outcome(a, [a, b], { failed: false, ms: 200 }, 0);
    balanced.outcome(b, [a, b], { failed: false, ms: 20 }, 0);
    expect(balanced.choose([a, b], undefined, noKey, 1)?.id).toBe('b');
    for (let now = 1000; now < 60_000; now += 1000) balanced.outcome(a, [a, b], { failed: false, ms: 2 }, now);
    expect(balanced.choose([a, b], undefined, noKey, 60_000)?.id).toBe('a');
  });

  it('sends equal keys to the same replica while it is there', () => {
    const all = ['a', 'b', 'c'].map((id) => endpoint(id));
    const balanced = state({ balance: { type: 'ConsistentHash', hash: { by: 'User' } } });
    const of = (key: string, from = all) => balanced.choose(from, undefined, () => key, 0)?.id;
    for (const key of ['x', 'y', 'z', 'w']) expect(new Set([of(key), of(key), of(key)]).size).toBe(1);
    const was = of('x');
    const ill = all.map((e) => (e.id === was ? { ...e, healthy: false } : e));
    expect(of('x', ill)).not.toBe(was);
    expect(of('x')).toBe(was);
  });

  it('gives a replica that has just come less at first', () => {
    const old = endpoint('old');
    const balanced = state({ balance: { type: 'LeastRequest', slowStartMs: 10_000 } });
    balanced.choose([old, endpoint('other')], undefined, noKey, 0);
    const fresh = endpoint('new');
    old.active = 4;
    expect(balanced.choose([old, fresh], undefined, noKey, 20_000)?.id, 'a tenth of its share').toBe('old');
    expect(balanced.choose([old, fresh], undefined, noKey, 30_000)?.id).toBe('new');
  });

  it('leaves out who fails, never all, and takes the one that waited longest where it must', () => {
    const all = ['a', 'b'].map((id) => endpoint(id)) as [Endpoint, Endpoint];
    const [a, b] = all;
    const outliers = { consecutiveErrors: 2, minimumRequests: 10, intervalMs: 1000, baseEjectionMs: 5000, maxEjectedPercent: 50 };
    const balanced = state({ outliers });
    for (let i = 0; i < 2; i += 1) balanced.outcome(a, all, { failed: true, ms: 1 }, 10);
    expect(balanced.choose(all, undefined, noKey, 11)?.id).toBe('b');
    for (let i = 0; i < 5; i += 1) balanced.outcome(b, all, { failed: true, ms: 1 }, 12);
    expect(balanced.choose(all, undefined, noKey, 13)?.id, 'half of them is the most').toBe('b');
    expect(balanced.choose([a], undefined, noKey, 14)?.id, 'rather than nobody').toBe('a');
    expect(balanced.choose(all, new Set([b]), noKey, 5100)?.id).toBe('a');
  });

  it('sends no more to a replica than it may have under way', () => {
    const all = [endpoint('a', { active: 2 }), endpoint('b', { active: 1 })];
    const bounded = state({ connections: { maxPerReplica: 2 } });
    expect(bounded.choose(all, undefined, noKey, 0)?.id).toBe('b');
    expect(bounded.choose([all[0] as Endpoint], undefined, noKey, 0)).toBeUndefined();
  });
});
