import { describe, expect, it } from 'vitest';
import { countOutcome, mayEject, noOutcomes } from './outlier-ejection.ts';

const settings = {
  consecutiveErrors: 3,
  errorPercent: 50,
  minimumRequests: 10,
  intervalMs: 1000,
  baseEjectionMs: 5000,
  maxEjectedPercent: 50,
};
const yes = () => true;

describe('outlier ejection', () => {
  it('counts errors in a row', () => {
    const outcomes = noOutcomes();
    expect([true, true, false, true, true].map((failed) => countOutcome(outcomes, failed, 1, settings, yes))).toEqual([0, 0, 0, 0, 0]);
    expect(countOutcome(outcomes, true, 1, settings, yes)).toBe(5000);
  });

  it('counts the share of errors, once there are enough requests', () => {
    const outcomes = noOutcomes();
    const results = Array.from({ length: 10 }, (_, i) => countOutcome(outcomes, i % 2 === 1, 1, settings, yes));
    expect(results.slice(0, 9).every((ms) => ms === 0)).toBe(true);
    expect(results[9]).toBe(5000);
  });

  it('ejects for longer each time, and less after good intervals', () => {
    const outcomes = noOutcomes();
    const fail3 = (now: number) => [0, 0, 0].map(() => countOutcome(outcomes, true, now, settings, yes)).at(-1);
    expect([fail3(1), fail3(2), fail3(3)]).toEqual([5000, 10_000, 15_000]);
    countOutcome(outcomes, false, 2000, settings, yes);
    countOutcome(outcomes, false, 4000, settings, yes);
    countOutcome(outcomes, false, 6000, settings, yes);
    expect(fail3(6001)).toBe(10_000);
  });

  it('leaves enough replicas', () => {
    const outcomes = noOutcomes();
    for (let i = 0; i < 5; i += 1) expect(countOutcome(outcomes, true, 1, settings, () => false)).toBe(0);
    expect([mayEject(1, 0, 100), mayEject(2, 0, 10), mayEject(2, 1, 50), mayEject(4, 1, 50), mayEject(4, 2, 50)]).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
