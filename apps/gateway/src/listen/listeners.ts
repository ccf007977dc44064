import { BlockList, isIP } from 'node:net';
import type { DataPlaneConfiguration, DataPlaneListener } from '@dizuo/api';
import type { Log } from '../access-log.ts';
import type { ClientConnections } from '../proxy/client-connections.ts';
import type { Http2Sessions } from '../proxy/http2-sessions.ts';
import { type Certificate, CertificateStore, ticketKeys } from './certificate-store.ts';
import { PortListener, type PortListenerOptions } from './port-listener.ts';

export interface ListenersOptions {
  host: string;
  /** The port that is open whatever the configuration says. */
  port: number;
  /** PEM; what that port speaks TLS with where the configuration names no certificates for it. */
  tls?: { cert: string; key: string };
  credential: string;
  /** Balancers whose connections begin with the header of the PROXY protocol: addresses or networks in CIDR notation. */
  proxies: readonly string[];
  /** A listening socket from elsewhere. */
  socketFor?(port: number): Promise<PortListenerOptions['at']>;
  connections: ClientConnections;
  http2: Http2Sessions;
  log: Log;
}

interface Open {
  listener: PortListener;
  certificates: CertificateStore | undefined;
  kind: string;
}

const ticketsMs = 3_600_000;

/** The ports of a data plane: the one it was started with, and those that the configuration's listeners name. */
export class Listeners {
  readonly #options: ListenersOptions;
  readonly #open = new Map<number, Open>();
  readonly #proxies = new BlockList();
  readonly #timer: NodeJS.Timeout;
  #tls: { cert: string; key: string } | undefined;
  /** Why a port is not open. */
  readonly #problems = new Map<number, string>();
  #configuration: Pick<DataPlaneConfiguration, 'listeners' | 'certificates'> = { listeners: [] };
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ListenersOptions) {
    this.#options = options;
    this.#tls = options.tls;
    for (const network of options.proxies) addNetwork(this.#proxies, network);
    this.#timer = setInterval(() => this.#refresh(), ticketsMs).unref();
  }

  /** Opens the port of the start; answers with its number. Rejects where it cannot. */
  async start(): Promise<number> {
    const { port } = this.#options;
    await this.#openPort(port, this.#certificatesFor(port));
    return [...this.#open.values()][0]?.listener.port ?? port;
  }

  /** Takes another certificate for the port of the start. Throws where it cannot be used. */
  useCertificate(tls: { cert: string; key: string }): void {
    new CertificateStore().use([{ hosts: [], chain: tls.cert, privateKey: tls.key }]);
    this.#tls = tls;
    this.#refresh();
  }

  /** Opens and closes ports, and changes certificates. A port that cannot be opened is told in the log; the others serve. */
  arrange(configuration: Pick<DataPlaneConfiguration, 'listeners' | 'certificates'>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      this.#configuration = configuration;
      this.#problems.clear();
      const wanted = new Set([this.#options.port, ...configuration.listeners.map((l) => l.port)]);
      for (const [port, { listener }] of this.#open) {
        if (wanted.has(port)) continue;
        this.#open.delete(port);
        void listener.close();
      }
      for (const port of wanted) await this.#arrangePort(port).catch((error) => this.#cannot(port, error));
    });
    return this.#turn;
  }

  /** Listeners of the configuration whose port could not be opened, and why. */
  problems(): { name: string; message: string }[] {
    return this.#configuration.listeners.flatMap(({ name, port }) => {
      const message = this.#problems.get(port);
      return message === undefined ? [] : [{ name, message }];
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#open.values()].map(({ listener }) => listener.close()));
  }

  #cannot(port: number, error: Error): void {
    this.#problems.set(port, error.message);
    this.#options.log({ level: 'error', message: `port ${port} cannot be opened: ${error.message}` });
  }

  async #arrangePort(port: number): Promise<void> {
    const open = this.#open.get(port);
    const certificates = this.#certificatesFor(port);
    const isSame = open?.kind === this.#kindOf(port, certificates);
    if (open !== undefined && isSame) {
      if (certificates === undefined) return;
      open.certificates?.use(certificates, this.#authoritiesFor(port));
      open.listener.refresh(this.#ticketKeys(port));
      return;
    }
    if (open !== undefined) await Promise.race([open.listener.close(), new Promise((resolve) => setImmediate(resolve))]);
    await this.#openPort(port, certificates);
  }

  async #openPort(port: number, given: Certificate[] | undefined): Promise<void> {
    const { host, socketFor, connections, http2 } = this.#options;
    const certificates = given && new CertificateStore();
    if (given) certificates?.use(given, this.#authoritiesFor(port));
    const client = this.#clientMode(port);
    const listener = await PortListener.open({
      named: port,
      at: (await socketFor?.(port)) ?? { host, port },
      ...(certificates ? { certificates } : {}),
      ...(client ? { clientCertificates: { isRequired: client === 'AllowValidOnly' } } : {}),
      ticketKeys: this.#ticketKeys(port),
      isProxy: (address) => isIP(address) !== 0 && this.#proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
      connections,
      http2,
    });
    this.#open.set(port, { listener, certificates, kind: this.#kindOf(port, given) });
  }

  /** What a listening socket cannot change while it is open. */
  #kindOf(port: number, certificates: Certificate[] | undefined): string {
    return certificates === undefined ? 'plain' : `TLS ${this.#clientMode(port) ?? ''}`;
  }

  #clientMode(port: number): 'AllowValidOnly' | 'AllowInsecureFallback' | undefined {
    return this.#at(port).find((l) => l.clientCertificates)?.clientCertificates?.mode;
  }

  #at(port: number): DataPlaneListener[] {
    return this.#configuration.listeners.filter((listener) => listener.port === port);
  }

  /** Undefined: the port speaks plain HTTP. */
  #certificatesFor(port: number): Certificate[] | undefined {
    const all = this.#configuration.certificates ?? [];
    const secure = this.#at(port).filter((listener) => listener.protocol === 'HTTPS');
    const named = secure.flatMap((l) => (l.certificates ?? []).map((i) => withHost(all[i], l.hostname))).filter((c) => c !== undefined);
    const own = port === this.#options.port && this.#tls ? [{ hosts: [], chain: this.#tls.cert, privateKey: this.#tls.key }] : [];
    if (named.length > 0) return [...named, ...own];
    return own.length > 0 ? own : undefined;
  }

  #authoritiesFor(port: number): { ca?: string[] } {
    const ca = this.#at(port).flatMap((listener) => listener.clientCertificates?.caCertificates ?? []);
    return ca.length > 0 ? { ca } : {};
  }

  #refresh(): void {
    for (const [port, { listener, certificates }] of this.#open) {
      const given = this.#certificatesFor(port);
      if (certificates === undefined || given === undefined) continue;
      certificates.use(given, this.#authoritiesFor(port));
      listener.refresh(this.#ticketKeys(port));
    }
  }

  #ticketKeys(port: number): Buffer {
    return ticketKeys(this.#options.credential, new Date(), this.#authoritiesFor(port).ca ?? []);
  }
}

function withHost(certificate: Certificate | undefined, hostname: string | undefined): Certificate | undefined {
  if (!certificate || !hostname || certificate.hosts.includes(hostname)) return certificate;
  return { ...certificate, hosts: [...certificate.hosts, hostname] };
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', bits] = network.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}
