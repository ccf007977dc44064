import type { Department, ObjectOf, SystemSort, SystemsFilter } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { DepartmentTree } from './department-tree.ts';
import { contractState, fittingSystems, type SystemObject, systemsAnswer } from './system-list.ts';

const now = new Date('2026-11-24T04:00:00Z');
const department = (name: string, displayName: string, parentRef?: string) =>
  ({ metadata: { name }, spec: { displayName, category: 'bureau', ...(parentRef ? { parentRef } : {}) } }) as ObjectOf<typeof Department>;
const tree = new DepartmentTree([
  department('district', '区'),
  department('green', '绿化局', 'district'),
  department('ads', '广告所', 'green'),
]);
const system = (name: string, spec: Partial<SystemObject['spec']>): SystemObject => ({
  apiVersion: 'integration.dizuo/v1alpha1',
  kind: 'InformationSystem',
  metadata: { name, namespace: 't', uid: name },
  spec: { displayName: name, departmentRef: 'green', level: 'district', ...spec },
});
const systems = [
  system('a', {
    departmentRef: 'ads',
    level: 'unit',
    linesOfBusiness: ['广告'],
    contract: { vendor: 'V', endsOn: '2026-12-01' },
    cost: { yearlyMaintenance: 5 },
  }),
  system('b', { level: 'city', contract: { endsOn: '2027-04-01' } }),
  system('c', { lifecycle: 'retired', contract: { endsOn: '2025-01-01' }, cost: { yearlyHosting: 1, yearlyLicences: 9 } }),
  system('d', { departmentRef: 'elsewhere' }),
];
const names = (filter: SystemsFilter, sort?: SystemSort, descending?: boolean) =>
  fittingSystems(systems, filter, { sort, descending }, tree, now)
    .map((row) => row.name)
    .join('');

describe('fittingSystems', () => {
  it.each<[string, SystemsFilter, string]>([
    ['everything, what is the district’s own first', {}, 'acdb'],
    ['a bureau with its units', { department: 'green' }, 'acb'],
    ['a unit alone', { department: 'ads' }, 'a'],
    ['a department that is not there', { department: 'none' }, ''],
    ['by level', { level: 'city' }, 'b'],
    ['running where nothing is said', { lifecycle: 'running' }, 'adb'],
    ['within 180 days includes within 90', { contract: 'within180' }, 'ab'],
    ['within 90 days', { contract: 'within90' }, 'a'],
    ['over', { contract: 'over' }, 'c'],
    ['no contract known', { contract: 'unknown' }, 'd'],
    ['counted', { counted: true }, 'ad'],
    ['not counted', { counted: false }, 'cb'],
    ['vendor found by words in any case', { search: 'v' }, 'a'],
    ['all conditions hold', { department: 'green', level: 'city', vendor: 'V' }, ''],
  ])('%s', (_why, filter, expected) => expect(names(filter)).toBe(expected));

  it.each<[SystemSort, boolean, string]>([
    ['contract', false, 'cabd'],
    ['cost', true, 'cabd'],
    ['department', false, 'abcd'],
  ])('sorts by %s', (sort, descending, expected) => expect(names({}, sort, descending)).toBe(expected));
});

describe('systemsAnswer', () => {
  it('counts what may be chosen over everything, and pages what fits', () => {
    const answer = systemsAnswer(systems, fittingSystems(systems, { department: 'green' }, {}, tree, now), { limit: 1, offset: 1 }, tree);
    expect(answer).toMatchObject({ total: 4, matched: 3, counted: 1, yearlyCost: 15 });
    expect(answer.items.map((row) => row.name)).toEqual(['c']);
    expect(answer.facets.department).toContainEqual({ value: 'district', label: '区', count: 3 });
  });
});

describe('contractState', () => {
  it.each([
    ['2026-11-23', 'over', 'yesterday'],
    ['2026-11-24', 'within90', 'its last day is today'],
    ['2027-02-22', 'within90', '90 days'],
    ['2027-02-23', 'within180', '91 days'],
    ['2027-11-25', 'later', 'more than a year'],
  ])('%s: %s (%s)', (endsOn, state) => expect(contractState(endsOn, '2026-11-24')).toBe(state));
});
