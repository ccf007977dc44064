import type { Cockpit, Figure } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { standardRules } from '../assessment/index.ts';
import { cockpitOf, evidenceOf } from './cockpit-figures.ts';
import { disposition, largeSystem, ledger, objectsOf, system } from './test-objects.ts';

const question = { unifications: standardRules.unifications, book: [] };
const cost = (built: number, upkeep: number) => ({ built, yearlyMaintenance: upkeep });
const contract = (endsOn: string) => ({ vendor: 'V', endsOn });
const figures = (cockpit: Cockpit): Figure[] => [
  ...cockpit.headline,
  ...cockpit.picture.stack,
  ...cockpit.unifications.flatMap((one) => one.figures),
  ...cockpit.aims.flatMap((one) => one.figures),
  ...cockpit.money,
  ...cockpit.risks,
];
const figure = (cockpit: Cockpit, name: string) => figures(cockpit).find((one) => one.name === name)?.value;

const systems = [
  system('old', { replacedBy: 'large', lifecycle: 'retired', cost: cost(1000, 100) }),
  system('module', { moduleOf: { largeSystemRef: 'large', module: 'm' }, cost: cost(1000, 200) }),
  system('gone', { lifecycle: 'retired', cost: cost(500, 50) }),
  system('stays', { cost: cost(2000, 300), contract: contract('2026-12-31'), departmentRef: 'a-unit' }),
  system('late', { cost: cost(3000, 400), contract: contract('2026-12-31') }),
  system('idle', { lastActiveOn: '2025-01-01', contract: contract('2030-01-01') }),
  system('planned', { lifecycle: 'planned' }),
  system('city', { level: 'city' }),
  system('other', { departmentRef: 'b' }, 't-b'),
];
const objects = objectsOf(systems, {
  largeSystems: [largeSystem('large', ['m', 'n'])],
  ledgers: [ledger('a', 2)],
  dispositions: [
    disposition('late', 'merge', 'InProgress', { endsOn: '2026-11-01', merge: { largeSystemRef: 'large', module: 'n' } }),
    disposition('stays', 'keep', 'Proposed'),
  ],
});
const all = cockpitOf(objects, question);

describe('figures of the cockpit', () => {
  it.each<[string, number, string]>([
    ['before', 7, 'own systems ever recorded: without the planned one and the city’s'],
    ['now', 5, 'four counted systems and a large system'],
    ['merged', 2, 'a module and a replaced one'],
    ['retired', 1, 'retired and not replaced'],
    ['decided', 1, 'a proposal is no decision'],
    ['overdue', 1, 'in progress after its last day'],
    ['undecidedContracts', 1, 'ends within the window and nothing is decided; what is decided is no risk'],
    ['unused', 1, 'idle for longer than the rules allow'],
    ['built', 7500, 'everything that was spent'],
    ['upkeep', 700, 'of what is still there'],
    ['savedSoFar', 230, 'merged: 60 % of 300; retired: all of 50'],
    ['throughGateway', 2 / 6, 'merged ones, of what is not simply retired'],
  ])('%s is %d: %s', (name, value) => expect(figure(all, name)).toBe(value));

  it('reckons the plan by the formula of the rules', () => {
    const { keepYears, yearlyRise, mergeShareOfBuilt, upkeepShareAfterMerge } = standardRules.cost;
    const sum = ((1 + yearlyRise) ** keepYears - 1) / yearlyRise;
    const saved = Math.round(400 * sum) - Math.round(3000 * mergeShareOfBuilt) - Math.round(400 * upkeepShareAfterMerge * sum);
    expect(figure(all, 'savedByPlan')).toBe(saved);
  });

  it('have each a source with a list of exactly what is counted', () => {
    for (const figure of figures(all)) {
      expect(figure.source.path, figure.name).toBe(`/gov/cockpit/list?figure=${figure.name}`);
      const evidence = evidenceOf(objects, { figure: figure.name, limit: 500, offset: 0 });
      expect(evidence?.figure, figure.name).toEqual(figure);
      const { counted, missing } = evidence ?? { counted: { total: -1, items: [] } };
      if (figure.unit === 'share') expect([counted.total, counted.total + (missing?.total ?? 0)]).toEqual([figure.part, figure.of]);
      else if (figure.unit === 'yuan') expect(counted.items.reduce((total, { amount = 0 }) => total + amount, 0)).toBe(figure.value);
      else expect(counted.total, figure.name).toBe(figure.value);
      for (const text of [figure.displayName, figure.formula, figure.source.kind, figure.source.filter])
        expect(text.en && text.zh).toBeTruthy();
    }
  });

  it('are left out where there is nothing to measure', () => {
    const nothing = cockpitOf(objectsOf([], { tenants: [] }), question);
    expect(figures(nothing).filter(({ unit }) => unit === 'share')).toEqual([]);
    expect(nothing.unifications.map((one) => one.name)).toEqual(standardRules.unifications.map((one) => one.name));
    expect(nothing.unifications.flatMap((one) => one.figures)).toEqual([]);
    expect(nothing.aims).toEqual([]);
    expect(nothing.target).toBeUndefined();
  });

  it('are those of one bureau and its units where one is asked for', () => {
    const b = cockpitOf(objects, { ...question, bureau: 'b' });
    expect([figure(b, 'before'), figure(b, 'now'), b.progress.length]).toEqual([1, 1, 1]);
    expect(figures(b).every(({ source }) => source.path.endsWith('&department=b'))).toBe(true);
    const a = cockpitOf(objects, { ...question, bureau: 'a' });
    expect([figure(a, 'before'), figure(a, 'now'), a.target]).toEqual([6, 4, 2]);
  });
});

describe('the picture', () => {
  it('stands every system in the chimney of its bureau, and says what is no longer one', () =>
    expect(all.picture.chimneys.map(({ department, systems: count, gone }) => [department, count, gone])).toEqual([
      ['a', 6, 3],
      ['b', 1, 0],
    ]));
  it('has each large system with what lives on in it and what will', () =>
    expect(all.picture.largeSystems.map(({ key, modules, merged, planned }) => [key, modules, merged, planned])).toEqual([
      ['t-a/large', 2, 2, 1],
    ]));
  it('accounts for every system once', () => {
    expect(all.picture.ways).toEqual({ merge: 3, connect: 0, keep: 0, retire: 1, open: 3 });
    expect(Object.values(all.picture.ways).reduce((x, y) => x + y)).toBe(figure(all, 'before'));
  });
});

describe('the trend', () => {
  const book = [
    { department: 'a', month: '2026-09', count: 6 },
    { department: 'a', month: '2026-10', count: 5 },
    { department: 'b', month: '2026-08', count: 1 },
  ];
  it('adds up the books month by month, and ends with now', () =>
    expect(cockpitOf(objects, { ...question, book }).trend.filter(({ fact }) => fact !== undefined)).toEqual([
      { day: '2026-09-01', fact: 1 },
      { day: '2026-10-01', fact: 7 },
      { day: '2026-11-01', fact: 6 },
      { day: '2026-11-24', fact: 5, plan: 5 },
    ]));
  it('takes away what is decided, by its last day', () => {
    const dispositions = [
      disposition('late', 'merge', 'Decided', { endsOn: '2027-01-31', merge: { largeSystemRef: 'large', module: 'n' } }),
      disposition('idle', 'retire', 'Decided', { endsOn: '2026-12-15' }),
      disposition('stays', 'connect', 'Decided', { endsOn: '2026-12-15' }),
    ];
    expect(cockpitOf({ ...objects, dispositions }, question).trend.map(({ day, plan }) => [day, plan])).toEqual([
      ['2026-11-24', 5],
      ['2026-12-01', 5],
      ['2027-01-01', 4],
      ['2027-02-01', 3],
    ]);
  });
});
