import type { Socket } from 'node:net';
import { ClientConnection, type ClientConnectionOptions, type ClientPlace } from './client-connection.ts';
import { turnClock } from './coarse-clock.ts';
import { Exchange, type ExchangeServices } from './exchange.ts';
import type { Http2Sessions } from './http2-sessions.ts';
import { readAccepted, readUsually } from './shared-read.ts';

const lookMs = 250;
/** So many exchanges are kept for the next requests: as many as are usually under way at once. */
const mostIdle = 1024;

export interface ConnectionLimits {
  /** Of all clients. */
  connections: number;
  /** Of one address. Behind one address may sit a whole department. */
  perAddress: number;
}

/** All clients' connections of HTTP/1.1: begins them, ends those that take too long, and lets them end in peace. */
export class ClientConnections {
  readonly #all = new Set<ClientConnection>();
  readonly #byAddress = new Map<string, number>();
  readonly #idle: Exchange[] = [];
  readonly #services: ExchangeServices;
  readonly #http2: Http2Sessions;
  readonly #limits: ConnectionLimits;
  readonly #timer: NodeJS.Timeout;
  readonly #plain: ClientConnectionOptions;
  readonly #secure: ClientConnectionOptions;
  /** Told of each connection that is turned away. */
  onShed: (why: string) => void = () => {};

  constructor(services: ExchangeServices, http2: Http2Sessions, limits: ConnectionLimits) {
    this.#services = services;
    this.#http2 = http2;
    this.#limits = limits;
    this.#plain = this.#shared(false);
    this.#secure = this.#shared(true);
    this.#timer = setInterval(() => this.#look(), lookMs).unref();
  }

  get size(): number {
    return this.#all.size;
  }

  /** `accepted` was not read from yet: accept with `pauseOnConnect`. */
  accept(accepted: Socket, place: ClientPlace): void {
    if (!this.#admits(accepted, place.address)) return;
    const connection = new ClientConnection(place, this.#plain);
    this.#open(connection, readAccepted(accepted, connection));
  }

  acceptSecure(socket: Socket, place: ClientPlace): void {
    if (!this.#admits(socket, place.address)) return;
    const connection = new ClientConnection(place, this.#secure);
    this.#open(connection, readUsually(socket, connection));
  }

  /** Each connection ends after its next answer; those without a request in `idleMs`. Resolves when all are closed, at the latest after `mostMs`. */
  async drain(idleMs: number, mostMs: number): Promise<void> {
    for (const connection of this.#all) connection.drain(idleMs);
    this.#http2.drain();
    const end = performance.now() + mostMs;
    while (this.#all.size + this.#http2.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#all) connection.socket.destroy();
    this.#http2.destroy();
    clearInterval(this.#timer);
  }

  #shared(isSecure: boolean): ClientConnectionOptions {
    return {
      isSecure,
      waits: this.#services.waits,
      take: () => Exchange.take(this.#services, this.#idle),
      giveBack: (exchange) => {
        if (exchange.reset() && this.#idle.length < mostIdle) this.#idle.push(exchange);
      },
      becomeHttp2: (connection, first) => {
        const socket = connection.release();
        this.#forget(connection);
        const client = { address: connection.address, isSecure, port: connection.port };
        socket.pause();
        // Not while the socket is reading: node:http2 takes its handle over.
        setImmediate(() => {
          if (socket.destroyed) return;
          socket.unshift(first);
          this.#http2.accept(socket, client);
        });
      },
    };
  }

  #admits(socket: Socket, address: string): boolean {
    const { connections, perAddress } = this.#limits;
    const isFull = this.#all.size + this.#http2.size >= connections;
    if (!isFull && (this.#byAddress.get(address) ?? 0) < perAddress) return true;
    this.onShed(isFull ? 'too many connections' : 'too many connections of one address');
    socket.on('error', () => {});
    socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', () =>
      socket.destroy(),
    );
    return false;
  }

  #open(connection: ClientConnection, socket: Socket): void {
    this.#all.add(connection);
    this.#count(connection.peer, 1);
    connection.opened(socket);
    socket.once('close', () => this.#forget(connection));
    socket.resume();
  }

  #forget(connection: ClientConnection): void {
    if (this.#all.delete(connection)) this.#count(connection.peer, -1);
  }

  #count(address: string, change: 1 | -1): void {
    const count = (this.#byAddress.get(address) ?? 0) + change;
    if (count > 0) this.#byAddress.set(address, count);
    else this.#byAddress.delete(address);
  }

  #look(): void {
    const now = turnClock();
    for (const connection of this.#all) connection.look(now);
    this.#http2.look(now);
  }
}
