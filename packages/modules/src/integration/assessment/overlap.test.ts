import { describe, expect, it } from 'vitest';
import { overlapOf, overlapScore } from './overlap.ts';
import { OverlapIndex } from './overlap-index.ts';
import { rulesOf, standardRules } from './standard-rules.ts';
import { profileOf, type SystemObject } from './system-profile.ts';
import { randomFrom, systemOf } from './test-systems.ts';
import { vocabularyOf } from './vocabulary.ts';

const vocabulary = vocabularyOf(standardRules);
const weights = standardRules.overlap;
const profile = (name: string, spec: Partial<SystemObject['spec']>) => profileOf(`t-a/${name}`, systemOf(name, spec).spec, vocabulary);

describe('overlapOf', () => {
  const permit = profile('permit', {
    functions: ['户外招牌审批', '现场勘察', '统计查询'],
    linesOfBusiness: ['市容景观'],
    use: { audience: ['citizens', 'staff'] },
    data: [{ code: 'shop-sign', displayName: '户外招牌', items: ['店名', '地址', '尺寸'] }],
  });
  const patrol = profile('patrol', {
    functions: ['户外招牌许可', '违章拍照'],
    linesOfBusiness: ['市容景观', '市容巡查'],
    use: { audience: ['staff'] },
    data: [
      { code: 'shop-sign', displayName: '招牌', items: ['店名', '地址', '照片'] },
      { code: 'street', displayName: '路段' },
    ],
  });
  const overlap = overlapOf(permit, patrol, weights);

  it('names what is the same, what only one has, and what does not count', () => {
    expect(overlap.functions.same).toEqual([{ a: '户外招牌审批', b: '户外招牌许可', alike: 1 }]);
    expect(overlap.functions).toMatchObject({ onlyA: ['现场勘察'], onlyB: ['违章拍照'], uncounted: ['统计查询'], share: 0.5 });
    expect(overlap.data.same).toMatchObject([{ code: 'shop-sign', items: ['店名', '地址'], itemsKnown: true }]);
    expect(overlap.data.onlyB).toEqual(['路段']);
    expect(overlap.users).toMatchObject({ lines: ['市容景观'], audience: ['staff'], sameDepartment: true });
  });

  it('adds up: the parts give the score', () => {
    const data = (2 * (0.5 + 0.5 * (4 / 6))) / 3;
    const users = 0.5 * (2 / 3) + 0.25 * (2 / 3) + 0.25;
    expect(overlap.data.share).toBeCloseTo(data, 10);
    expect(overlap.users.share).toBeCloseTo(users, 10);
    expect(overlap.score).toBeCloseTo(0.45 * 0.5 + 0.35 * data + 0.2 * users, 10);
    expect(overlap.score).toBeCloseTo(overlapScore(permit, patrol, weights), 10);
  });

  it('is the same from both sides', () => expect(overlapOf(patrol, permit, weights).score).toBeCloseTo(overlap.score, 10));

  it.each<[Partial<SystemObject['spec']>, Partial<SystemObject['spec']>, string]>([
    [{ functions: ['用户管理'] }, { functions: ['用户管理'] }, 'common functions say nothing'],
    [{ displayName: '甲' }, { displayName: '乙' }, 'nothing recorded is nothing in common'],
  ])('%#: users alone, %s', (a, b) => {
    const { functions, data } = overlapOf(profile('x', a), profile('y', b), weights);
    expect([functions.share, data.share]).toEqual([0, 0]);
  });

  it('pairs functions one to one', () => {
    const twice = profile('twice', { functions: ['招牌审批', '招牌审批受理'] });
    expect(overlapOf(twice, profile('once', { functions: ['招牌审批'] }), weights).functions.same).toHaveLength(1);
  });

  it('takes the name for the function where none is recorded', () => {
    const named = profile('named', { displayName: '户外招牌审批系统' });
    expect(named.byName).toBe(true);
    expect(overlapOf(named, permit, weights).functions.same).toHaveLength(1);
  });
});

describe('OverlapIndex', () => {
  const objects = ['招牌', '绿化', '垃圾清运', '公园', '古树', '工地', '河道', '道路', '燃气', '餐厨'];
  const actions = ['审批', '巡查', '养护', '考核', '登记', '派单', '监测', '处罚', '预约'];
  const codes = ['shop-sign', 'tree', 'park', 'road', 'resident', 'legal-entity'];

  /** A small world in which much overlaps. */
  function world(seed: number, count: number) {
    const random = randomFrom(seed);
    const some = <T>(list: readonly T[], most: number) => list.filter(() => random() < most / list.length);
    const phrases = objects.flatMap((object) => actions.map((action) => `${object}${action}`));
    return Array.from({ length: count }, (_, i) =>
      profile(`s${i}`, {
        functions: some(phrases, 5),
        departmentRef: `d${Math.floor(random() * 3)}`,
        linesOfBusiness: some(objects, 2),
        use: { audience: some(['citizens', 'enterprises', 'staff'] as const, 1) },
        data: some(codes, 2).map((code) => ({ code, displayName: code, items: some(['名称', '地址', '电话', '编号'], 2) })),
      }),
    );
  }

  it.each([1, 2, 3])('finds exactly what comparing all finds (world %d), also after systems changed and went', (seed) => {
    const systems = world(seed, 120);
    const index = new OverlapIndex(weights);
    for (const system of systems) index.put(system);
    for (const gone of systems.splice(0, 20)) index.remove(gone.key);
    const changed = world(seed + 100, 10).map((system, i) => ({ ...system, key: systems[i]?.key ?? '' }));
    systems.splice(0, 10, ...changed);
    for (const system of changed) index.put(system);
    const byComparing = systems.flatMap((a) =>
      systems.flatMap((b) => (a !== b && overlapScore(a, b, weights) >= weights.threshold ? [`${a.key} ${b.key}`] : [])),
    );
    const byIndex = systems.flatMap((a) => index.search(a).map(({ key }) => `${a.key} ${key}`));
    expect(byComparing.length).toBeGreaterThan(20);
    expect(byIndex.toSorted()).toEqual(byComparing.toSorted());
  });

  it('follows other weights', () => {
    const { overlap } = rulesOf({ ...standardRules, overlap: { ...weights, functions: 0, data: 0.8, threshold: 0.5 } });
    const index = new OverlapIndex(overlap);
    index.put(profile('a', { data: [{ code: 'tree', displayName: 'x', items: ['名称'] }] }));
    index.put(profile('b', { functions: ['公园养护'] }));
    expect(
      index.search(profile('c', { functions: ['公园养护'], data: [{ code: 'tree', displayName: 'x', items: ['名称'] }] })),
    ).toMatchObject([{ key: 't-a/a' }]);
  });
});
