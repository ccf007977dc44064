import type { Cluster } from '@dizuo/api';
import type { Pair } from './overlap-pairs.ts';

/** Share of all links between two groups that must be there for them to become one. Keeps chains of neighbours from becoming one heap. */
const linkedShare = 0.5;

/**
 * Groups of systems that overlap with each other, from pairs in falling order of overlap: two groups become one where at least half of
 * all pairs between them overlap. Deterministic. Largest groups first; no group of one.
 */
export function clustersOf(pairs: readonly Pair[]): Cluster[] {
  const groupOf = new Map<string, Set<string>>();
  const partners = new Map<string, Map<string, number>>();
  for (const { a, b, score } of pairs) {
    for (const key of [a, b]) if (!groupOf.has(key)) groupOf.set(key, new Set([key]));
    if (!partners.has(a)) partners.set(a, new Map());
    if (!partners.has(b)) partners.set(b, new Map());
    partners.get(a)?.set(b, score);
    partners.get(b)?.set(a, score);
  }
  const links = (x: ReadonlySet<string>, y: ReadonlySet<string>) => {
    let count = 0;
    for (const one of x) for (const other of y) if (partners.get(one)?.has(other)) count += 1;
    return count;
  };
  for (const { a, b } of pairs) {
    const x = groupOf.get(a) as Set<string>;
    const y = groupOf.get(b) as Set<string>;
    if (x === y || links(x, y) < linkedShare * x.size * y.size) continue;
    const [kept, taken] = x.size >= y.size ? [x, y] : [y, x];
    for (const key of taken) {
      kept.add(key);
      groupOf.set(key, kept);
    }
  }
  return [...new Set(groupOf.values())]
    .filter((group) => group.size > 1)
    .map((group) => clusterOf([...group].toSorted(), partners))
    .toSorted(
      (x, y) => y.systems.length - x.systems.length || y.overlap - x.overlap || ((x.systems[0] ?? '') < (y.systems[0] ?? '') ? -1 : 1),
    );
}

function clusterOf(systems: string[], partners: ReadonlyMap<string, ReadonlyMap<string, number>>): Cluster {
  const scores = systems.flatMap((a, i) => systems.slice(i + 1).map((b) => partners.get(a)?.get(b) ?? 0));
  return { systems, overlap: scores.reduce((sum, score) => sum + score, 0) / scores.length };
}
