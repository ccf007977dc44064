import { OverlapIndex } from './overlap-index.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemProfile } from './system-profile.ts';

export interface Pair {
  a: string;
  b: string;
  score: number;
}

/** How long pairs are looked for before the server does something else, in milliseconds. */
const sliceMs = 20;

/**
 * All pairs of systems whose overlap reaches the threshold, kept up as systems come, change and go: a change costs one search. Pairs in
 * which no system is the district's to change are left out. Work is put off until somebody asks (`settle`).
 */
export class OverlapPairs {
  readonly index: OverlapIndex;
  readonly #partners = new Map<string, Map<string, number>>();
  readonly #changeable = new Set<string>();
  readonly #waiting = new Map<string, { profile: SystemProfile; changeable: boolean } | undefined>();
  #settling: Promise<void> | undefined;
  #sorted: readonly Pair[] | undefined;

  constructor(rules: Rules) {
    this.index = new OverlapIndex(rules.overlap);
  }

  put(profile: SystemProfile, changeable: boolean): void {
    this.#waiting.set(profile.key, { profile, changeable });
  }

  remove(key: string): void {
    this.#waiting.set(key, undefined);
  }

  /** Resolves when everything put before is counted in. Gives way to other work every few milliseconds. */
  settle(): Promise<void> {
    this.#settling ??= this.#work().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  /** Partners of a system with the overlap, the highest first. */
  of(key: string): Pair[] {
    return [...(this.#partners.get(key) ?? [])].map(([b, score]) => ({ a: key, b, score })).toSorted(byScore);
  }

  score(a: string, b: string): number | undefined {
    return this.#partners.get(a)?.get(b);
  }

  /** Every pair once, the highest overlap first. The same array until something changes. */
  all(): readonly Pair[] {
    this.#sorted ??= [...this.#partners]
      .flatMap(([a, others]) => [...others].flatMap(([b, score]) => (a < b ? [{ a, b, score }] : [])))
      .toSorted(byScore);
    return this.#sorted;
  }

  async #work(): Promise<void> {
    while (this.#waiting.size > 0) {
      const until = performance.now() + sliceMs;
      for (const [key, next] of this.#waiting) {
        this.#waiting.delete(key);
        this.#apply(key, next);
        if (performance.now() > until) break;
      }
      if (this.#waiting.size > 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #apply(key: string, next: { profile: SystemProfile; changeable: boolean } | undefined): void {
    this.#sorted = undefined;
    for (const other of this.#partners.get(key)?.keys() ?? []) this.#partners.get(other)?.delete(key);
    this.#partners.delete(key);
    this.index.remove(key);
    this.#changeable.delete(key);
    if (!next) return;
    if (next.changeable) this.#changeable.add(key);
    const partners = new Map<string, number>();
    for (const found of this.index.search(next.profile)) {
      if (!next.changeable && !this.#changeable.has(found.key)) continue;
      partners.set(found.key, found.score);
      this.#partners.get(found.key)?.set(key, found.score);
    }
    this.#partners.set(key, partners);
    this.index.put(next.profile);
  }
}

function byScore(x: Pair, y: Pair): number {
  return y.score - x.score || (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1);
}
