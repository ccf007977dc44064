/** Calendar days as they are in China (UTC+8, no summer time), `2026-11-24`. */

const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

export function today(now: Date): string {
  return new Date(now.getTime() + chinaMs).toISOString().slice(0, 10);
}

/** The day some days after another; before it where negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative where the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
