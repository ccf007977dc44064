import { describe, expect, it } from 'vitest';
import { Pressure } from './pressure.ts';

describe('pressure', () => {
  it('sheds a growing share while the event loop is late, and less again when it is not', () => {
    const pressure = new Pressure({ lagMs: 100, memoryMiB: 100 }, () => 0);
    const shares = [500, 500, 500, 500, 500, 500].map((late) => {
      pressure.look(late);
      return pressure.share;
    });
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
    for (let i = 0; i < 20; i += 1) pressure.look(0);
    expect(pressure.share).toBe(0);
  });

  it('does not mind one late turn', () => {
    const pressure = new Pressure({ lagMs: 100, memoryMiB: 100 }, () => 0);
    for (const late of [500, 0, 500, 0, 500]) pressure.look(late);
    expect(pressure.share).toBe(0);
  });

  it('sheds while memory is short', () => {
    let bytes = 200 * 1024 * 1024;
    const pressure = new Pressure({ lagMs: 100, memoryMiB: 100 }, () => bytes);
    for (let i = 0; i < 5; i += 1) pressure.look(0);
    expect(pressure.share).toBe(1);
    bytes = 0;
    for (let i = 0; i < 20; i += 1) pressure.look(0);
    expect(pressure.share).toBe(0);
  });
});
