import type { DataPlaneBackendPolicy } from '@dizuo/api';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { Endpoint } from './endpoint-set.ts';
import { HashRing } from './hash-ring.ts';
import { countOutcome, mayEject, noOutcomes, type Outcomes } from './outlier-ejection.ts';
import { PendingRequests } from './pending-requests.ts';

/** A replica's latency counts half as much after so long. */
const latencyHalfLifeMs = 5000;
/** What a replica takes at least while it starts slowly, of its usual share. */
const leastShare = 0.1;

/** What is remembered of a replica, for as long as it is there. */
interface Memory {
  since: number;
  outcomes: Outcomes;
  /** Moving average of the time to an answer, and when it was last moved. */
  ewmaMs: number;
  ewmaAt: number;
  /** Smooth weighted round robin. */
  turn: number;
}

/** What is known of a backend that has a BackendPolicy: its breaker, its replicas' conduct. Outlives configurations. */
export class BackendState {
  readonly pending = new PendingRequests();
  breaker: CircuitBreaker | undefined;
  #policy: DataPlaneBackendPolicy;
  readonly #memories = new WeakMap<Endpoint, Memory>();
  #ring: { of: readonly Endpoint[]; weights: string; ring: HashRing<Endpoint> } | undefined;
  readonly #bornAt: number;

  constructor(policy: DataPlaneBackendPolicy, now: number) {
    this.#policy = policy;
    this.#bornAt = now;
    this.use(policy);
  }

  get policy(): DataPlaneBackendPolicy {
    return this.#policy;
  }

  /** Takes a changed policy without forgetting what was seen. */
  use(policy: DataPlaneBackendPolicy): void {
    this.#policy = policy;
    if (!policy.breaker) this.breaker = undefined;
    else if (this.breaker) this.breaker.use(policy.breaker);
    else this.breaker = new CircuitBreaker(policy.breaker);
  }

  /**
   * The replica for a request: by the policy, of those that are healthy, not left out, not full and not in `tried`. Where all are left
   * out, the one that has waited longest. `key`: what consistent hashing goes by.
   */
  choose(
    endpoints: readonly Endpoint[],
    tried: ReadonlySet<Endpoint> | undefined,
    key: () => string | undefined,
    now: number,
  ): Endpoint | undefined {
    const most = this.#policy.connections?.maxPerReplica ?? Number.POSITIVE_INFINITY;
    const usable = endpoints.filter((e) => e.weight > 0 && e.healthy && e.active < most && !tried?.has(e));
    const open = usable.filter((e) => e.ejectedUntil <= now);
    if (open.length === 0) return usable.sort((a, b) => a.ejectedUntil - b.ejectedUntil)[0];
    if (open.length === 1) return open[0];
    switch (this.#policy.balance?.type) {
      case 'RoundRobin':
        return this.#nextInTurn(open, now);
      case 'Ewma':
        return least(open, (e) => (this.#latency(e, now) * (e.active + 1)) / this.#weight(e, now));
      case 'ConsistentHash':
        return this.#byHash(endpoints, open, key(), now);
      default:
        return least(open, (e) => (e.active + 1) / this.#weight(e, now));
    }
  }

  /** Some replica would do, had it room. */
  isFull(endpoints: readonly Endpoint[], tried: ReadonlySet<Endpoint> | undefined): boolean {
    const most = this.#policy.connections?.maxPerReplica ?? Number.POSITIVE_INFINITY;
    return endpoints.some((e) => e.weight > 0 && e.healthy && e.active >= most && !tried?.has(e));
  }

  /** A replica answered, or failed to. Leaves it out for a while where it fails too often. */
  outcome(endpoint: Endpoint, endpoints: readonly Endpoint[], result: { failed: boolean; ms: number }, now: number): void {
    const memory = this.#memory(endpoint, now);
    if (!result.failed) {
      const keep = 0.5 ** (Math.max(1, now - memory.ewmaAt) / latencyHalfLifeMs);
      // A peak counts at once, calm only little by little: Twitter Finagle's "peak EWMA".
      memory.ewmaMs = result.ms > memory.ewmaMs ? result.ms : memory.ewmaMs * keep + result.ms * (1 - keep);
      memory.ewmaAt = now;
    }
    const { outliers } = this.#policy;
    if (!outliers) return;
    const canEject = () => mayEject(endpoints.length, endpoints.filter((e) => e.ejectedUntil > now).length, outliers.maxEjectedPercent);
    const ms = countOutcome(memory.outcomes, result.failed, now, outliers, canEject);
    if (ms > 0) endpoint.ejectedUntil = now + ms;
  }

  #memory(endpoint: Endpoint, now: number): Memory {
    const known = this.#memories.get(endpoint);
    if (known) return known;
    const memory: Memory = { since: now, outcomes: noOutcomes(), ewmaMs: 1, ewmaAt: now, turn: 0 };
    this.#memories.set(endpoint, memory);
    return memory;
  }

  /** Less for a replica that has just come: it may have to warm up. Those that were there from the beginning do not. */
  #weight(endpoint: Endpoint, now: number): number {
    const slow = this.#policy.balance?.slowStartMs;
    if (!slow) return endpoint.weight;
    const { since } = this.#memory(endpoint, now);
    if (since - this.#bornAt < slow) return endpoint.weight;
    return endpoint.weight * Math.max(leastShare, Math.min(1, (now - since) / slow));
  }

  #latency(endpoint: Endpoint, now: number): number {
    return Math.max(0.1, this.#memory(endpoint, now).ewmaMs);
  }

  /** Smooth weighted round robin: heavy ones are spread among the others, not sent many in a row. */
  #nextInTurn(open: readonly Endpoint[], now: number): Endpoint | undefined {
    let total = 0;
    for (const endpoint of open) {
      const weight = this.#weight(endpoint, now);
      total += weight;
      this.#memory(endpoint, now).turn += weight;
    }
    const next = least(open, (e) => -this.#memory(e, now).turn);
    if (next) this.#memory(next, now).turn -= total;
    return next;
  }

  /** A request without a key goes to the one with the least to do. */
  #byHash(endpoints: readonly Endpoint[], open: readonly Endpoint[], key: string | undefined, now: number): Endpoint | undefined {
    if (key === undefined) return least(open, (e) => (e.active + 1) / this.#weight(e, now));
    const weights = endpoints.map(({ weight }) => weight).join();
    if (this.#ring?.of !== endpoints || this.#ring.weights !== weights)
      this.#ring = { of: endpoints, weights, ring: new HashRing(endpoints) };
    return this.#ring.ring.find(key, (endpoint) => open.includes(endpoint));
  }
}

function least(endpoints: readonly Endpoint[], cost: (endpoint: Endpoint) => number): Endpoint | undefined {
  let best: Endpoint | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const endpoint of endpoints) {
    const own = cost(endpoint);
    if (best !== undefined && own >= lowest) continue;
    best = endpoint;
    lowest = own;
  }
  return best;
}
