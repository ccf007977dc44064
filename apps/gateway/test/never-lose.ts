import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataPlaneConfiguration } from '@dizuo/api';
import { selfSigned } from './certificate.ts';
import { CheckingClient } from './checking-client.ts';
import { ConfigurationServer, plainMatch } from './configuration-server.ts';
import { GatewayProcess } from './gateway-process.ts';
import { freePort, until } from './platform.ts';
import { hasWrk, WrkLoad, type WrkReport } from './wrk-load.ts';

const [host, secureHost] = ['plain.example', 'secure.example'];

/** A gateway of several processes whose world changes all the time, and clients that check every answer. */
export class NeverLose {
  readonly client = new CheckingClient();
  /** Changes of routes and endpoints that were in force. */
  changes = 0;
  replaced = 0;
  readonly port: number;
  readonly #securePort: number;
  readonly #configuration: ConfigurationServer;
  gateway!: GatewayProcess;
  #load: WrkLoad | undefined;
  #replicas: Server[] = [];
  #certificate = { cert: '', key: '' };

  private constructor(configuration: ConfigurationServer, port: number, securePort: number) {
    this.#configuration = configuration;
    this.port = port;
    this.#securePort = securePort;
  }

  static async start(workers: number): Promise<NeverLose> {
    const own = new NeverLose(await ConfigurationServer.start(), await freePort(), await freePort());
    own.#replicas = [await replica(), await replica()];
    await own.rotateCertificate();
    own.#place();
    await own.#configure(0);
    own.gateway = await GatewayProcess.start({ configuration: own.#configuration, port: own.port, workers });
    await until('both ports answer', () => own.#answers());
    return own;
  }

  visit(count: number): void {
    if (hasWrk) this.#load = new WrkLoad({ url: `http://127.0.0.1:${this.port}/wrk`, host, expected: `${host} /wrk `, connections: count });
    this.client.begin(count, { port: this.port, isSecure: false, host, bodyEvery: 3 });
    this.client.begin(Math.max(1, Math.round(count / 4)), { port: this.#securePort, isSecure: true, host: secureHost, bodyEvery: 5 });
  }

  /** All visitors go. Answers with what `wrk` saw, where it is installed. */
  async leave(): Promise<WrkReport | undefined> {
    await this.client.end();
    return this.#load?.stop();
  }

  /** For so long: fifty changes of routes a second, and in turns all that may happen to a gateway and what is behind it. */
  async trouble(ms: number): Promise<void> {
    const end = performance.now() + ms;
    const turns = [() => this.#rollReplica(), () => this.rotateCertificate(), () => this.replaceWorkers(), () => this.#restartReplica()];
    let isOver = false;
    const routes = (async () => {
      const begun = performance.now();
      for (let n = 0; !isOver; n += 1) {
        await Promise.all([this.#configure(n % 50), pause(begun + 20 * (n + 1) - performance.now())]);
        this.changes += 1;
      }
    })();
    for (let turn = 0; performance.now() < end; turn += 1) {
      await turns[turn % turns.length]?.();
      await pause(100);
    }
    isOver = true;
    await routes;
  }

  async replaceWorkers(): Promise<void> {
    this.replaced += await this.gateway.replaceWorkers();
  }

  async rotateCertificate(): Promise<void> {
    this.#certificate = await selfSigned(secureHost);
  }

  async close(): Promise<void> {
    await this.gateway?.close();
    await this.#configuration.close();
    for (const server of this.#replicas) server.close().closeAllConnections();
  }

  async #answers(): Promise<boolean> {
    const one = new CheckingClient();
    one.begin(1, { port: this.port, isSecure: false, host, bodyEvery: 0 });
    one.begin(1, { port: this.#securePort, isSecure: true, host: secureHost, bodyEvery: 0 });
    await pause(50);
    await one.end();
    return one.wrong.length === 0;
  }

  #configure(side: number): Promise<void> {
    const rule = (id: string) => ({ id, backends: [{ backend: 'Workload/test/app', weight: 1 }] });
    const listeners: DataPlaneConfiguration['listeners'] = [
      { name: 'http', port: this.port, protocol: 'HTTP' },
      { name: 'https', port: this.#securePort, protocol: 'HTTPS', certificates: [0] },
    ];
    const { cert: chain, key: privateKey } = this.#certificate;
    const hosts = [host, secureHost, ...Array.from({ length: side }, (_, i) => `side-${i}.example`)];
    return this.#configuration.configure(
      hosts.map((name) => rule(`test/${name}/0`)),
      hosts.map((name, i) => plainMatch(i, '/', name)),
      { listeners, certificates: [{ id: 'test/secure', hosts: [secureHost], chain, privateKey }] },
    );
  }

  #place(replicas = this.#replicas): void {
    this.#configuration.place({ 'Workload/test/app': replicas.map((server) => (server.address() as AddressInfo).port) });
    this.changes += 1;
  }

  /** The way of a rolling release: the new one ready, the old one out of the endpoints, then told to end. */
  async #rollReplica(): Promise<void> {
    const [leaving, staying] = this.#replicas as [Server, Server];
    this.#replicas = [staying, await replica()];
    this.#place();
    await left(leaving);
    const closed = new Promise<void>((resolve) => leaving.close(() => resolve()));
    leaving.closeIdleConnections();
    await closed;
  }

  /** Stopped, away for a moment, and back at the same port; its place among the endpoints follows. */
  async #restartReplica(): Promise<void> {
    const [restarted, other] = this.#replicas as [Server, Server];
    const { port } = restarted.address() as AddressInfo;
    this.#place([other]);
    await left(restarted);
    await new Promise<void>((resolve) => restarted.close(() => resolve()).closeIdleConnections());
    await pause(100);
    this.#replicas = [await replica(port), other];
    this.#place();
  }
}

async function replica(port = 0): Promise<Server> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (data) => {
      text += data;
    });
    request.on('end', () => setTimeout(() => response.end(`${request.headers.host} ${request.url} ${text}`), Math.random() * 5));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** The gateway has heard that the replica goes: nothing is under way there, and no connection is kept. */
function left(server: Server): Promise<unknown> {
  const connections = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  return until('a replica is left alone', async () => (await connections()) === 0, 60_000);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
