import { describe, expect, it } from 'vitest';
import { CircuitBreaker, refusedFull, refusedOpen } from './circuit-breaker.ts';

const settings = { errorPercent: 50, minimumRequests: 4, windowMs: 1000, openMs: 500, halfOpenRequests: 2 };
const good = { failed: false, ms: 1, counted: true };
const bad = { failed: true, ms: 1, counted: true };

function send(breaker: CircuitBreaker, now: number, outcome: typeof good): 'pass' | 'open' | 'full' {
  const term = breaker.begin(now);
  if (term === refusedOpen) return 'open';
  if (term === refusedFull) return 'full';
  breaker.ended(term, now, outcome);
  return 'pass';
}

describe('a circuit breaker', () => {
  it('opens by the share of errors, not before there are enough requests', () => {
    const breaker = new CircuitBreaker(settings);
    for (let i = 0; i < 3; i += 1) expect(send(breaker, i, bad)).toBe('pass');
    expect(breaker.state(3)).toBe('closed');
    send(breaker, 3, good);
    expect(breaker.state(3)).toBe('open');
    expect(send(breaker, 4, good)).toBe('open');
  });

  it('tries a few after a while, and closes when they are well', () => {
    const breaker = new CircuitBreaker(settings);
    for (let i = 0; i < 4; i += 1) send(breaker, 0, bad);
    expect(breaker.state(499)).toBe('open');
    expect(breaker.state(500)).toBe('half-open');
    const trials = [breaker.begin(500), breaker.begin(500)];
    expect(breaker.begin(500), 'no more than the trials').toBe(refusedOpen);
    breaker.ended(trials[0] ?? 0, 510, good);
    expect(breaker.state(510)).toBe('half-open');
    breaker.ended(trials[1] ?? 0, 511, good);
    expect(breaker.state(511)).toBe('closed');
  });

  it('opens again when a trial fails', () => {
    const breaker = new CircuitBreaker(settings);
    for (let i = 0; i < 4; i += 1) send(breaker, 0, bad);
    expect(send(breaker, 600, bad)).toBe('pass');
    expect(breaker.state(601)).toBe('open');
    expect(breaker.state(1100)).toBe('half-open');
  });

  it('does not take the end of an earlier request for a trial', () => {
    const breaker = new CircuitBreaker(settings);
    const early = breaker.begin(0);
    for (let i = 0; i < 4; i += 1) send(breaker, 0, bad);
    expect(breaker.state(600)).toBe('half-open');
    breaker.ended(early, 600, bad);
    expect(breaker.state(600)).toBe('half-open');
    expect(breaker.active).toBe(0);
  });

  it('gives a trial back whose client went away', () => {
    const breaker = new CircuitBreaker(settings);
    for (let i = 0; i < 4; i += 1) send(breaker, 0, bad);
    for (let i = 0; i < 5; i += 1) expect(send(breaker, 600, { ...good, counted: false })).toBe('pass');
    expect(breaker.state(600)).toBe('half-open');
  });

  it('forgets what is older than the window', () => {
    const breaker = new CircuitBreaker(settings);
    for (let i = 0; i < 3; i += 1) send(breaker, 0, bad);
    send(breaker, 2000, bad);
    expect(breaker.state(2000)).toBe('closed');
    for (let i = 0; i < 100; i += 1) send(breaker, 5000 + i * 90, i % 5 === 0 ? bad : good);
    expect(breaker.state(14_000), 'a fifth of errors is below the bound').toBe('closed');
  });

  it('opens by slowness', () => {
    const breaker = new CircuitBreaker({ ...settings, slow: { overMs: 100, percent: 50 } });
    for (let i = 0; i < 4; i += 1) send(breaker, i, { ...good, ms: 200 });
    expect(breaker.state(4)).toBe('open');
  });

  it('bounds what is under way without opening', () => {
    const breaker = new CircuitBreaker({ ...settings, maxConcurrent: 1 });
    const term = breaker.begin(0);
    expect(breaker.begin(0)).toBe(refusedFull);
    breaker.ended(term, 1, good);
    expect(breaker.begin(1)).toBe(term);
    expect(breaker.active).toBe(1);
  });
});
