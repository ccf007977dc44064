import { createServer as createPlain, type Server as HttpServer } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { createServer as createListener, type Socket } from 'node:net';
import type { FastifyServerFactory } from 'fastify';
import type { Certificates } from './certificates.ts';

/** First byte of a TLS handshake record. RFC 8446, section 5.1. */
const tlsHandshake = 0x16;
const firstByteMs = 10_000;

export interface DualListenerOptions {
  certificates: Certificates;
  /** False where the address can be reached from elsewhere: plain HTTP is then turned away. */
  allowPlain: boolean;
}

/**
 * One port for HTTP and HTTPS, told apart by the first byte: a browser on this machine needs no certificate, and kubectl, which
 * sends no credential over plain HTTP, gets TLS at the same address.
 */
export function dualListener({ certificates, allowPlain }: DualListenerOptions): FastifyServerFactory {
  return (handler) => {
    const secure = createSecure({ key: certificates.key, cert: certificates.certificate, minVersion: 'TLSv1.2' }, handler);
    const plain = allowPlain ? createPlain(handler) : createPlain(turnAway);
    for (const server of [secure, plain]) server.keepAliveTimeout = 75_000;
    const listener = createListener({ noDelay: true }, (socket) => route(socket, secure, plain));
    return facade(listener as unknown as HttpServer, [secure, plain] as unknown as EventedServer[]);
  };
}

function route(socket: Socket, secure: { emit(event: string, socket: Socket): boolean }, plain: HttpServer): void {
  socket.setTimeout(firstByteMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.once('readable', () => {
    const head: Buffer | null = socket.read(1);
    if (!head) return void socket.destroy();
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    socket.unshift(head);
    const server = head[0] === tlsHandshake ? secure : plain;
    server.emit('connection', socket);
  });
}

/** Fastify listens on and closes the listener; requests are those of the servers behind it, which never listen themselves. */
function facade(listener: HttpServer, servers: readonly EventedServer[]): HttpServer {
  const sockets = new Set<Socket>();
  listener.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  for (const server of servers) {
    server.on('clientError', (...args) => void listener.emit('clientError', ...(args as [])));
    // Node checks its header and request timeouts only after this event.
    listener.on('listening', () => server.emit('listening'));
    listener.on('close', () => server.close(() => {}));
  }
  listener.closeAllConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  listener.closeIdleConnections = () => {
    for (const server of servers) server.closeIdleConnections();
  };
  listener.setTimeout = (() => listener) as HttpServer['setTimeout'];
  return listener;
}

interface EventedServer {
  on(event: 'clientError', listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): boolean;
  close(done: () => void): unknown;
  closeIdleConnections(): void;
}

function turnAway(_request: unknown, response: import('node:http').ServerResponse): void {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('Use https here. 此处请使用 https。\n');
}
