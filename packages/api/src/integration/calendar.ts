const chinaOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** The calendar day in China (UTC+8 all year), `2026-11-24`. */
export function chinaDay(at: Date): string {
  return new Date(at.getTime() + chinaOffsetMs).toISOString().slice(0, 10);
}

/** Whether a day, given as `2026-11-24`, is over in China. */
export function isOver(day: string, now: Date): boolean {
  return day < chinaDay(now);
}

/** Milliseconds until the day is over in China; 0 where it is. */
export function untilOver(day: string, now: Date): number {
  return Math.max(0, Date.parse(`${day}T00:00:00Z`) + dayMs - chinaOffsetMs - now.getTime());
}
