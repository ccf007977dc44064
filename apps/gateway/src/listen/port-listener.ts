import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { clientCertificate, serverName } from '../proxy/client-certificate.ts';
import type { ClientConnections } from '../proxy/client-connections.ts';
import type { Http2Sessions } from '../proxy/http2-sessions.ts';
import type { CertificateStore } from './certificate-store.ts';
import { readProxyHeader } from './greeting.ts';

export interface PortListenerOptions {
  /** As listeners of the configuration name it; 0 for any. */
  named: number;
  /** An address, or a listening socket that came from another process. */
  at: { host: string; port: number } | { handle: object };
  /** TLS where given. */
  certificates?: CertificateStore;
  clientCertificates?: { isRequired: boolean };
  ticketKeys: Buffer;
  /** Connections from this address begin with the header of the PROXY protocol. */
  isProxy(address: string): boolean;
  connections: ClientConnections;
  http2: Http2Sessions;
}

const greetingMs = 10_000;
const mostGreeting = 4096;

/** One listening socket, and what comes in on it until it is known to be HTTP/1.1 or HTTP/2. */
export class PortListener {
  readonly #options: PortListenerOptions;
  readonly #server: Server;
  readonly #tls: TlsServer | undefined;
  /** Connections that have not said yet what they are. */
  readonly #greeting = new Set<Socket>();
  #port = 0;

  private constructor(options: PortListenerOptions) {
    this.#options = options;
    this.#tls = options.certificates ? this.#secureServer(options.certificates) : undefined;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => this.#accept(socket));
  }

  /** Rejects where it cannot listen. */
  static async open(options: PortListenerOptions): Promise<PortListener> {
    const own = new PortListener(options);
    const { at } = options;
    await new Promise<void>((resolve, reject) => {
      own.#server.once('error', reject);
      const opened = () => {
        own.#server.off('error', reject);
        own.#server.on('error', () => {});
        resolve();
      };
      if ('handle' in at) own.#server.listen(at.handle, opened);
      else own.#server.listen({ ...at, backlog: 4096 }, opened);
    });
    const address = own.#server.address();
    own.#port = typeof address === 'object' && address ? address.port : 0;
    return own;
  }

  get port(): number {
    return this.#port;
  }

  get isSecure(): boolean {
    return this.#tls !== undefined;
  }

  /** Call after the certificates changed, and when the keys of session tickets do. */
  refresh(keys: Buffer): void {
    const { certificates } = this.#options;
    this.#tls?.setSecureContext({ minVersion: 'TLSv1.2', ...certificates?.unnamed, ticketKeys: keys });
  }

  /** Takes no new connections, and ends those that have not begun. */
  close(): Promise<void> {
    for (const socket of this.#greeting) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    const { connections, isProxy } = this.#options;
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const expectsProxy = isProxy(address);
    const tls = this.#tls;
    if (tls === undefined) connections.accept(socket, { address, port: this.#options.named, expectsProxy });
    else if (expectsProxy) this.#readProxyHeader(socket, tls);
    else this.#greet(socket, tls);
  }

  #greet(socket: Socket, tls: TlsServer): void {
    this.#greeting.add(socket);
    socket.once('close', () => this.#greeting.delete(socket));
    tls.emit('connection', socket);
  }

  /** The header comes before the handshake. */
  #readProxyHeader(socket: Socket, tls: TlsServer): void {
    let read = Buffer.alloc(0);
    const late = setTimeout(() => socket.destroy(), greetingMs);
    socket.on('error', () => {});
    socket.once('close', () => clearTimeout(late));
    const onData = (bytes: Buffer) => {
      read = Buffer.concat([read, bytes]);
      try {
        const header = readProxyHeader(read);
        if (header === undefined && read.length < mostGreeting) return;
        if (header === undefined) return void socket.destroy();
        clearTimeout(late);
        socket.off('data', onData);
        socket.pause();
        if (header.address) proxied.set(socket, header.address);
        if (header.consumed < read.length) socket.unshift(read.subarray(header.consumed));
        this.#greet(socket, tls);
      } catch {
        socket.destroy();
      }
    };
    socket.on('data', onData);
    socket.resume();
  }

  #secureServer(certificates: CertificateStore): TlsServer {
    const { clientCertificates, connections, http2, ticketKeys } = this.#options;
    const server = createTlsServer({
      allowHalfOpen: true,
      minVersion: 'TLSv1.2',
      handshakeTimeout: greetingMs,
      ALPNProtocols: ['h2', 'http/1.1'],
      ticketKeys,
      ...certificates.unnamed,
      SNICallback: (name, done) => done(null, certificates.find(name)),
      ...(clientCertificates ? { requestCert: true, rejectUnauthorized: clientCertificates.isRequired } : {}),
    });
    server.on('secureConnection', (socket: TLSSocket) => {
      const raw = rawOf(socket);
      if (raw) this.#greeting.delete(raw);
      const address = (raw && proxied.get(raw)) ?? (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
      const client = { address, port: this.#options.named };
      if (socket.alpnProtocol === 'h2')
        http2.accept(socket, { ...client, isSecure: true, certificate: clientCertificate(socket), serverName: serverName(socket) });
      else connections.acceptSecure(socket, client);
    });
    return server;
  }
}

/** Addresses that balancers told, by the socket under TLS. */
const proxied = new WeakMap<Socket, string>();

/** The socket that TLS runs on. */
function rawOf(socket: TLSSocket): Socket | undefined {
  return (socket as unknown as { _parent?: Socket })._parent;
}
