import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { closedNetworks, type FieldError, type ObjectOf, say, systemNamespace, type Upstream } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { wrong } from './field-errors.ts';

const closed = new BlockList();
for (const { network, bits, family } of closedNetworks) closed.addSubnet(network, bits, family);
const closedNames = /^(localhost|.*\.localhost|metadata|metadata\..*|.*\.internal)$/;

/** How an Upstream may name its addresses. */
export interface UpstreamRules {
  /** Hosts, or `host:port`, that the operator allows although they lie on the platform's own machines. */
  allowed: readonly string[];
  /** The platform's own hosts and addresses beside loopback. */
  own: readonly string[];
}

/**
 * Refuses addresses that would let a tenant reach what only the platform's machines reach. Names are looked up now for an early word;
 * the data plane holds what it connects to against the same ranges.
 */
export function upstreamAdmission(rules: UpstreamRules): Admission<typeof Upstream> {
  return {
    async validate(object, { subresource }) {
      if (subresource) return [];
      if (object.metadata.namespace === systemNamespace) return certificateErrors(object);
      const errors = [...certificateErrors(object), ...upstreamErrors(object, rules)];
      if (errors.length > 0) return errors;
      const found = await Promise.all(object.spec.addresses.map((address, i) => resolvedErrors(address, i, rules)));
      return found.flat();
    },
  };
}

/** One unreadable certificate would make data planes refuse everybody's configuration. */
function certificateErrors(object: ObjectOf<typeof Upstream>): FieldError[] {
  const pem = object.spec.tls?.caCertificates;
  if (pem === undefined) return [];
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  const isReadable = blocks.length > 0 && blocks.every(parses);
  return isReadable
    ? []
    : [wrong('spec.tls.caCertificates', say('CertificateUnreadable')`holds no certificate, or one that cannot be read; give PEM`)];
}

function parses(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).subject.length >= 0;
  } catch {
    return false;
  }
}

/** What can be said without looking names up. Pure. */
export function upstreamErrors(object: ObjectOf<typeof Upstream>, rules: UpstreamRules): FieldError[] {
  return object.spec.addresses.flatMap((address, i) => {
    const field = `spec.addresses[${i}].host`;
    if (isAllowed(address, rules)) return [];
    const host = address.host.toLowerCase().replace(/\.$/, '');
    if (/^(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+))*$/.test(host) && isIP(host) !== 4)
      return [wrong(field, say('NotIpv4')`is a number but no IPv4 address; write it in the usual form`)];
    if (isIP(host) === 0 && host.includes(':'))
      return [wrong(field, say('NotHost')`is no host name and no IPv6 address; the port goes to port`)];
    return isClosed(host, rules) ? [refusal(field)] : [];
  });
}

/** True for an address, or a name by itself, that upstreams must not use. */
export function isClosed(host: string, rules: UpstreamRules): boolean {
  const family = isIP(host);
  if (rules.own.includes(host)) return true;
  if (family === 0) return closedNames.test(host);
  return closed.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

export function isAllowed({ host, port }: { host: string; port: number }, { allowed }: UpstreamRules): boolean {
  return allowed.includes(host) || allowed.includes(`${host}:${port}`);
}

async function resolvedErrors(address: { host: string; port: number }, index: number, rules: UpstreamRules): Promise<FieldError[]> {
  if (isAllowed(address, rules) || isIP(address.host) !== 0) return [];
  const found = await lookup(address.host, { all: true }).catch(() => []);
  return found.some(({ address: at }) => isClosed(at, rules)) ? [refusal(`spec.addresses[${index}].host`)] : [];
}

function refusal(field: string): FieldError {
  return {
    field,
    reason: 'FieldValueForbidden',
    message: say(
      'AddressClosed',
    )`is an address of the platform's own machines or of a metadata service; ask the operator to allow it (DIZUO_UPSTREAM_ALLOW)`,
  };
}
