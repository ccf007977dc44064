import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type ObjectOf, type Secret, type Sentence, say } from '@dizuo/api';

export interface TlsCertificate {
  certificate: X509Certificate;
  /** Names that it is for, lower case, sorted. */
  hosts: string[];
  /** PEM: the certificate and those above it. */
  chain: string;
  privateKey: string;
}

const known = new WeakMap<object, TlsCertificate | Sentence>();
/** A certificate in PEM. */
export const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificate and key in a Secret of type kubernetes.io/tls, or what is wrong with it. Pure. */
export function tlsCertificateOf(secret: ObjectOf<typeof Secret>): TlsCertificate | Sentence {
  const found = known.get(secret) ?? read(secret);
  known.set(secret, found);
  return found;
}

function read({ type, data }: ObjectOf<typeof Secret>): TlsCertificate | Sentence {
  if (type !== 'kubernetes.io/tls') return say('SecretType')`is of type ${type ?? 'Opaque'}, not kubernetes.io/tls`;
  const chain = Buffer.from(data?.['tls.crt'] ?? '', 'base64').toString();
  const privateKey = Buffer.from(data?.['tls.key'] ?? '', 'base64').toString();
  const first = chain.match(pemBlock)?.[0];
  if (!first) return say('SecretNoCertificate')`has no certificate in PEM in tls.crt`;
  try {
    const certificate = new X509Certificate(first);
    if (!certificate.checkPrivateKey(createPrivateKey(privateKey)))
      return say('SecretKeyMismatch')`has a key in tls.key that does not belong to the certificate`;
    return { certificate, hosts: hostsOf(certificate), chain, privateKey };
  } catch {
    return say('SecretUnreadable')`has a certificate in tls.crt or a key in tls.key that cannot be read`;
  }
}

/** Certificates of authorities in `ca.crt` of a Secret, as PEM, or undefined where there are none that can be read. Pure. */
export function authoritiesOf(secret: ObjectOf<typeof Secret>): string | undefined {
  const blocks =
    Buffer.from(secret.data?.['ca.crt'] ?? '', 'base64')
      .toString()
      .match(pemBlock) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch {
    return undefined;
  }
  return blocks.length > 0 ? `${blocks.join('\n')}\n` : undefined;
}

/** DNS names among the subject alternative names; the common name where there are none. */
export function hostsOf(certificate: X509Certificate): string[] {
  const names = (certificate.subjectAltName ?? '').split(', ').flatMap((part) => (part.startsWith('DNS:') ? [part.slice(4)] : []));
  const common = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  const hosts = names.length > 0 || !common ? names : [common];
  return [...new Set(hosts.map((host) => host.toLowerCase()))].sort();
}
