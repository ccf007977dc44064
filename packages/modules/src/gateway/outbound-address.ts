import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { outboundClosed } from './gateway.errors.ts';
import { isAllowed, isClosed, type UpstreamRules } from './upstream.admission.ts';

/**
 * The IP address behind a host that a tenant named, for the server's own connections to it. Connect to this address and to no other: a
 * name may lead elsewhere the next time. Throws `outboundClosed` where Upstreams may not lead there either, and what DNS throws.
 */
export function outboundAddress(rules: UpstreamRules): (host: string, port: number) => Promise<string> {
  return async (host, port) => {
    const isOpen = isAllowed({ host, port }, rules);
    if (!isOpen && isClosed(host.toLowerCase().replace(/\.$/, ''), rules)) throw outboundClosed({ host });
    if (isIP(host) !== 0) return host;
    const found = await lookup(host, { all: true });
    const reachable = found.find(({ address }) => isOpen || !isClosed(address, rules));
    if (!reachable) throw outboundClosed({ host });
    return reachable.address;
  };
}
