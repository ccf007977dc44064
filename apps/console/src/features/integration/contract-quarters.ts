export interface Quarter {
  /** `2026 Q4`. */
  name: string;
  count: number;
  upkeep: number;
  /** Within the days in which merging is to be decided. */
  soon: boolean;
}

interface Ending {
  contract?: { endsOn: string; state: string };
  upkeep?: number;
}

/** Contracts by the quarter in which they end, from the first that has not ended to the last, without gaps. Pure. */
export function quartersOf(rows: readonly Ending[]): Quarter[] {
  const byIndex = new Map<number, Quarter>();
  for (const { contract, upkeep = 0 } of rows) {
    if (!contract || contract.state === 'ended') continue;
    const index = indexOf(contract.endsOn);
    const quarter = byIndex.get(index) ?? { name: nameOf(index), count: 0, upkeep: 0, soon: false };
    byIndex.set(index, {
      ...quarter,
      count: quarter.count + 1,
      upkeep: quarter.upkeep + upkeep,
      soon: quarter.soon || contract.state === 'soon',
    });
  }
  if (byIndex.size === 0) return [];
  const first = Math.min(...byIndex.keys());
  const last = Math.max(...byIndex.keys());
  return Array.from(
    { length: last - first + 1 },
    (_, i) => byIndex.get(first + i) ?? { name: nameOf(first + i), count: 0, upkeep: 0, soon: false },
  );
}

function indexOf(day: string): number {
  return Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}

function nameOf(index: number): string {
  return `${Math.floor(index / 4)} Q${(index % 4) + 1}`;
}
