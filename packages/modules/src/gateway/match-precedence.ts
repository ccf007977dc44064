import type { DataPlaneMatch } from '@dizuo/api';

/** A match with what decides between it and others: the greater number at the first difference goes first. Ranks of HTTPRoutes begin with 1. */
export interface RankedMatch {
  match: Omit<DataPlaneMatch, 'host' | 'listeners' | 'rule'>;
  rank: number[];
}

/**
 * Sorts matches by rank; then the oldest route, the earlier rule and the earlier match, which is the order given. `age` is the rank of
 * the route. Hosts come before all of this, and are the matcher's to pick.
 */
export function inOrderOfPrecedence(matches: readonly { match: DataPlaneMatch; rank: readonly number[]; age: number }[]): DataPlaneMatch[] {
  return [...matches].sort((a, b) => byRank(a.rank, b.rank) || a.age - b.age).map(({ match }) => match);
}

function byRank(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = (b[i] ?? 0) - (a[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
