import { textHash } from '@dizuo/api/routing';

/** Points of a weight of 1 on the ring: enough that shares differ by a few per cent only. */
const pointsPerWeight = 100;
const mostPoints = 20_000;

/**
 * Consistent hashing: a key leads to the same member while it is there, and members that come or go move only their own share of the
 * keys. Karger et al., 1997. Immutable: made anew when members change.
 */
export class HashRing<T extends { id: string; weight: number }> {
  readonly #points: Uint32Array;
  readonly #members: T[];

  constructor(members: readonly T[]) {
    const weights = members.reduce((sum, member) => sum + Math.max(0, member.weight), 0);
    const each = weights > 0 ? Math.max(1, Math.min(pointsPerWeight, Math.floor(mostPoints / weights))) : 0;
    const points = members.flatMap((member) =>
      Array.from({ length: Math.max(0, member.weight) * each }, (_, i) => ({ at: textHash(`${member.id}#${i}`), member })),
    );
    points.sort((a, b) => a.at - b.at || (a.member.id < b.member.id ? -1 : 1));
    this.#points = Uint32Array.from(points, (point) => point.at);
    this.#members = points.map((point) => point.member);
  }

  /** The first member from the key's place on that `may` take it; undefined where none may. */
  find(key: string, may: (member: T) => boolean): T | undefined {
    const size = this.#points.length;
    let from = this.#after(textHash(key));
    for (let steps = 0; steps < size; steps += 1, from += 1) {
      const member = this.#members[from % size] as T;
      if (may(member)) return member;
    }
    return undefined;
  }

  #after(hash: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#points[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
