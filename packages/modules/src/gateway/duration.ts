const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a Gateway API duration (GEP-2257) such as `1m30s`. The schema has checked its form. */
export function durationMs(text: string): number {
  let total = 0;
  for (const [, amount = '0', unit = 's'] of text.matchAll(/(\d+)(ms|h|m|s)/g)) total += Number(amount) * (unitMs[unit] ?? 0);
  return total;
}
