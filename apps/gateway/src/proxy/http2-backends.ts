import type { DataPlaneBackend } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import type { Connector } from './connector.ts';
import { Http2BackendRequest, Http2BackendSession } from './http2-backend.ts';

/** Connections of HTTP/2 to endpoints: one each, for all requests of this process. */
export class Http2Backends {
  readonly #connector: Connector;
  readonly #sessions = new Map<Endpoint, Promise<Http2BackendSession>>();

  constructor(connector: Connector) {
    this.#connector = connector;
  }

  /** A request to be begun. `fresh`: not on the connection that is there. Rejects where there is no connection. */
  async request(endpoint: Endpoint, backend: Pick<DataPlaneBackend, 'tls'>, fresh: boolean): Promise<Http2BackendRequest> {
    const present = this.#sessions.get(endpoint);
    const session = fresh ? undefined : await present;
    if (session?.isUsable) return new Http2BackendRequest(session, endpoint, true);
    const opening = this.#sessions.get(endpoint);
    if (opening !== present && opening !== undefined) return new Http2BackendRequest(await opening, endpoint, false);
    const made = this.#open(endpoint, backend);
    this.#sessions.set(endpoint, made);
    made.catch(() => this.#sessions.get(endpoint) === made && this.#sessions.delete(endpoint));
    return new Http2BackendRequest(await made, endpoint, false);
  }

  forget(endpoint: Endpoint): void {
    const session = this.#sessions.get(endpoint);
    this.#sessions.delete(endpoint);
    session?.then(
      ({ session: open }) => open.close(),
      () => {},
    );
  }

  close(): void {
    for (const endpoint of [...this.#sessions.keys()]) this.forget(endpoint);
  }

  async #open(endpoint: Endpoint, backend: Pick<DataPlaneBackend, 'tls'>): Promise<Http2BackendSession> {
    return new Http2BackendSession(await this.#connector.connect(endpoint, backend, { http2: true }), endpoint);
  }
}
