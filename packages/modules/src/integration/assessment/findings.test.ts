import { describe, expect, it } from 'vitest';
import { activityOf } from './activity.ts';
import { contractEndOf } from './contract-ends.ts';
import { costOf, riseSum } from './cost.ts';
import { debtOf } from './debt.ts';
import { doubleEntriesOf } from './double-entry.ts';
import { clustersOf } from './overlap-clusters.ts';
import { compareVersions, outdatedRule } from './product-version.ts';
import { standardRules as rules } from './standard-rules.ts';
import { linksOf } from './system-links.ts';
import type { SystemObject } from './system-profile.ts';
import { systemOf } from './test-systems.ts';

const now = new Date('2026-11-24T08:00:00Z');
type Spec = Partial<SystemObject['spec']>;

describe('activityOf', () => {
  it.each<[Spec, string | undefined, string, string]>([
    [{ lastActiveOn: '2026-11-01' }, undefined, 'used', 'the owner says so'],
    [{ lastActiveOn: '2026-01-01' }, undefined, 'unused', 'more than 180 days'],
    [{ lastActiveOn: '2026-01-01' }, '2026-11-20T00:00:00Z', 'used', 'the gateway saw it later than the owner knew'],
    [{ lastActiveOn: '2026-11-01', use: { monthlyActive: 0 } }, undefined, 'unused', 'nobody in a month'],
    [{ use: { accounts: 1000, monthlyActive: 20 } }, undefined, 'littleUsed', '2 % of the accounts'],
    [{ use: { accounts: 1000, monthlyActive: 50 } }, undefined, 'used', 'the limit itself is enough'],
    [{ lifecycle: 'suspended', lastActiveOn: '2026-11-01' }, undefined, 'unused', 'suspended'],
    [{}, undefined, 'unknown', 'nothing recorded is not unused'],
  ])('%j, seen %s: %s, %s', (spec, lastSeenAt, expected) => {
    expect(activityOf(systemOf('x', spec, { status: { lastSeenAt } }), rules, now).activity).toBe(expected);
  });
});

describe('contractEndOf', () => {
  it.each([
    ['2026-11-23', -1, 'ended'],
    ['2026-11-24', 0, 'soon'],
    ['2027-05-23', 180, 'soon'],
    ['2027-05-24', 181, 'later'],
  ])('%s: %d days, %s', (endsOn, daysLeft, state) => {
    expect(contractEndOf(systemOf('x', { contract: { endsOn } }), rules, now)).toEqual({ endsOn, daysLeft, state });
  });
});

describe('outdatedRule', () => {
  it.each<[string, string, string | undefined, boolean, string]>([
    ['operatingSystem', 'CentOS Linux', '7.9', true, 'all versions'],
    ['database', 'MySQL', '5.7.44', true, 'older'],
    ['database', 'MySQL', '8.4.2', false, 'maintained'],
    ['database', 'Oracle 11g', undefined, true, 'the version is in the name'],
    ['language', 'Java', '1.7', true, 'the old way of writing 7'],
    ['language', 'Java', '1.8.0_202', false, 'the old way of writing 8'],
    ['database', 'MySQL', undefined, false, 'an unknown version is another finding'],
    ['middleware', 'MySQL', '5.7', false, 'another role'],
  ])('%s %s %s: %s, %s', (role, name, version, expected) => {
    expect(outdatedRule({ role, name, ...(version ? { version } : {}) }, rules.debt.outdated) !== undefined).toBe(expected);
  });

  it.each([
    ['2012 R2', '2016', -1],
    ['8', '8.0', 0],
    ['10.2', '9.9', 1],
  ])('compareVersions %s %s', (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));
});

describe('debtOf', () => {
  const codes = (spec: Spec) => {
    const { technical, security } = debtOf(systemOf('x', spec), rules, now);
    return [...technical.reasons, ...security.reasons].map(({ code, points }) => `${code} ${points}`);
  };
  const graded: Spec = { security: { grade: 2, gradedOn: '2026-01-01' } };
  it.each<[Spec, string[], string]>([
    [graded, [], 'nothing wrong'],
    [{}, ['noGrade 25'], 'no grade'],
    [{ ...graded, commissionedOn: '2015-01-01' }, ['old 20'], 'eleven years'],
    [
      { ...graded, stack: [{ role: 'database', name: 'Oracle', version: '11g', domestic: false }] },
      ['outdated 15', 'notDomestic 5'],
      'both',
    ],
    [{ ...graded, stack: [{ role: 'database', name: '达梦', domestic: true }] }, ['versionUnknown 5'], 'no version'],
    [{ security: { grade: 2, gradedOn: '2024-12-01' } }, [], 'grade 2 holds two years'],
    [{ security: { grade: 3, gradedOn: '2025-10-01' } }, ['staleGrade 15'], 'grade 3 holds one year'],
    [{ security: { grade: 3 } }, ['staleGrade 15'], 'no day of assessment'],
    [{ security: { ...graded.security, openIssues: 4 } }, ['openIssues 12'], 'each open finding'],
    [
      { hosting: { zone: 'internet' }, data: [{ code: 'resident', displayName: '居民', personal: true }] },
      ['noGrade 25', 'internetPersonal 20', 'personalLowGrade 15'],
      'personal data on the internet',
    ],
    [{ ...graded, contract: { endsOn: '2026-06-30' } }, ['unmaintained 15'], 'in use without a contract'],
  ])('%#: %j', (spec, expected) => expect(codes(spec)).toEqual(expected));
});

describe('doubleEntriesOf', () => {
  const holding = (from: ('citizens' | 'staff' | 'systems')[], items: string[] = []) => [
    { code: 'resident', displayName: '居民', from, items },
  ];
  it('finds records that staff key in for the district and again for the city, and what one entry would spare', () => {
    const found = doubleEntriesOf([
      systemOf('ours', { data: holding(['staff'], ['姓名', '住址']), use: { yearlyCases: 800 } }),
      systemOf('city', { level: 'city', data: holding(['staff'], ['姓名', '电话']), use: { yearlyCases: 5000 } }),
      systemOf('reader', { data: holding(['systems'], ['姓名']) }),
    ]);
    expect(found).toEqual([
      {
        by: 'staff',
        code: 'resident',
        displayName: '居民',
        systems: ['t-a/city', 't-a/ours'],
        items: [{ name: '姓名', systems: 2 }],
        sameTenant: true,
        acrossLevels: true,
        sparedYearly: 800,
      },
    ]);
  });
  it('keeps what citizens are asked apart from what staff key in', () => {
    const systems = [systemOf('a', { data: holding(['citizens']) }), systemOf('b', { data: holding(['staff']) })];
    expect(doubleEntriesOf(systems)).toEqual([]);
  });
});

describe('costOf', () => {
  const spec = systemOf('x', { cost: { built: 1_000_000, yearlyMaintenance: 100_000, yearlyHosting: 50_000 } });
  it('shows every term, and the terms add up', () => {
    const cost = costOf(spec, rules);
    const sum = 1 + 1.05 + 1.05 ** 2 + 1.05 ** 3 + 1.05 ** 4;
    expect(cost?.upkeep).toBe(150_000);
    expect(cost?.ways.map(({ way, amount }) => [way, amount])).toEqual([
      ['keep', Math.round(150_000 * sum)],
      ['merge', 250_000 + Math.round(60_000 * sum)],
      ['connect', Math.round(150_000 * sum) + 30_000],
    ]);
    expect(cost?.mergeSaves).toBe(Math.round(150_000 * sum) - 250_000 - Math.round(60_000 * sum));
    expect(cost?.missing).toEqual(['yearlyLicences']);
    for (const way of cost?.ways ?? []) expect(way.terms.reduce((total, { amount }) => total + amount, 0)).toBe(way.amount);
  });
  it('says nothing where nothing is recorded', () => expect(costOf(systemOf('x'), rules)).toBeUndefined());
  it.each([
    [0, 5, 5],
    [0.05, 1, 1],
  ])('riseSum(%d, %d)', (rise, years, expected) => expect(riseSum(rise, years)).toBeCloseTo(expected, 10));
});

describe('clustersOf', () => {
  const pair = (a: string, b: string, score: number) => ({ a, b, score });
  it('groups what overlaps with each other, not what is merely chained', () => {
    const chain = [pair('a', 'b', 0.9), pair('c', 'd', 0.8), pair('b', 'c', 0.5)];
    expect(clustersOf(chain).map(({ systems }) => systems)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(clustersOf([...chain, pair('a', 'c', 0.45)])).toMatchObject([{ systems: ['a', 'b', 'c', 'd'] }]);
  });
});

describe('linksOf', () => {
  it('joins what both sides say, keeps outside systems by their words, and leaves out what is not given', () => {
    const a = systemOf('a', {
      interfaces: [
        { name: '推送', direction: 'calls', systemRef: 'b', protocol: 'HTTP', data: ['resident'] },
        { name: '上报', direction: 'calls', counterpart: '国家平台' },
        { name: '秘密', direction: 'calls', tenant: 't-other', systemRef: 'hidden' },
      ],
    });
    const b = systemOf('b', { interfaces: [{ name: '接收', direction: 'serves', systemRef: 'a', protocol: 'HTTP' }] });
    expect(linksOf([b, a])).toEqual({
      links: [
        { from: 't-a/a', to: 't-a/b', names: ['推送', '接收'], protocols: ['HTTP'], data: ['resident'] },
        { from: 't-a/a', to: 'outside/国家平台', names: ['上报'], protocols: [], data: [] },
      ],
      outside: [{ key: 'outside/国家平台', displayName: '国家平台' }],
    });
  });
});
