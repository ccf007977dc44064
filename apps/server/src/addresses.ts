import { hostname, networkInterfaces } from 'node:os';
import { isLoopback, type Settings } from './settings.ts';

/** Under which addresses this server is known. None ends with a slash. */
export interface Addresses {
  /** What browsers use; the issuer of tokens. */
  publicUrl: string;
  /** What kubectl uses: always TLS. */
  apiUrl: string;
  gatewayUrl: string;
  /** What this machine's own programs use. */
  internalUrl: string;
  /** Names and addresses that the certificate is for. */
  hosts: string[];
}

const everywhere = new Set(['0.0.0.0', '::']);

export function addressesOf({ host, port, gatewayPort }: Settings): Addresses {
  const local = isLoopback(host);
  const outside = everywhere.has(host) ? (ownAddresses()[0] ?? hostname()) : host;
  const name = local ? host : outside;
  const scheme = local ? 'http' : 'https';
  const inside = everywhere.has(host) ? '127.0.0.1' : host;
  return {
    publicUrl: `${scheme}://${bracketed(name)}:${port}`,
    apiUrl: `https://${bracketed(name)}:${port}`,
    gatewayUrl: `${scheme}://${bracketed(name)}:${gatewayPort}`,
    internalUrl: `${scheme}://${bracketed(inside)}:${port}`,
    hosts: [...new Set([name, inside, '127.0.0.1', 'localhost', ...(local ? [] : [hostname(), ...ownAddresses()])])],
  };
}

/** Addresses of this machine that others can reach. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter((address) => !address.internal && address.family === 'IPv4').map((address) => address.address);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
