import type { DataPlaneBackend } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { SocketReader } from '../http/socket-reader.ts';
import type { Connector } from './connector.ts';

/** A connection to an endpoint, used by one request at a time. */
export interface BackendConnection {
  reader: SocketReader;
  endpoint: Endpoint;
  /** Another request used it before: the backend may be closing it this moment. */
  reused: boolean;
}

const mostIdle = 64;
/** Shorter than what servers usually keep (Node: 5 s), so that they rarely close under a request. */
const idleMs = 4000;

/** Keeps connections to endpoints for the next request. */
export class BackendPool {
  readonly #connector: Connector;
  readonly #idle = new Map<Endpoint, { connection: BackendConnection; timer: NodeJS.Timeout; drop: () => void }[]>();

  constructor(connector: Connector) {
    this.#connector = connector;
  }

  async take(endpoint: Endpoint, backend: Pick<DataPlaneBackend, 'tls'>, fresh: boolean): Promise<BackendConnection> {
    const entry = fresh ? undefined : this.#idle.get(endpoint)?.pop();
    if (entry) {
      clearTimeout(entry.timer);
      const { socket } = entry.connection.reader;
      socket.off('readable', entry.drop);
      socket.off('close', entry.drop);
      socket.off('end', entry.drop);
      return { ...entry.connection, reused: true };
    }
    return { reader: new SocketReader(await this.#connector.connect(endpoint, backend)), endpoint, reused: false };
  }

  /** The connection has nothing under way. Bytes that come now belong to no request: it is dropped. */
  giveBack(connection: BackendConnection): void {
    const { endpoint, reader } = connection;
    const list = this.#idle.get(endpoint) ?? [];
    if (endpoint.gone || reader.ended || reader.socket.destroyed || list.length >= mostIdle || reader.socket.readableLength > 0) {
      reader.socket.destroy();
      return;
    }
    const drop = () => {
      clearTimeout(entry.timer);
      const at = list.indexOf(entry);
      if (at >= 0) list.splice(at, 1);
      reader.socket.destroy();
    };
    const entry = { connection, timer: setTimeout(drop, idleMs), drop };
    for (const event of ['readable', 'close', 'end']) reader.socket.on(event, drop);
    list.push(entry);
    this.#idle.set(endpoint, list);
  }

  forget(endpoint: Endpoint): void {
    for (const { drop } of [...(this.#idle.get(endpoint) ?? [])]) drop();
    this.#idle.delete(endpoint);
  }

  close(): void {
    for (const endpoint of [...this.#idle.keys()]) this.forget(endpoint);
  }
}
