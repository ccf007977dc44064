import { describe, expect, it } from 'vitest';
import type { DataPlaneCanary } from '../gateway/data-plane-policies.ts';
import { type CanaryFacts, canaryChoice, goesToCanary } from './canary-choice.ts';

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

  it.each([
    ['a person by name', { always: { users: ['tester'] } }, { user: 'tester' }, { by: 'AlwaysUser', takes: true }],
    ['a share of nothing', { percent: 0 }, { user: 'a' }, { by: 'NoShare', takes: false }],
    ['a share of everything', { percent: 100 }, { user: 'a' }, { by: 'WholeShare', takes: true }],
    ['no key', { sticky: { by: 'Header', name: 'x-person' } }, {}, { by: 'Chance' }],
    ['no department', { sticky: { by: 'Department' } }, { user: 'a' }, { by: 'Chance' }],
    ['nobody signed in, from an address', {}, {}, { by: 'Key', place: expect.any(Number), takes: expect.any(Boolean) }],
    ['nobody signed in, from nowhere', {}, { client: undefined }, { by: 'UnknownAddress' }],
  ] as const)('tells why: %s', (_why, over, facts, expected) => {
    expect(canaryChoice(canary(over as Partial<DataPlaneCanary>), { ...nothing, ...facts } as CanaryFacts)).toEqual(expected);
  });

  it('takes a key for as long as its place is below the share', () => {
    for (const facts of people.slice(0, 500)) {
      const { place = Number.NaN } = canaryChoice(canary(), facts);
      const at = (percent: number) => canaryChoice(canary({ percent }), facts).takes;
      expect([at(place - 0.005), at(place + 0.005)]).toEqual([false, true]);
    }
  });
});
