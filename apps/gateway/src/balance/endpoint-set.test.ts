import { describe, expect, it } from 'vitest';
import { EndpointSet } from './endpoint-set.ts';

const one = (id: string, weight = 1) => ({ id, host: '127.0.0.1', port: 1000, tls: false, weight });
function setOf(...endpoints: ReturnType<typeof one>[]) {
  const clock = { now: 0 };
  const set = new EndpointSet(() => clock.now);
  set.apply({ type: 'endpoints', version: '1', full: true, backends: { b: endpoints } });
  return { set, clock, pick: (tried = new Set<never>()) => set.choose('b', tried) };
}

describe('EndpointSet', () => {
  it('takes turns among equals', () => {
    const { pick } = setOf(one('a'), one('b'), one('c'));
    expect(new Set([pick()?.id, pick()?.id, pick()?.id]).size).toBe(3);
  });
  it('prefers the one with fewest requests', () => {
    const { set, pick } = setOf(one('a'), one('b'));
    const a = set.of('b')[0];
    if (a) a.active = 5;
    expect([pick()?.id, pick()?.id, pick()?.id]).toEqual(['b', 'b', 'b']);
  });
  it('gives by weight', () => {
    const { pick } = setOf(one('a', 3), one('b', 1));
    const got = Array.from({ length: 40 }, () => {
      const endpoint = pick();
      if (endpoint) endpoint.active += 1;
      return endpoint?.id;
    });
    expect(got.filter((id) => id === 'a').length).toBe(30);
  });
  it('leaves out one that failed, for longer each time, and takes it back', () => {
    const { set, clock, pick } = setOf(one('a'), one('b'));
    const a = set.of('b')[0];
    if (!a) throw new Error('no endpoint');
    set.failed(a);
    expect([pick()?.id, pick()?.id]).toEqual(['b', 'b']);
    set.failed(a);
    clock.now = 1500;
    expect(pick()?.id).toBe('b');
    clock.now = 2500;
    expect(new Set([pick()?.id, pick()?.id]).size).toBe(2);
  });
  it('tries one that failed where there is no other', () => {
    const { set, pick } = setOf(one('a'));
    const a = set.of('b')[0];
    if (a) set.failed(a);
    expect(pick()?.id).toBe('a');
  });
  it('never gives to one whose health check fails, or of weight 0', () => {
    const { set, pick } = setOf(one('a'), one('b', 0));
    const a = set.of('b')[0];
    if (a) a.healthy = false;
    expect(pick()).toBeUndefined();
  });
  it('tells of those that get no requests, and why, for as long as it is so', () => {
    const { set, clock } = setOf(one('a'), one('b'), one('c'));
    const [a, b] = set.of('b');
    if (a) set.failed(a);
    if (b) b.healthy = false;
    expect(set.leftOut()).toEqual([
      { backend: 'b', endpoint: 'a', why: 'ejected' },
      { backend: 'b', endpoint: 'b', why: 'unhealthy' },
    ]);
    clock.now = 1500;
    expect(set.leftOut().map(({ endpoint }) => endpoint)).toEqual(['b']);
  });
  it('keeps what it knows of endpoints that stay, and tells of those that go', () => {
    const { set } = setOf(one('a'), one('b'));
    const a = set.of('b')[0];
    const gone: string[] = [];
    set.onGone = (endpoint) => gone.push(endpoint.id);
    set.apply({ type: 'endpoints', version: '2', full: false, backends: { b: [one('a', 2)] } });
    expect(set.of('b')[0]).toBe(a);
    expect(gone).toEqual(['b']);
    set.apply({ type: 'endpoints', version: '3', full: true, backends: {} });
    expect(gone).toEqual(['b', 'a']);
  });
});
