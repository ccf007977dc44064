import { createHash, hkdfSync } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

export interface Certificate {
  /** Exact names or `*.suffix`, lower case. The first certificate is also for clients that name none. */
  hosts: readonly string[];
  /** PEM: the certificate and those above it. */
  chain: string;
  privateKey: string;
}

/** The certificates of a listener, chosen by the name that the client asks for. Taken as a whole: connections that are there keep theirs. */
export class CertificateStore {
  #exact = new Map<string, SecureContext>();
  #wildcard = new Map<string, SecureContext>();
  #first: SecureContext | undefined;
  /** For clients that name no server. */
  unnamed: { cert: string; key: string; ca?: SecureContextOptions['ca'] } | undefined;
  /** Contexts that are in use again where the same certificate is given again. */
  #known = new Map<string, SecureContext>();

  /** Throws where one cannot be used; then nothing has changed. */
  use(certificates: readonly Certificate[], more: Pick<SecureContextOptions, 'ca'> = {}): void {
    const exact = new Map<string, SecureContext>();
    const wildcard = new Map<string, SecureContext>();
    const known = new Map<string, SecureContext>();
    let first: SecureContext | undefined;
    for (const { hosts, chain, privateKey } of certificates) {
      const id = createHash('sha256')
        .update(JSON.stringify([chain, privateKey, more]))
        .digest('base64');
      const context = this.#known.get(id) ?? createSecureContext({ cert: chain, key: privateKey, minVersion: 'TLSv1.2', ...more });
      known.set(id, context);
      first ??= context;
      for (const host of hosts) {
        const [map, name] = host.startsWith('*.') ? [wildcard, host.slice(1)] : [exact, host];
        if (!map.has(name)) map.set(name, context);
      }
    }
    this.#exact = exact;
    this.#wildcard = wildcard;
    this.#known = known;
    this.#first = first;
    const [given] = certificates;
    this.unnamed = given && { cert: given.chain, key: given.privateKey, ...more };
  }

  /** A wildcard stands for one label. RFC 6125 section 6.4.3. */
  find(serverName: string): SecureContext | undefined {
    const name = serverName.toLowerCase();
    const dot = name.indexOf('.');
    return this.#exact.get(name) ?? (dot > 0 ? this.#wildcard.get(name.slice(dot)) : undefined) ?? this.#first;
  }
}

/**
 * Keys of session tickets, the same for all processes that use one credential, others each day. Others too for other `authorities` of
 * client certificates: a session remembers whom the handshake let in.
 */
export function ticketKeys(credential: string, now: Date, authorities: readonly string[]): Buffer {
  const purpose = `dizuo gateway tickets ${createHash('sha256').update(JSON.stringify(authorities)).digest('base64')}`;
  return Buffer.from(hkdfSync('sha256', credential, now.toISOString().slice(0, 10), purpose, 48));
}
