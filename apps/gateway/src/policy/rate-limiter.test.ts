import type { DataPlaneRateLimit } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { RateLimiter, rateLimitHeaders } from './rate-limiter.ts';

const limit = (over: Partial<DataPlaneRateLimit> = {}): DataPlaneRateLimit => ({
  id: 't/p/one',
  name: 'one',
  requests: 10,
  periodMs: 1000,
  burst: 5,
  per: 'Client',
  responseHeaders: true,
  ...over,
});
const key = () => 'a';

describe('a token bucket', () => {
  it('lets a burst pass, then as many as the rate gives', () => {
    const limiter = new RateLimiter({ shares: false });
    const passed = (now: number) => limiter.take([limit()], key, now)?.allowed;
    expect([0, 0, 0, 0, 0, 0].map(passed)).toEqual([true, true, true, true, true, false]);
    expect(passed(99)).toBe(false);
    expect(passed(100)).toBe(true);
    expect(passed(100)).toBe(false);
    let count = 0;
    for (let now = 200; now < 2200; now += 1) if (passed(now)) count += 1;
    expect(count).toBeGreaterThanOrEqual(20);
    expect(count).toBeLessThanOrEqual(21);
  });

  it('never lets more pass than burst plus rate, whatever the times', () => {
    const limiter = new RateLimiter({ shares: false });
    let passed = 0;
    let seed = 7;
    let now = 0;
    for (let i = 0; i < 20_000; i += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      now += seed % 30;
      if (limiter.take([limit()], key, now)?.allowed) passed += 1;
    }
    expect(passed).toBeLessThanOrEqual(5 + now / 100 + 1);
  });

  it('says how much is left and when more comes', () => {
    const limiter = new RateLimiter({ shares: false });
    expect(limiter.take([limit()], key, 0)).toMatchObject({ allowed: true, remaining: 4 });
    for (let i = 0; i < 4; i += 1) limiter.take([limit()], key, 0);
    const refused = limiter.take([limit()], key, 0);
    expect(refused).toMatchObject({ allowed: false, remaining: 0, waitMs: 100 });
    expect(refused && rateLimitHeaders(refused)).toEqual([
      ['RateLimit-Policy', '"one";q=10;w=1'],
      ['RateLimit', '"one";r=0;t=1'],
      ['Retry-After', '1'],
    ]);
  });

  it('is each key’s own, and each limit’s', () => {
    const limiter = new RateLimiter({ shares: false });
    const one = limit({ burst: 1 });
    expect(limiter.take([one], () => 'a', 0)?.allowed).toBe(true);
    expect(limiter.take([one], () => 'b', 0)?.allowed).toBe(true);
    expect(limiter.take([one], () => 'a', 0)?.allowed).toBe(false);
    expect(limiter.take([limit({ id: 't/p/two', burst: 1 })], () => 'a', 0)?.allowed).toBe(true);
  });

  it('takes of none where one of several refuses', () => {
    const limiter = new RateLimiter({ shares: false });
    const wide = limit({ id: 'wide', burst: 3 });
    const narrow = limit({ id: 'narrow', burst: 1 });
    expect(limiter.take([wide, narrow], key, 0)?.allowed).toBe(true);
    expect(limiter.take([wide, narrow], key, 0)).toMatchObject({ allowed: false, limit: { id: 'narrow' } });
    expect(limiter.take([wide], key, 0)).toMatchObject({ allowed: true, remaining: 1 });
  });

  it('does not ask limits that do not cover the request', () => {
    const limiter = new RateLimiter({ shares: false });
    expect(limiter.take([limit()], () => undefined, 0)).toBeUndefined();
  });

  it('holds for several processes together, once they have told each other', () => {
    const [a, b] = [new RateLimiter({ shares: true }), new RateLimiter({ shares: true })] as const;
    b.take([limit()], key, 0);
    for (let i = 0; i < 4; i += 1) expect(a.take([limit()], key, 0)?.allowed).toBe(true);
    b.absorb(a.drain(), 0);
    expect(a.drain()).toEqual([]);
    expect(b.take([limit()], key, 0)?.allowed).toBe(false);
  });

  it('begins anew when it was changed', () => {
    const limiter = new RateLimiter({ shares: false });
    for (let i = 0; i < 5; i += 1) limiter.take([limit()], key, 0);
    expect(limiter.take([limit()], key, 0)?.allowed).toBe(false);
    expect(limiter.take([limit({ requests: 20 })], key, 0)?.allowed).toBe(true);
  });
});
