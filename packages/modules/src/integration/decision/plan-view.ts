import { chinaDay, type DecisionRow, type IntegrationPlan, isDecidedPhase, type ObjectOf, type PlanWave } from '@dizuo/api';

type Plan = ObjectOf<typeof IntegrationPlan>;
type Wave = Plan['spec']['waves'][number];

/** The waves of a plan with the systems in each, and those that stand in none. Rows that nobody will carry out are left out. Pure. */
export function planView(plan: Plan | undefined, rows: readonly DecisionRow[], now: Date): { waves: PlanWave[]; unplanned: DecisionRow[] } {
  const live = rows.filter(({ way, phase }) => way !== undefined && phase !== 'Rejected' && phase !== 'Withdrawn');
  const waves = plan?.spec.waves ?? [];
  const byWave = Map.groupBy(live, ({ wave }) => (waves.some(({ name }) => name === wave) ? wave : undefined));
  const isDone = (name: string) => {
    const own = byWave.get(name) ?? [];
    return own.length > 0 && own.every(({ phase }) => phase === 'Done');
  };
  const day = chinaDay(now);
  return {
    waves: waves.map((wave) =>
      waveView(wave, byWave.get(wave.name) ?? [], wave.startsOn <= day ? (wave.dependsOn ?? []).filter((name) => !isDone(name)) : []),
    ),
    unplanned: byWave.get(undefined) ?? [],
  };
}

function waveView(wave: Wave, items: DecisionRow[], unfinished: readonly string[]): PlanWave {
  const count = (fits: (row: DecisionRow) => boolean) => items.filter(fits).length;
  const done = count(({ phase }) => phase === 'Done');
  return {
    name: wave.name,
    displayName: wave.displayName,
    startsOn: wave.startsOn,
    endsOn: wave.endsOn,
    ...(wave.goal ? { goal: wave.goal } : {}),
    dependsOn: wave.dependsOn ?? [],
    systems: items.length,
    decided: count(({ phase }) => isDecidedPhase(phase)),
    done,
    late: count(({ late }) => late),
    share: items.length === 0 ? 0 : items.reduce((sum, { share }) => sum + share, 0) / items.length,
    waitsFor: done === items.length && items.length > 0 ? [] : [...unfinished],
    items: items.toSorted(byTurn),
  };
}

/** By last day; on the same day what waits for others comes after them. */
function byTurn(x: DecisionRow, y: DecisionRow): number {
  const [a, b] = [x, y].map(({ endsOn = '', dependsOn, key }) => `${endsOn} ${String(dependsOn.length).padStart(2, '0')} ${key}`) as [
    string,
    string,
  ];
  return a < b ? -1 : 1;
}
