import type { DataPlaneEndpoint, DataPlaneEndpoints } from '@dizuo/api';
import type { BackendConnection } from '../proxy/backend-connection.ts';

/** One replica or address, as traffic sees it. */
export interface Endpoint extends DataPlaneEndpoint {
  /** `Workload/namespace/name` or `Upstream/namespace/name`. */
  readonly backend: string;
  /** Requests under way. */
  active: number;
  /** Result of the health check, where the backend has one. */
  healthy: boolean;
  failures: number;
  /** No traffic before this time, on the clock of `performance.now()`. */
  ejectedUntil: number;
  /** Left the set: takes nothing new. */
  gone: boolean;
  /** Connections kept for the next request, the one used last at the end. */
  readonly idle: BackendConnection[];
}

const firstEjectionMs = 1000;
const longestEjectionMs = 30_000;

/** All endpoints, kept up to date by the endpoints stream. */
export class EndpointSet {
  readonly #backends = new Map<string, Endpoint[]>();
  readonly #now: () => number;
  /** Told of every endpoint that left. */
  onGone: (endpoint: Endpoint) => void = () => {};
  #turn = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  apply(message: DataPlaneEndpoints): void {
    const named = new Set(Object.keys(message.backends));
    if (message.full) for (const id of this.#backends.keys()) if (!named.has(id)) this.#replace(id, []);
    for (const [id, endpoints] of Object.entries(message.backends)) this.#replace(id, endpoints ?? []);
  }

  of(backend: string): readonly Endpoint[] {
    return this.#backends.get(backend) ?? [];
  }

  /** Those that get no requests now: their health check fails, or they failed too often and rest for a while. */
  leftOut(): { backend: string; endpoint: string; why: 'unhealthy' | 'ejected' }[] {
    const now = this.#now();
    return [...this.#backends].flatMap(([backend, endpoints]) =>
      endpoints
        .filter(({ healthy, ejectedUntil }) => !healthy || ejectedUntil > now)
        .map(({ id, healthy }) => ({ backend, endpoint: id, why: healthy ? 'ejected' : 'unhealthy' })),
    );
  }

  /** As the endpoints stream would send it, for the copy on disk. */
  snapshot(): DataPlaneEndpoints['backends'] {
    const plain = ({ id, host, port, tls, weight }: Endpoint): DataPlaneEndpoint => ({ id, host, port, tls, weight });
    return Object.fromEntries([...this.#backends].map(([id, endpoints]) => [id, endpoints.map(plain)]));
  }

  /**
   * The endpoint with the fewest requests for its weight, of those that are healthy, not ejected and not in `tried`; among equals they
   * take turns. Where all are ejected, the one that has waited longest: it may be back.
   */
  choose(backend: string, tried?: ReadonlySet<Endpoint>): Endpoint | undefined {
    const all = this.#backends.get(backend);
    if (all === undefined) return undefined;
    const count = all.length;
    this.#turn = (this.#turn + 1) | 0;
    let best: Endpoint | undefined;
    let soonest: Endpoint | undefined;
    let at = (this.#turn >>> 0) % count;
    for (let i = 0; i < count; i += 1) {
      const endpoint = all[at] as Endpoint;
      at = at + 1 === count ? 0 : at + 1;
      if (endpoint.weight <= 0 || !endpoint.healthy || tried?.has(endpoint)) continue;
      if (endpoint.ejectedUntil !== 0 && endpoint.ejectedUntil > this.#now()) {
        if (soonest === undefined || endpoint.ejectedUntil < soonest.ejectedUntil) soonest = endpoint;
      } else if (best === undefined || load(endpoint) < load(best)) best = endpoint;
    }
    return best ?? soonest;
  }

  /** A connection could not be made: no traffic for a while, twice as long each time. */
  failed(endpoint: Endpoint): void {
    endpoint.failures += 1;
    endpoint.ejectedUntil = this.#now() + Math.min(longestEjectionMs, firstEjectionMs * 2 ** (endpoint.failures - 1));
  }

  succeeded(endpoint: Endpoint): void {
    if (endpoint.failures === 0) return;
    endpoint.failures = 0;
    endpoint.ejectedUntil = 0;
  }

  #replace(backend: string, next: readonly DataPlaneEndpoint[]): void {
    const before = this.of(backend);
    const kept = next.map((given): Endpoint => {
      const known = before.find((e) => e.id === given.id && e.host === given.host && e.port === given.port && e.tls === given.tls);
      if (known) return Object.assign(known, { weight: given.weight });
      return { ...given, backend, active: 0, healthy: true, failures: 0, ejectedUntil: 0, gone: false, idle: [] };
    });
    if (kept.length > 0) this.#backends.set(backend, kept);
    else this.#backends.delete(backend);
    for (const endpoint of before) {
      if (kept.includes(endpoint)) continue;
      endpoint.gone = true;
      this.onGone(endpoint);
    }
  }
}

function load(endpoint: Endpoint): number {
  return (endpoint.active + 1) / endpoint.weight;
}
