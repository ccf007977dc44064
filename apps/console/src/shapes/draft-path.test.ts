import { expect, test } from 'vitest';
import { valueAt, withValue } from './draft-path.ts';

const draft = { limits: [{ name: 'a', requests: 5 }, { name: 'b' }], timeouts: { connect: '1s' } };

test('reads through objects and lists', () => {
  expect(valueAt(draft, 'limits[1].name')).toBe('b');
  expect(valueAt(draft, 'timeouts.connect')).toBe('1s');
  expect(valueAt(draft, 'retry.attempts')).toBeUndefined();
  expect(valueAt(draft, 'limits[7].name')).toBeUndefined();
});

test('writes what is missing on the way, and leaves the rest and the draft itself alone', () => {
  const next = withValue(draft, 'retry.attempts', 2);
  expect(next).toEqual({ ...draft, retry: { attempts: 2 } });
  expect(draft).not.toHaveProperty('retry');
  expect(withValue(draft, 'limits[1].requests', 9).limits).toEqual([
    { name: 'a', requests: 5 },
    { name: 'b', requests: 9 },
  ]);
});

test('an emptied field takes its value away, and keeps the place of the others', () => {
  expect(withValue(draft, 'timeouts.connect', '')).toEqual({ limits: draft.limits, timeouts: {} });
  expect(withValue(draft, 'timeouts', undefined)).toEqual({ limits: draft.limits });
  expect(withValue(draft, 'limits[0].requests', undefined).limits).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(Object.keys(withValue(draft, 'limits[0].name', 'c').limits?.[0 as never] ?? {})).toEqual(['name', 'requests']);
});
