import { describe, expect, it } from 'vitest';
import { HashRing } from './hash-ring.ts';

const members = (ids: string[], weight = 1) => ids.map((id) => ({ id, weight }));
const keys = Array.from({ length: 10_000 }, (_, i) => `key-${i}`);
const all = () => true;

describe('a hash ring', () => {
  it('spreads keys by weight', () => {
    const ring = new HashRing([...members(['a', 'b']), { id: 'c', weight: 2 }]);
    const counts = { a: 0, b: 0, c: 0 };
    for (const key of keys) counts[ring.find(key, all)?.id as 'a'] += 1;
    expect(counts.a / keys.length).toBeCloseTo(0.25, 0);
    expect(counts.c / keys.length).toBeGreaterThan(0.4);
    expect(counts.c / keys.length).toBeLessThan(0.6);
  });

  it('moves only the keys of a member that goes', () => {
    const before = new HashRing(members(['a', 'b', 'c', 'd']));
    const after = new HashRing(members(['a', 'b', 'c']));
    for (const key of keys) {
      const was = before.find(key, all)?.id;
      if (was !== 'd') expect(after.find(key, all)?.id).toBe(was);
    }
  });

  it('passes over those that may not take a key', () => {
    const ring = new HashRing(members(['a', 'b']));
    for (const key of keys.slice(0, 100)) expect(ring.find(key, ({ id }) => id === 'b')?.id).toBe('b');
    expect(ring.find('x', () => false)).toBeUndefined();
    expect(new HashRing([]).find('x', all)).toBeUndefined();
    expect(new HashRing(members(['a'], 0)).find('x', all)).toBeUndefined();
  });
});
