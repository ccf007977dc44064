import type { DataPlaneBackend, DataPlaneBackendPolicy } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { BackendConnection } from './backend-connection.ts';
import { clock } from './coarse-clock.ts';
import type { Connector } from './connector.ts';

type Limits = DataPlaneBackendPolicy['connections'];

/** Kept for each endpoint and process, where its policy says nothing else. */
const mostIdle = 256;
/** The same. Shorter than what servers usually keep (Node: 5 s), so that they rarely close under a request. */
const idleMs = 4000;
/** A request that may not be sent twice goes on a connection used so lately that no server is closing it for being idle. */
const youngMs = 1000;
const sweepMs = 500;
const mostConnections = Number.POSITIVE_INFINITY;

/** Keeps connections to endpoints for the next request. */
export class BackendPool {
  readonly #connector: Connector;
  readonly #known = new Set<Endpoint>();
  readonly #sweep: NodeJS.Timeout;

  constructor(connector: Connector) {
    this.#connector = connector;
    this.#sweep = setInterval(() => this.#dropOld(), sweepMs).unref();
  }

  /** A kept connection, the one used last; undefined where there is none. `isOnce`: the request may not be sent twice. */
  take(endpoint: Endpoint, isOnce: boolean): BackendConnection | undefined {
    for (;;) {
      const connection = endpoint.idle.at(-1);
      if (connection === undefined || (isOnce && clock.now - connection.idleSince > youngMs)) return undefined;
      endpoint.idle.pop();
      if (connection.isUsable) return connection;
    }
  }

  /** A new connection. Rejects where there is none within the connector's limit. */
  async open(endpoint: Endpoint, backend: Pick<DataPlaneBackend, 'tls' | 'policy'>): Promise<BackendConnection> {
    const most = backend.policy?.connections?.maxPerReplica;
    if (most !== undefined) while (endpoint.idle.length > 0 && endpoint.idle.length + endpoint.active > most) endpoint.idle.shift()?.drop();
    const connection = new BackendConnection(endpoint);
    connection.opened(await this.#connector.connect(endpoint, backend, { receiver: connection }));
    return connection;
  }

  /** The connection has nothing under way; its request still counts among the endpoint's. */
  giveBack(connection: BackendConnection, limits: Limits) {
    const { endpoint } = connection;
    const { idle, active } = endpoint;
    const isFull =
      idle.length >= (limits?.maxIdlePerReplica ?? mostIdle) || idle.length + active > (limits?.maxPerReplica ?? mostConnections);
    if (endpoint.gone || isFull) return connection.drop();
    connection.becomeIdle(limits?.idleMs ?? idleMs);
    if (endpoint.idle.push(connection) === 1) this.#known.add(endpoint);
  }

  forget(endpoint: Endpoint): void {
    for (const connection of endpoint.idle.splice(0)) connection.drop();
    this.#known.delete(endpoint);
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const endpoint of [...this.#known]) this.forget(endpoint);
  }

  #dropOld(): void {
    for (const endpoint of this.#known) {
      const { idle } = endpoint;
      let old = 0;
      while (old < idle.length && clock.now > (idle[old] as BackendConnection).idleUntil) old += 1;
      for (const connection of idle.splice(0, old)) connection.drop();
      if (idle.length === 0) this.#known.delete(endpoint);
    }
  }
}
