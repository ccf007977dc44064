const dayMs = 86_400_000;

/** Whole days from one calendar day (or moment) to another; negative where it lies before. */
export function daysBetween(from: string | Date, to: string | Date): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / dayMs);
}

/** Years of 365.25 days. */
export function yearsBetween(from: string | Date, to: string | Date): number {
  return daysBetween(from, to) / 365.25;
}

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function startOfDay(day: string | Date): number {
  const text = typeof day === 'string' ? day.slice(0, 10) : dayOf(day);
  return Date.parse(`${text}T00:00:00Z`);
}
