import type { DecisionRow, PlanWave } from '@dizuo/api';

/** One line of the chart. */
export interface GanttRow {
  key: string;
  label: string;
  /** A wave stands above its systems. */
  wave?: PlanWave;
  item?: DecisionRow;
  startsOn?: string;
  endsOn?: string;
  share: number;
  late: boolean;
  waits: boolean;
  /** Keys of the rows that must be done first. */
  after: string[];
}

/** Waves, and below those that are unfolded their systems. Dependencies lead to rows that are shown. Pure. */
export function ganttRows(waves: readonly PlanWave[], open: ReadonlySet<string>): GanttRow[] {
  const rows = waves.flatMap((wave): GanttRow[] => [
    {
      key: waveKey(wave.name),
      label: wave.displayName,
      wave,
      startsOn: wave.startsOn,
      endsOn: wave.endsOn,
      share: wave.share,
      late: wave.late > 0,
      waits: wave.waitsFor.length > 0,
      after: wave.dependsOn.map(waveKey),
    },
    ...(open.has(wave.name) ? wave.items.map((item) => itemRow(item)) : []),
  ]);
  const shown = new Set(rows.map(({ key }) => key));
  return rows.map((row) => ({ ...row, after: row.after.filter((key) => shown.has(key)) }));
}

function itemRow(item: DecisionRow): GanttRow {
  return {
    key: item.key,
    label: item.displayName,
    item,
    ...(item.startsOn ? { startsOn: item.startsOn } : {}),
    ...(item.endsOn ? { endsOn: item.endsOn } : {}),
    share: item.share,
    late: item.late,
    waits: item.waitsFor.length > 0,
    after: item.dependsOn.map((name) => `${item.namespace}/${name}`),
  };
}

const waveKey = (name: string) => `wave:${name}`;
