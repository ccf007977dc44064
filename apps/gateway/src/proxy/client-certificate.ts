import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** The name that the client asked for in the handshake. */
export function serverName(socket: Socket): string | undefined {
  const { servername } = socket as Partial<TLSSocket> & { servername?: string | false };
  return servername ? servername.toLowerCase() : undefined;
}

/** The certificate that the client proved to hold, where the listener asked for one and its authority is among those named there. */
export function clientCertificate(socket: Socket): X509Certificate | undefined {
  const { authorized, getPeerX509Certificate } = socket as Partial<TLSSocket>;
  return authorized ? getPeerX509Certificate?.call(socket) : undefined;
}
