import type { Socket } from 'node:net';
import { ClientConnection } from './client-connection.ts';
import { turnClock } from './coarse-clock.ts';
import { Exchange, type ExchangeServices } from './exchange.ts';
import { readAccepted, readUsually } from './shared-read.ts';

const lookMs = 250;
/** So many exchanges are kept for the next requests: as many as are usually under way at once. */
const mostIdle = 1024;

/** All clients' connections of HTTP/1.1: begins them, ends those that take too long, and lets them end in peace. */
export class ClientConnections {
  readonly #all = new Set<ClientConnection>();
  readonly #idle: Exchange[] = [];
  readonly #services: ExchangeServices;
  readonly #timer: NodeJS.Timeout;
  readonly #shared = (isSecure: boolean) => ({
    isSecure,
    take: () => Exchange.take(this.#services, this.#idle),
    giveBack: (exchange: Exchange) => {
      if (exchange.reset() && this.#idle.length < mostIdle) this.#idle.push(exchange);
    },
  });
  readonly #plain = this.#shared(false);
  readonly #secure = this.#shared(true);

  constructor(services: ExchangeServices) {
    this.#services = services;
    this.#timer = setInterval(() => this.#look(), lookMs).unref();
  }

  get size(): number {
    return this.#all.size;
  }

  /** `accepted` was not read from yet: accept with `pauseOnConnect`. */
  accept(accepted: Socket): void {
    const connection = new ClientConnection(addressOf(accepted), this.#plain);
    this.#open(connection, readAccepted(accepted, connection));
  }

  acceptSecure(socket: Socket): void {
    const connection = new ClientConnection(addressOf(socket), this.#secure);
    this.#open(connection, readUsually(socket, connection));
  }

  /** Each connection ends after its next answer; those without a request in `idleMs`. Resolves when all are closed, at the latest after `mostMs`. */
  async drain(idleMs: number, mostMs: number): Promise<void> {
    for (const connection of this.#all) connection.drain(idleMs);
    const end = performance.now() + mostMs;
    while (this.#all.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#all) connection.socket.destroy();
    clearInterval(this.#timer);
  }

  #open(connection: ClientConnection, socket: Socket): void {
    this.#all.add(connection);
    connection.opened(socket);
    socket.once('close', () => this.#all.delete(connection));
    socket.resume();
  }

  #look(): void {
    const now = turnClock();
    for (const connection of this.#all) connection.look(now);
  }
}

function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
