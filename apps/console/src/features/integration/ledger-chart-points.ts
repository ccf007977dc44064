import type { BookEntry } from './use-ledger-book.ts';

export interface ChartPoint {
  /** Milliseconds. */
  at: number;
  count: number;
}

export interface LedgerChartData {
  /** What the book counted, as a stair from its first line to now. */
  fact: ChartPoint[];
  /** From the opening to the target, evenly. */
  plan: ChartPoint[];
  target: number | undefined;
  from: number;
  to: number;
  highest: number;
}

interface Facts {
  spec: { target?: number; targetOn?: string };
  status?: { opening?: number; frozenAt?: string; count?: number };
}

const dayMs = 86_400_000;

/** Lines since the ledger was frozen, the newest first, as points of a chart. Pure. */
export function chartPoints({ spec, status = {} }: Facts, lines: readonly BookEntry[], now: number): LedgerChartData | undefined {
  const { opening, frozenAt, count } = status;
  if (opening === undefined || !frozenAt || count === undefined) return undefined;
  const start = Date.parse(frozenAt);
  const changes = lines.filter((line) => line.delta !== 0 && Date.parse(line.at) >= start).toReversed();
  const fact: ChartPoint[] = [{ at: start, count: opening }];
  for (const line of changes) {
    const at = Date.parse(line.at);
    fact.push({ at, count: fact.at(-1)?.count ?? opening }, { at, count: line.count });
  }
  fact.push({ at: now, count });
  const { target, targetOn } = spec;
  const end = targetOn ? Date.parse(targetOn) : undefined;
  const plan =
    target !== undefined && end !== undefined
      ? [
          { at: start, count: opening },
          { at: end, count: target },
        ]
      : [];
  const to = Math.max(now, end ?? now, start + 30 * dayMs);
  const highest = Math.max(1, opening, ...fact.map((point) => point.count));
  return { fact, plan, target, from: start, to, highest };
}
