const dayMs = 86_400_000;

/** Days on which an open answer is reminded of: so many days before the last day, and from the day after it. */
export function reminderDays(dueOn: string, before: readonly number[]): string[] {
  return [...new Set([...before.map((days) => dayOf(dueOn, -days)), dayOf(dueOn, 1)])].sort();
}

/** The latest reminder that is due and was not sent; undefined where there is none. Several that were missed are one. Pure. */
export function dueReminder(days: readonly string[], today: string, remindedOn: string | undefined): string | undefined {
  return days.filter((day) => day <= today && (!remindedOn || day > remindedOn)).at(-1);
}

function dayOf(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}
