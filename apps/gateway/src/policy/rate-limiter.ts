import type { DataPlaneRateLimit } from '@dizuo/api';

/** Keys kept for one limit. A key that falls out begins with a full bucket again. */
const mostKeys = 100_000;

export interface LimitState {
  limit: DataPlaneRateLimit;
  allowed: boolean;
  /** Tokens left. */
  remaining: number;
  /** Until the bucket has another token, in milliseconds; 0 where it has one. */
  waitMs: number;
}

/**
 * One limit's buckets by key, as the Generic Cell Rate Algorithm (ITU-T I.371, annex A): of each bucket only the time is kept at which it
 * will be full again. Two generations of keys bound the memory: the older is dropped when the younger is full.
 */
class Buckets {
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  /** Taken since `drain`, for the other processes. */
  #taken = new Map<string, number>();
  readonly #interval: number;
  readonly #depth: number;

  constructor(limit: DataPlaneRateLimit) {
    this.#interval = limit.periodMs / limit.requests;
    this.#depth = this.#interval * Math.max(1, limit.burst);
  }

  fullAt(key: string): number {
    return this.#young.get(key) ?? this.#old.get(key) ?? 0;
  }

  /** Milliseconds until a token is there; 0: there is one. */
  wait(key: string, now: number): number {
    const wait = Math.max(this.fullAt(key), now) + this.#interval - this.#depth - now;
    // Sums of fractions of a millisecond are not exact.
    return wait > 1e-6 ? wait : 0;
  }

  take(key: string, now: number, count = 1): void {
    const next = Math.max(this.fullAt(key), now) + this.#interval * count;
    if (this.#young.size >= mostKeys) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, next);
  }

  took(key: string): void {
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
  }

  drain(): Map<string, number> {
    const taken = this.#taken;
    if (taken.size > 0) this.#taken = new Map();
    return taken;
  }

  remaining(key: string, now: number): number {
    return Math.max(0, Math.floor((this.#depth - Math.max(0, this.fullAt(key) - now)) / this.#interval + 1e-9));
  }
}

/** What other processes of this gateway took: limit id, key, count. */
export type TakenTokens = [limit: string, key: string, count: number][];

/**
 * Token buckets of all limits. A request passes only where every limit that covers it has a token, and then takes one of each. Processes
 * of one gateway tell each other what they took (`drain`, `absorb`), so that a limit holds for all of them together. Late by one exchange:
 * of N processes each may let pass, of one key, what its bucket holds before it hears of the others, so together at most N - 1 bursts more
 * than the limit. They are owed: buckets go below empty, and over time no more passes than the limit says. A process that starts begins
 * with full buckets.
 */
export class RateLimiter {
  readonly #buckets = new Map<string, { signature: string; buckets: Buckets }>();
  readonly #shares: boolean;

  constructor(options: { shares: boolean }) {
    this.#shares = options.shares;
  }

  /** Takes a token of each, or of none. The answer is about the limit that refused, else about the one with the least left; undefined: no limit. */
  take(
    limits: readonly DataPlaneRateLimit[],
    keyOf: (limit: DataPlaneRateLimit) => string | undefined,
    now: number,
  ): LimitState | undefined {
    let first: { limit: DataPlaneRateLimit; key: string; buckets: Buckets } | undefined;
    let least: LimitState | undefined;
    const asked: { key: string; buckets: Buckets }[] = [];
    for (const limit of limits) {
      const key = keyOf(limit);
      if (key === undefined) continue;
      const buckets = this.#of(limit);
      const waitMs = buckets.wait(key, now);
      if (waitMs > 0) return { limit, allowed: false, remaining: 0, waitMs };
      if (first) asked.push({ key, buckets });
      else first = { limit, key, buckets };
      const remaining = buckets.remaining(key, now) - 1;
      if (!least || remaining < least.remaining) least = { limit, allowed: true, remaining, waitMs: 0 };
    }
    if (!first) return undefined;
    this.#charge(first.buckets, first.key, now);
    for (const { key, buckets } of asked) this.#charge(buckets, key, now);
    return least;
  }

  /** What was taken here since the last call. */
  drain(): TakenTokens {
    const taken: TakenTokens = [];
    for (const [id, { buckets }] of this.#buckets) for (const [key, count] of buckets.drain()) taken.push([id, key, count]);
    return taken;
  }

  /** Counts what other processes took. */
  absorb(taken: TakenTokens, now: number): void {
    for (const [id, key, count] of taken) this.#buckets.get(id)?.buckets.take(key, now, count);
  }

  /** Takes the limits of a configuration, and forgets those that it no longer has. */
  arrange(limits: readonly DataPlaneRateLimit[]): void {
    const ids = new Set(limits.map(({ id }) => id));
    for (const id of this.#buckets.keys()) if (!ids.has(id)) this.#buckets.delete(id);
    for (const limit of limits) this.#of(limit);
  }

  #charge(buckets: Buckets, key: string, now: number): void {
    buckets.take(key, now);
    if (this.#shares) buckets.took(key);
  }

  /** A limit that was changed begins anew. */
  #of(limit: DataPlaneRateLimit): Buckets {
    const known = this.#buckets.get(limit.id);
    const signature = `${limit.requests}/${limit.periodMs}/${limit.burst}`;
    if (known?.signature === signature) return known.buckets;
    const buckets = new Buckets(limit);
    this.#buckets.set(limit.id, { signature, buckets });
    return buckets;
  }
}

/** `RateLimit-Policy` and `RateLimit`. draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4. */
export function rateLimitHeaders({ limit, remaining, waitMs }: LimitState): [name: string, value: string][] {
  const seconds = Math.ceil(limit.periodMs / 1000);
  const name = limit.name.replace(/[^\x20-\x7e]|["\\]/g, '-');
  const headers: [string, string][] = [
    ['RateLimit-Policy', `"${name}";q=${limit.requests};w=${seconds}`],
    ['RateLimit', `"${name}";r=${Math.max(0, remaining)};t=${Math.ceil(waitMs / 1000)}`],
  ];
  if (waitMs > 0) headers.push(['Retry-After', String(Math.max(1, Math.ceil(waitMs / 1000)))]);
  return headers;
}
