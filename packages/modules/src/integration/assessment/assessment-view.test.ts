import { LargeSystem } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { AssessmentBasis } from './assessment-basis.ts';
import { AssessmentView } from './assessment-view.ts';
import type { LargeSystemObject } from './large-system-fit.ts';
import { standardRules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';
import { systemOf } from './test-systems.ts';

const now = new Date('2026-11-24T08:00:00Z');
const used: Partial<SystemObject['spec']> = { use: { accounts: 10, monthlyActive: 8 }, security: { grade: 2, gradedOn: '2026-05-01' } };
const cheapToMerge = { built: 100_000, yearlyMaintenance: 100_000 };

async function viewOf(systems: SystemObject[], largeSystems: LargeSystemObject[] = [], seen = systems) {
  const basis = new AssessmentBasis(standardRules, systems);
  await basis.settle();
  return new AssessmentView({ systems: seen, largeSystems, basis, now });
}

const signs = { functions: ['户外招牌审批', '现场勘察'], linesOfBusiness: ['市容景观'] };

describe('proposals', () => {
  const proposed = async (system: SystemObject, others: SystemObject[] = [], large: LargeSystemObject[] = []) => {
    const view = await viewOf([system, ...others], large);
    const proposal = view.assessed(`t-a/${system.metadata.name}`)?.proposal;
    return (
      proposal && { ...proposal, reasons: proposal.reasons.map(({ code }) => code), against: proposal.against.map(({ code }) => code) }
    );
  };
  const twin = systemOf('twin', { ...used, ...signs, use: { accounts: 90, monthlyActive: 80 } });
  const wide = {
    apiVersion: LargeSystem.apiVersion,
    kind: 'LargeSystem',
    metadata: { name: 'wide', namespace: 't-a' },
  } as LargeSystemObject;
  wide.spec = {
    displayName: '市容管理',
    departmentRef: 'a',
    linesOfBusiness: ['市容景观'],
    modules: [{ name: 'm', displayName: '户外招牌审批' }],
  };

  it('merges what does the same, into the most used of them', async () => {
    expect(await proposed(systemOf('x', { ...used, ...signs, cost: cheapToMerge }), [twin])).toMatchObject({
      way: 'merge',
      into: 't-a/twin',
      with: ['t-a/twin'],
      reasons: ['overlaps', 'saves'],
    });
  });
  it('prefers a large system that fits', async () => {
    expect(await proposed(systemOf('x', { ...used, ...signs }), [twin], [wide])).toMatchObject({
      way: 'merge',
      largeSystem: { key: 't-a/wide' },
      reasons: ['fits', 'overlaps'],
    });
  });
  it('connects where merging costs more and nothing presses', async () => {
    const dear = { built: 9_000_000, yearlyMaintenance: 10_000 };
    expect(await proposed(systemOf('x', { ...used, ...signs, cost: dear }), [twin])).toMatchObject({
      way: 'connect',
      reasons: ['mergingCostsMore'],
      against: ['overlaps'],
    });
    const ends = { endsOn: '2027-01-01' };
    expect(await proposed(systemOf('x', { ...used, ...signs, cost: dear, contract: ends }), [twin])).toMatchObject({
      way: 'merge',
      reasons: ['overlaps', 'contractEnds'],
      against: ['costsMore'],
    });
  });
  it('retires what nobody uses, and names who still calls it', async () => {
    const caller = systemOf('caller', { ...used, interfaces: [{ name: 'i', direction: 'calls', systemRef: 'x' }] });
    expect(await proposed(systemOf('x', { lastActiveOn: '2025-01-01' }), [caller])).toMatchObject({
      way: 'retire',
      reasons: ['noUse'],
      against: ['called'],
    });
  });
  it.each<[string, Partial<SystemObject['spec']>, object | undefined]>([
    ['the city decides on its own', { level: 'city' }, { way: 'keep', reasons: ['notOurs'] }],
    ['alone in its own network', { ...used, hosting: { zone: 'bureau' } }, { way: 'keep', reasons: ['apart'] }],
    ['in use and alone', used, { way: 'connect', reasons: ['alone'] }],
    ['already a module', { moduleOf: { largeSystemRef: 'l', module: 'm' } }, undefined],
    ['already gone', { lifecycle: 'retired' }, undefined],
  ])('%s', async (_, spec, expected) => {
    const proposal = await proposed(systemOf('x', spec));
    if (expected) expect(proposal).toMatchObject(expected);
    else expect(proposal).toBeUndefined();
  });
  it('connects a city system into which the same records are keyed again', async () => {
    const data = [{ code: 'tree', displayName: '树木', from: ['staff' as const] }];
    expect(await proposed(systemOf('x', { level: 'city', data }), [systemOf('ours', { ...used, data })])).toMatchObject({
      way: 'connect',
      reasons: ['keyedTwice', 'notOurs'],
    });
  });
});

describe('what a caller may not see', () => {
  it('is in no pair, cluster, link, double entry or search', async () => {
    const data = [{ code: 'tree', displayName: '树木', from: ['staff' as const] }];
    const mine = systemOf('mine', {
      ...used,
      ...signs,
      data,
      interfaces: [{ name: 'i', direction: 'calls', tenant: 't-b', systemRef: 'theirs' }],
    });
    const theirs = systemOf('theirs', { ...used, ...signs, data }, { namespace: 't-b' });
    const all = await viewOf([mine, theirs]);
    expect([all.pairs().length, all.clusters().length, all.doubleEntries().length, all.links().links.length]).toEqual([1, 1, 1, 1]);
    const own = await viewOf([mine, theirs], [], [mine]);
    expect([own.pairs(), own.clusters(), own.doubleEntries(), own.links().links]).toEqual([[], [], [], []]);
    expect(own.partnersOf('t-a/mine')).toEqual([]);
    expect(own.overlap('t-a/mine', 't-b/theirs')).toBeUndefined();
    expect(own.similarTo(mine.spec).map(({ key }) => key)).toEqual(['t-a/mine']);
    expect(JSON.stringify(own.all().map(({ system: _, ...found }) => found))).not.toContain('theirs');
  });
});

describe('pairs', () => {
  it('follow changes of systems', async () => {
    const a = systemOf('a', signs);
    const basis = new AssessmentBasis(standardRules, [a, systemOf('b', signs)]);
    await basis.settle();
    expect(basis.pairs.all()).toMatchObject([{ a: 't-a/a', b: 't-a/b' }]);
    basis.put(systemOf('b', { functions: ['餐厨垃圾收运'] }));
    await basis.settle();
    expect(basis.pairs.all()).toEqual([]);
    basis.put(systemOf('b', signs));
    basis.put({ ...a, spec: { ...a.spec, lifecycle: 'retired' } });
    await basis.settle();
    expect(basis.pairs.all()).toEqual([]);
  });
  it('leave out two systems that are both not the district’s', async () => {
    const view = await viewOf([
      systemOf('a', { ...signs, level: 'city' }),
      systemOf('b', { ...signs, level: 'national' }),
      systemOf('c', signs),
    ]);
    expect(view.pairs().map(({ a, b }) => `${a} ${b}`)).toEqual(['t-a/a t-a/c', 't-a/b t-a/c']);
  });
});
