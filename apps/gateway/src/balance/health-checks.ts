import type { DataPlaneBackend, DataPlaneHealthCheck } from '@dizuo/api';
import type { Connector } from '../proxy/connector.ts';
import type { Endpoint, EndpointSet } from './endpoint-set.ts';
import { probe } from './probe.ts';

interface Watch {
  timer: NodeJS.Timeout;
  good: number;
  bad: number;
}

/** Asks the endpoints of backends with a health check, and keeps traffic from those that do not answer well. */
export class HealthChecks {
  readonly #endpoints: EndpointSet;
  readonly #connector: Connector;
  readonly #watches = new Map<Endpoint, Watch>();
  #backends: readonly DataPlaneBackend[] = [];

  constructor(endpoints: EndpointSet, connector: Connector) {
    this.#endpoints = endpoints;
    this.#connector = connector;
  }

  /** Call after every change of backends or endpoints. */
  arrange(backends: readonly DataPlaneBackend[] = this.#backends): void {
    const isNew = backends !== this.#backends;
    this.#backends = backends;
    const wanted = new Map(backends.flatMap((b) => (b.healthCheck ? this.#endpoints.of(b.id).map((e) => [e, b] as const) : [])));
    for (const [endpoint, watch] of this.#watches) {
      if (wanted.has(endpoint) && !isNew) continue;
      clearInterval(watch.timer);
      this.#watches.delete(endpoint);
      if (!wanted.has(endpoint)) endpoint.healthy = true;
    }
    for (const [endpoint, backend] of wanted) {
      if (!backend.healthCheck || this.#watches.has(endpoint)) continue;
      const check = backend.healthCheck;
      const watch: Watch = {
        timer: setInterval(() => void this.#look(endpoint, backend, check, watch), check.intervalMs),
        good: 0,
        bad: 0,
      };
      this.#watches.set(endpoint, watch);
      void this.#look(endpoint, backend, check, watch);
    }
  }

  stop(): void {
    for (const { timer } of this.#watches.values()) clearInterval(timer);
    this.#watches.clear();
  }

  async #look(endpoint: Endpoint, backend: DataPlaneBackend, check: DataPlaneHealthCheck, watch: Watch): Promise<void> {
    const good = await probe(this.#connector, endpoint, backend, check);
    watch.good = good ? watch.good + 1 : 0;
    watch.bad = good ? 0 : watch.bad + 1;
    if (watch.bad >= check.unhealthyThreshold) endpoint.healthy = false;
    else if (watch.good >= check.healthyThreshold) endpoint.healthy = true;
  }
}
