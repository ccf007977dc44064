import type { DataPlaneCanary } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { type CanaryFacts, goesToCanary } from './canary-choice.ts';

const canary = (over: Partial<DataPlaneCanary> = {}): DataPlaneCanary => ({
  policy: 't/canary',
  stable: 'Workload/t/one',
  canary: 'Workload/t/two',
  percent: 20,
  sticky: { by: 'Person' },
  ...over,
});
const nothing: CanaryFacts = { client: '192.0.2.1', header: () => undefined, cookie: () => undefined };
const people = Array.from({ length: 5000 }, (_, i) => ({ ...nothing, user: `person-${i}` }));
const chosen = (of: DataPlaneCanary) => people.filter((facts) => goesToCanary(of, facts, 0.999));

describe('the choice of a version', () => {
  it('gives the new version its share', () => {
    expect(chosen(canary()).length / people.length).toBeCloseTo(0.2, 1);
  });

  it('moves nobody back when the share is raised', () => {
    const more = new Set(chosen(canary({ percent: 50 })));
    expect(chosen(canary()).every((facts) => more.has(facts))).toBe(true);
  });

  it('draws others for another policy', () => {
    const other = new Set(chosen(canary({ policy: 't/other' })));
    expect(chosen(canary()).some((facts) => !other.has(facts))).toBe(true);
  });

  it.each([
    ['no share: nobody', { percent: 0 }, { user: 'person-1' }, 0, false],
    ['the whole: everybody', { percent: 100 }, {}, 0.999, true],
    ['without its key a request is drawn', { percent: 20, sticky: { by: 'None' } }, {}, 0.1, true],
    ['without its key a request is drawn, and may lose', { percent: 20, sticky: { by: 'None' } }, {}, 0.3, false],
    ['named people always', { percent: 0, always: { users: ['tester'] } }, { user: 'tester' }, 1, true],
    ['named departments always', { percent: 0, always: { departments: ['it'] } }, { departments: ['x', 'it'] }, 1, true],
    ['a header always', { percent: 0, always: { header: { name: 'x-new', value: 'yes' } } }, { header: (): string => 'yes' }, 1, true],
    [
      'another value of it not',
      { percent: 0, always: { header: { name: 'x-new', value: 'yes' } } },
      { header: (): string => 'no' },
      1,
      false,
    ],
  ] as const)('%s', (_why, over, facts, random, expected) => {
    expect(goesToCanary(canary(over as Partial<DataPlaneCanary>), { ...nothing, ...facts } as CanaryFacts, random)).toBe(expected);
  });

  it('sticks to cookies and headers too', () => {
    const byCookie = canary({ sticky: { by: 'Cookie', name: 'visit' }, percent: 50 });
    const answers = (value: string) => [0, 0.5, 0.99].map((random) => goesToCanary(byCookie, { ...nothing, cookie: () => value }, random));
    for (const value of ['a', 'b', 'c', 'd', 'e']) expect(new Set(answers(value)).size).toBe(1);
  });
});
