import { addNumbers, type RedNumbers, redView } from './red-series.ts';
import { dimensions, type NamedCount, type NamedNumbers, type TrafficSnapshot } from './traffic.ts';

/** What several processes counted, together. */
export function mergeTraffic(parts: readonly TrafficSnapshot[]): TrafficSnapshot {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const series = Object.fromEntries(
    dimensions.map((dimension) => [dimension, addNamed(parts.flatMap((part) => part.series[dimension]))]),
  ) as TrafficSnapshot['series'];
  const pairs = addNamed(
    parts.flatMap((part) => part.pairs.map(([rule, backend, numbers]): NamedNumbers => [`${rule}\n${backend}`, numbers])),
  );
  return {
    series,
    pairs: pairs.map(([key, numbers]) => [...(key.split('\n') as [string, string]), numbers]),
    limited: addCounts(parts.flatMap((part) => part.limited)),
    calls: addCounts(parts.flatMap((part) => part.calls)),
  };
}

function addCounts(all: readonly NamedCount[]): NamedCount[] {
  const sums = new Map<string, number>();
  for (const [what, whom, count] of all) {
    const key = `${what}\n${whom}`;
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return [...sums].map(([key, count]) => [...(key.split('\n') as [string, string]), count]);
}

/** What was counted between two snapshots, the most first. A count that fell (a process began anew) counts from nothing. */
export function countsSince(now: readonly NamedCount[], before: readonly NamedCount[] = []): NamedCount[] {
  const known = new Map(before.map(([what, whom, count]) => [`${what}\n${whom}`, count]));
  return now
    .map(([what, whom, count]): NamedCount => {
      const was = known.get(`${what}\n${whom}`) ?? 0;
      return [what, whom, count >= was ? count - was : count];
    })
    .filter(([, , count]) => count > 0)
    .sort((a, b) => b[2] - a[2]);
}

function addNamed(all: readonly NamedNumbers[]): NamedNumbers[] {
  const sums = new Map<string, RedNumbers>();
  for (const [name, numbers] of all) {
    const sum = sums.get(name);
    if (sum) addNumbers(sum, numbers);
    else sums.set(name, Float64Array.from(numbers));
  }
  return [...sums].map(([name, numbers]) => [name, Array.from(numbers)]);
}

/** What came between two snapshots of the same processes. A series that fell (a process began anew) counts from nothing. */
export function trafficSince(
  now: TrafficSnapshot,
  before: TrafficSnapshot | undefined,
): { rule: string; backend: string; view: ReturnType<typeof redView> }[] {
  const known = new Map(before?.pairs.map(([rule, backend, numbers]) => [`${rule}\n${backend}`, numbers]));
  return now.pairs.flatMap(([rule, backend, numbers]) => {
    const was = known.get(`${rule}\n${backend}`);
    const fell = was?.some((value, i) => value > (numbers[i] ?? 0));
    const view = redView(Float64Array.from(numbers), was && !fell ? Float64Array.from(was) : undefined);
    return view.requests > 0 ? [{ rule, backend, view }] : [];
  });
}
