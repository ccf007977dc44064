const chinaMs = 8 * 3_600_000;

/** The calendar day in China (UTC+8, no summer time), `2026-11-24`. */
export function today(now: Date): string {
  return new Date(now.getTime() + chinaMs).toISOString().slice(0, 10);
}
