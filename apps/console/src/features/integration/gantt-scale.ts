/** How much of the calendar a month's width shows. */
export type Zoom = 'month' | 'quarter' | 'year';

const dayMs = 86_400_000;
/** Pixels of a day. */
const widths: Record<Zoom, number> = { month: 7, quarter: 3, year: 1.1 };

export interface Tick {
  /** Pixels from the left. */
  x: number;
  width: number;
  label: string;
}

/** Where days stand, in pixels from the left. */
export interface GanttScale {
  width: number;
  x(day: string): number;
  /** Right edge of a day. */
  end(day: string): number;
  /** Upper line: years; lower: months, or quarters where a month would be too narrow. */
  years: Tick[];
  ticks: Tick[];
}

/** Room for the words behind the last bar, in months, and the width that is filled at least, in pixels. */
const wordMonths: Record<Zoom, number> = { month: 1, quarter: 1, year: 4 };
const leastWidth = 1100;

/** A scale over all the days given, in whole months, `day` (today) among them, with room behind them. Days are `YYYY-MM-DD` and have no time zone. Pure. */
export function ganttScale(days: readonly string[], day: string, zoom: Zoom, quarterWord: (n: number) => string): GanttScale {
  const all = [...days, day].toSorted();
  const first = monthStart(all[0] ?? day, 0);
  const px = widths[zoom];
  const x = (at: string) => ((Date.parse(at) - Date.parse(first)) / dayMs) * px;
  let last = monthStart(all.at(-1) ?? day, 1 + wordMonths[zoom]);
  while (x(last) < leastWidth) last = monthStart(last, 1);
  const step = zoom === 'month' ? 1 : 3;
  const ticks: Tick[] = [];
  const years: Tick[] = [];
  for (let at = first; at < last; at = nextTick(at, step)) {
    const next = min(nextTick(at, step), last);
    const month = Number(at.slice(5, 7));
    const label = zoom === 'month' ? String(month) : quarterWord(Math.ceil(month / 3));
    ticks.push({ x: x(at), width: x(next) - x(at), label });
  }
  for (let at = first; at < last; at = `${Number(at.slice(0, 4)) + 1}-01-01`) {
    const next = min(`${Number(at.slice(0, 4)) + 1}-01-01`, last);
    years.push({ x: x(at), width: x(next) - x(at), label: at.slice(0, 4) });
  }
  return { width: x(last), x, end: (at) => x(at) + px, years, ticks };
}

/** The first day of the month, `months` later. */
function monthStart(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

/** The next month, or the next quarter of the calendar. */
function nextTick(day: string, step: number): string {
  const month = Number(day.slice(5, 7)) - 1;
  return monthStart(day, step - (month % step));
}

function min(a: string, b: string): string {
  return a < b ? a : b;
}
