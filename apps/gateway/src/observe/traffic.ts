import { RedSeries } from './red-series.ts';

/** Consumers and departments counted by name; further ones count together as `other`, so that callers cannot fill the memory. */
const mostNames = 2000;
const other = 'other';

export type Dimension = 'route' | 'backend' | 'consumer' | 'department';
export const dimensions: readonly Dimension[] = ['route', 'backend', 'consumer', 'department'];

/** Everything counted by one process, since it began. */
export class Traffic {
  readonly #series: Record<Dimension, Map<string, RedSeries>> = {
    route: new Map(),
    backend: new Map(),
    consumer: new Map(),
    department: new Map(),
  };
  readonly #pairs = new Map<string, Map<string, RedSeries>>();
  /** Requests that a limit refused, by limit and by whom. */
  readonly #limited = new Map<string, Map<string, number>>();
  /** Requests by rule and caller. */
  readonly #calls = new Map<string, Map<string, number>>();

  /** The series of a name; ask once and keep it where names are known beforehand. */
  of(dimension: Dimension, name: string): RedSeries {
    const all = this.#series[dimension];
    const known = all.get(name);
    if (known) return known;
    const isBounded = dimension === 'consumer' || dimension === 'department';
    if (isBounded && all.size >= mostNames && name !== other) return this.of(dimension, other);
    const series = new RedSeries();
    all.set(name, series);
    return series;
  }

  /** A program called a rule and was let through. */
  called(rule: string, caller: string): void {
    const byName = within(this.#calls, rule);
    const name = byName.has(caller) || byName.size < mostNames ? caller : other;
    byName.set(name, (byName.get(name) ?? 0) + 1);
  }

  /** What a rule sent to a backend (empty: to none). */
  ofPair(rule: string, backend: string): RedSeries {
    const byBackend = within(this.#pairs, rule);
    const known = byBackend.get(backend);
    if (known) return known;
    const series = new RedSeries();
    byBackend.set(backend, series);
    return series;
  }

  refusedByLimit(limit: string, whom: string): void {
    const byName = within(this.#limited, limit);
    const name = byName.has(whom) || byName.size < mostNames ? whom : other;
    byName.set(name, (byName.get(name) ?? 0) + 1);
  }

  /** Forgets routes and backends that are configured no more. */
  retain(rules: ReadonlySet<string>, backends: ReadonlySet<string>): void {
    for (const rule of this.#pairs.keys()) if (!rules.has(rule)) this.#pairs.delete(rule);
    for (const rule of this.#calls.keys()) if (!rules.has(rule)) this.#calls.delete(rule);
    for (const route of this.#series.route.keys()) if (!rules.has(route)) this.#series.route.delete(route);
    for (const backend of this.#series.backend.keys()) if (!backends.has(backend)) this.#series.backend.delete(backend);
  }

  snapshot(): TrafficSnapshot {
    const plain = (map: ReadonlyMap<string, RedSeries>) => [...map].map(([name, { numbers }]): NamedNumbers => [name, Array.from(numbers)]);
    return {
      series: {
        route: plain(this.#series.route),
        backend: plain(this.#series.backend),
        consumer: plain(this.#series.consumer),
        department: plain(this.#series.department),
      },
      pairs: [...this.#pairs].flatMap(([rule, byBackend]) =>
        plain(byBackend).map(([backend, numbers]): [string, string, number[]] => [rule, backend, numbers]),
      ),
      limited: counts(this.#limited),
      calls: counts(this.#calls),
    };
  }
}

function within<T>(maps: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = maps.get(key);
  if (known) return known;
  const map = new Map<string, T>();
  maps.set(key, map);
  return map;
}

function counts(maps: ReadonlyMap<string, ReadonlyMap<string, number>>): NamedCount[] {
  return [...maps].flatMap(([name, byName]) => [...byName].map(([whom, count]): NamedCount => [name, whom, count]));
}

/** How often something was counted, by what and by whom. */
export type NamedCount = [what: string, whom: string, count: number];
export type NamedNumbers = [name: string, numbers: number[]];

/** What a process counted, fit for sending to another. */
export interface TrafficSnapshot {
  series: Record<Dimension, NamedNumbers[]>;
  pairs: [rule: string, backend: string, numbers: number[]][];
  limited: NamedCount[];
  calls: NamedCount[];
}
