import { counts, Disposition, InformationSystem, IntegrationPlan, LargeSystem, Ledger, type ObjectOf } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { sampleDistrict } from './district.ts';
import { lvhuaLines, lvhuaTenant } from './lvhua-systems.ts';

const district = sampleDistrict(new Date('2026-11-24T00:00:00Z'));
const systems = district
  .filter(({ kind }) => kind === InformationSystem)
  .map((object) => ({ ...object, spec: object.spec as ObjectOf<typeof InformationSystem>['spec'] }));
const pilot = systems.filter(({ namespace }) => namespace === lvhuaTenant);

describe('the sample district', () => {
  it('has a pilot department with 22 lines of business in 44 systems of its own, 13 of the city and 55 of the nation', () => {
    const count = (...levels: string[]) => pilot.filter(({ spec }) => levels.includes(spec.level)).length;
    expect([count('district', 'unit'), count('city'), count('national')]).toEqual([44, 13, 55]);
    const served = new Set(pilot.flatMap(({ spec }) => spec.linesOfBusiness ?? []));
    expect([...served].sort()).toEqual([...lvhuaLines].sort());
    expect(lvhuaLines).toHaveLength(22);
  });

  it('has every name once, and every link leads to a system', () => {
    const names = systems.map(({ namespace, name }) => `${namespace}/${name}`);
    expect(new Set(names).size).toBe(names.length);
    const lost = systems.flatMap(({ namespace, spec }) =>
      (spec.interfaces ?? []).filter((link) => !names.includes(`${link.tenant ?? namespace}/${link.systemRef}`)),
    );
    expect(lost).toEqual([]);
  });

  it('has what assessment looks for', () => {
    const byHand = pilot.filter(({ spec }) => spec.interfaces?.some(({ protocol }) => protocol === '人工录入'));
    const asleep = pilot.filter(({ spec }) => spec.lastActiveOn && spec.lastActiveOn < '2026-05-28' && spec.level !== 'national');
    const ending = pilot.filter(
      ({ spec }) => spec.contract?.endsOn && spec.contract.endsOn > '2026-11-24' && spec.contract.endsOn < '2027-05-23',
    );
    expect([byHand.length > 10, asleep.length, ending.length > 10]).toEqual([true, 4, true]);
  });

  it('decides on systems of the pilot in waves of its plan, and says that nothing of it is real', () => {
    const decided = district.filter(({ kind }) => kind === Disposition).map(({ spec }) => spec as ObjectOf<typeof Disposition>['spec']);
    const plan = district.find(({ kind }) => kind === IntegrationPlan)?.spec as ObjectOf<typeof IntegrationPlan>['spec'];
    const known = pilot.map(({ name }) => name);
    expect(decided.filter(({ systemRef }) => !known.includes(systemRef))).toEqual([]);
    expect(decided.filter(({ wave }) => !plan.waves.some(({ name }) => name === wave))).toEqual([]);
    expect(decided.every(({ reason }) => reason.includes('示例数据'))).toBe(true);
    expect(plan.waves).toHaveLength(3);
  });

  it('says of every system that it is a sample', () => {
    expect(systems.every(({ spec }) => spec.description?.includes('示例数据'))).toBe(true);
  });

  it('opens a ledger for every bureau once its systems are there; what changes in it afterwards names what is there', () => {
    const kinds = district.map(({ kind }) => kind);
    expect(kinds.indexOf(Ledger)).toBeGreaterThan(kinds.lastIndexOf(InformationSystem));
    expect(district.filter(({ kind }) => kind === Ledger)).toHaveLength(12);
    const large = district.filter(({ kind }) => kind === LargeSystem).map(({ spec }) => spec as ObjectOf<typeof LargeSystem>['spec']);
    const named = large.flatMap(({ formedFrom = [] }) => formedFrom);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !pilot.some((system) => system.name === name && counts(system.spec)))).toEqual([]);
    expect(large.flatMap(({ linesOfBusiness = [] }) => linesOfBusiness).filter((line) => !lvhuaLines.includes(line))).toEqual([]);
  });
});
