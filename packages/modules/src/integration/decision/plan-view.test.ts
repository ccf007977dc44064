import type { DecisionRow, DispositionPhase, IntegrationPlan, ObjectOf } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { planView } from './plan-view.ts';

const now = new Date('2026-06-15T04:00:00Z');
const wave = (name: string, startsOn: string, endsOn: string, dependsOn: string[] = []) => ({
  name,
  displayName: name,
  startsOn,
  endsOn,
  dependsOn,
});
const plan = {
  spec: {
    departmentRef: 'd',
    waves: [
      wave('one', '2026-01-01', '2026-05-31'),
      wave('two', '2026-06-01', '2026-09-30', ['one']),
      wave('three', '2026-10-01', '2026-12-31', ['two']),
    ],
  },
} as ObjectOf<typeof IntegrationPlan>;
const row = (name: string, of: string | undefined, phase: DispositionPhase, more: Partial<DecisionRow> = {}): DecisionRow =>
  ({
    key: `t/${name}`,
    name,
    way: 'keep',
    ...(of ? { wave: of } : {}),
    phase,
    share: phase === 'Done' ? 1 : 0,
    late: false,
    dependsOn: [],
    waitsFor: [],
    ...more,
  }) as DecisionRow;

describe('a plan', () => {
  it.each<[string, DecisionRow[], string[][]]>([
    [
      'waits where a wave before it is not done and its own first day has come',
      [row('a', 'one', 'InProgress'), row('b', 'two', 'Decided')],
      [[], ['one'], []],
    ],
    ['goes on where the wave before it is done', [row('a', 'one', 'Done'), row('b', 'two', 'Decided')], [[], [], []]],
    ['waits for a wave that has no systems yet', [row('b', 'two', 'Decided')], [[], ['one'], []]],
    ['does not wait any more when it is done itself', [row('b', 'two', 'Done')], [[], [], []]],
  ])('%s', (_why, rows, waits) => expect(planView(plan, rows, now).waves.map(({ waitsFor }) => waitsFor)).toEqual(waits));

  it('counts only what somebody will carry out, and shows what is in no wave of it', () => {
    const rows = [
      row('done', 'one', 'Done'),
      row('half', 'one', 'InProgress', { share: 0.5 }),
      row('refused', 'one', 'Rejected'),
      row('lost', 'gone', 'Decided'),
      row('free', undefined, 'Proposed'),
    ];
    const { waves, unplanned } = planView(plan, rows, now);
    expect(waves[0]).toMatchObject({ systems: 2, decided: 2, done: 1, share: 0.75 });
    expect(unplanned.map(({ name }) => name)).toEqual(['lost', 'free']);
  });

  it('has what waits for others after them', () => {
    const rows = [row('a', 'one', 'Decided', { dependsOn: ['b'] }), row('b', 'one', 'Decided')];
    expect(planView(plan, rows, now).waves[0]?.items.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('of nobody has no waves', () => expect(planView(undefined, [], now)).toEqual({ waves: [], unplanned: [] }));
});
