import * as net from 'node:net';

/** A bound socket that this process holds and does not accept from. */
export interface BoundSocket {
  close(): void;
}

type CreateServerHandle = (address: string, port: number, addressType: 4 | 6, fd?: number, flags?: number) => BoundSocket | number;

/**
 * Binds a port for other processes to listen on. node:net offers it to node:cluster alone, whose own shared socket is closed with the last
 * worker: then a moment without workers would refuse connections. Throws where the port cannot be had.
 */
export function bindSocket(host: string, port: number): BoundSocket {
  const create = (net as unknown as { _createServerHandle: CreateServerHandle })._createServerHandle;
  const socket = create(host, port, net.isIPv6(host) ? 6 : 4);
  if (typeof socket === 'number') throw new Error(`${host}:${port} cannot be bound (error ${-socket})`);
  return socket;
}
