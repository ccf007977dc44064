import type { DataPlaneMatch } from '@dizuo/api';
import { isHostCovered } from './hostnames.ts';

/** `host` or `host:port` as a Host header has it; undefined for anything else. */
export function hostOf(text: string): { hostname: string; port: string } | undefined {
  if (!/^[A-Za-z0-9.:[\]_-]+$/.test(text)) return undefined;
  try {
    const url = new URL(`http://${text}/`);
    return url.host === text.toLowerCase() || `${url.hostname}:80` === text.toLowerCase()
      ? { hostname: url.hostname, port: url.port }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether visitors may be sent to this host with a sign-in code: it must be one that a route names, or the gateway's own address, which
 * routes without a host name are reached at. Any other host could be anybody's. Pure.
 */
export function isPublishedHost(hostname: string, matches: readonly DataPlaneMatch[], gatewayUrl: string): boolean {
  const own = new URL(gatewayUrl).hostname;
  const isLoopback = (name: string) => name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
  if (hostname === own || (isLoopback(own) && isLoopback(hostname))) return true;
  return matches.some((m) => m.host !== '' && isHostCovered(hostname, m.host));
}
