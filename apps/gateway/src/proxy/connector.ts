import { lookup } from 'node:dns';
import { BlockList, connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { closedNetworks, type DataPlaneBackend } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { type Receiver, readingInto, readUsually } from './shared-read.ts';

const connectTimeoutMs = 5000;

const closed = new BlockList();
for (const { network, bits, family } of closedNetworks) closed.addSubnet(network, bits, family);

export interface ConnectOptions {
  /** Takes what the backend sends; without one, the socket is read as sockets are. */
  receiver?: Receiver;
  /** By ALPN, where the endpoint wants TLS. */
  http2?: boolean;
  signal?: AbortSignal;
}

/** Opens connections to backends. */
export class Connector {
  #allowed = new Set<string>();

  allow(addresses: readonly string[]): void {
    this.#allowed = new Set(addresses);
  }

  /** A connected socket, TLS established where the endpoint wants it. Rejects after five seconds (or what the BackendPolicy says), or where the address is closed to its backend. */
  connect(endpoint: Endpoint, backend: Pick<DataPlaneBackend, 'tls' | 'policy'>, options: ConnectOptions): Promise<Socket> {
    const { receiver, http2, signal } = options;
    return new Promise((resolve, reject) => {
      if (this.#mayNotReach(endpoint) && isIP(endpoint.host) !== 0 && isClosed(endpoint.host)) return reject(closedAddress(endpoint));
      const at = { host: endpoint.host, port: endpoint.port, ...(this.#mayNotReach(endpoint) ? { lookup: openLookup } : {}) };
      const serverName = backend.tls?.serverName ?? (isIP(endpoint.host) === 0 ? endpoint.host : undefined);
      const socket = endpoint.tls
        ? connectTls({
            ...at,
            ...(serverName ? { servername: serverName } : {}),
            ...(http2 ? { ALPNProtocols: ['h2'] } : {}),
            ...(backend.tls?.caCertificates ? { ca: backend.tls.caCertificates } : {}),
          })
        : connectPlain({ ...at, ...(receiver ? { onread: readingInto(receiver) } : {}) });
      if (endpoint.tls && receiver) readUsually(socket, receiver);
      const timer = setTimeout(() => fail(new Error('no connection in time')), backend.policy?.timeouts?.connectMs ?? connectTimeoutMs);
      const onAbort = () => fail(new Error('given up'));
      const fail = (error: Error) => {
        clear();
        socket.destroy();
        reject(error);
      };
      const clear = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      socket.once('error', fail);
      socket.once(endpoint.tls ? 'secureConnect' : 'connect', () => {
        clear();
        socket.off('error', fail);
        socket.on('error', () => {});
        socket.setNoDelay(true);
        socket.setKeepAlive(true, 30_000);
        resolve(socket);
      });
    });
  }

  /** How a name that a tenant wrote is resolved: to open addresses only, unless the operator allows it. Throws where it is a closed address itself. */
  lookupFor(host: string, port: number): LookupFunction | undefined {
    if (this.#isAllowed(host, port)) return undefined;
    if (isIP(host) !== 0 && isClosed(host)) throw new Error(`${host} is closed to tenants`);
    return openLookup;
  }

  #isAllowed(host: string, port: number): boolean {
    return this.#allowed.has(host) || this.#allowed.has(`${host}:${port}`);
  }

  /** Addresses that tenants wrote are held against the closed networks; those of replicas and of the platform's own Upstreams are not. */
  #mayNotReach({ backend, host, port }: Endpoint): boolean {
    return backend.startsWith('Upstream/') && !backend.startsWith('Upstream/dizuo-system/') && !this.#isAllowed(host, port);
  }
}

/** Resolves names as usual, but to open addresses only: a name may change where it points after it was checked. */
const openLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const open = addresses.filter((a) => !isClosed(a.address));
    const [first] = open;
    if (!first) return callback(new Error(`${hostname} leads to an address that is closed to Upstreams`), '', 0);
    if (options.all) return (callback as unknown as (error: null, found: typeof open) => void)(null, open);
    return callback(null, first.address, first.family);
  });
};

function isClosed(address: string): boolean {
  return closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function closedAddress({ host }: Endpoint): Error {
  return new Error(`${host} is closed to Upstreams`);
}
