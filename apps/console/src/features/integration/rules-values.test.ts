import { expect, it } from 'vitest';
import { type RulesSpec, specOf, valuesOf } from './rules-values.ts';

const spec: RulesSpec = {
  overlap: { functions: 0.45, data: 0.35, users: 0.2, threshold: 0.35 },
  activity: { zombieDays: 180 },
  contracts: {},
  debt: {
    points: { old: 20 },
    outdated: [
      { role: 'operatingSystem', name: 'windows server', below: '2016' },
      { role: 'language', name: 'asp' },
    ],
  },
  cost: { connectCost: 30_000 },
  functionWords: [{ word: 'a', same: ['b', 'c'] }],
  commonFunctions: ['x', 'y'],
  fillWords: ['z'],
  unifications: [{ name: 'portal', displayName: { zh: 'p' } }],
};

it('gives back the rules that it was made from', () => expect(specOf(valuesOf(spec), spec)).toEqual(spec));

it('takes over what was typed', () => {
  const values = valuesOf(spec);
  const changed = specOf(
    {
      ...values,
      figures: { ...values.figures, 'overlap.threshold': 0.5, 'debt.points.old': 0, 'activity.zombieDays': undefined },
      functionWords: 'a = b, c，d\n\n e=f ',
      outdated: 'database oracle < 19',
    },
    spec,
  );
  expect(changed.overlap.threshold).toBe(0.5);
  expect(changed.debt).toMatchObject({ points: { old: 0 }, outdated: [{ role: 'database', name: 'oracle', below: '19' }] });
  expect(changed.activity).toEqual({});
  expect(changed.functionWords).toEqual([
    { word: 'a', same: ['b', 'c', 'd'] },
    { word: 'e', same: ['f'] },
  ]);
});
