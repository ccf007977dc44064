import type { Endpoint } from '../balance/endpoint-set.ts';
import type { Exchange } from './exchange.ts';

/** The backend's side of an exchange: a connection of HTTP/1.1, or a stream of HTTP/2. */
export interface Upstream {
  readonly endpoint: Endpoint;
  /** Its connection served another request before: the backend may be closing it this moment. */
  readonly reused: boolean;
  /** Sends a request's head, with the part of its body that is there, in the framing of `exchange.head`. False: wait for `backendDrained`. */
  begin(exchange: Exchange, head: string, bytes: Buffer, from: number, to: number, isShared: boolean): boolean;
  /** Passes on a part of the request's body. False: wait for `backendDrained`. */
  write(bytes: Buffer, from: number, to: number, isShared: boolean): boolean;
  /** The client takes bytes again. */
  resume(): void;
  /** The client sends no more (only through a tunnel). */
  end(): void;
  /** Gives the request up; nobody is told. */
  drop(): void;
}
