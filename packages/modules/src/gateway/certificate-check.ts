import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type CheckedCertificate, type FieldError, say } from '@dizuo/api';
import { rfc3339 } from '@dizuo/kernel';
import { required, wrong } from './field-errors.ts';
import { hostsOf, pemBlock } from './tls-certificate.ts';

/**
 * A certificate with those above it, and its key, both in PEM: what it is for, or everything that is wrong, field by field (`chain`,
 * `privateKey`). No message holds anything of the key. Pure.
 */
export function checkCertificate(
  { chain, privateKey }: { chain: string; privateKey: string },
  now: Date,
): { certificate: CheckedCertificate } | { errors: FieldError[] } {
  const certificates = readChain(chain);
  const key = readKey(privateKey);
  const errors = [certificates, key].flatMap((read) => (read.error ? [read.error] : []));
  const [own] = certificates.read ?? [];
  if (own && key.read && !own.checkPrivateKey(key.read))
    errors.push(wrong('privateKey', say('KeyOfAnother')`does not belong to this certificate; choose the key that it was asked for with`));
  if (own && new Date(own.validTo) <= now)
    errors.push(wrong('chain', say('CertificateOver')`ended on ${rfc3339(new Date(own.validTo))}; get a new one`));
  const misplaced = (certificates.read ?? []).findIndex((certificate, i, all) => i > 0 && !all[i - 1]?.checkIssued(certificate));
  if (misplaced > 0)
    errors.push(
      wrong(
        'chain',
        say('ChainOrder')`certificate ${misplaced + 1} did not issue the one before it; put the server's own first, then each one's issuer`,
      ),
    );
  if (!own || errors.length > 0) return { errors };
  return {
    certificate: {
      dnsNames: hostsOf(own),
      issuer: own.issuer.replaceAll('\n', ', '),
      subject: own.subject?.replaceAll('\n', ', ') ?? '',
      notBefore: rfc3339(new Date(own.validFrom)),
      notAfter: rfc3339(new Date(own.validTo)),
      fingerprint: own.fingerprint256.replaceAll(':', '').toLowerCase(),
      length: certificates.read?.length ?? 0,
    },
  };
}

type Read<T> = { read: T; error?: undefined } | { read?: undefined; error: FieldError };

function readChain(chain: string): Read<X509Certificate[]> {
  const blocks = chain.match(pemBlock) ?? [];
  if (blocks.length === 0)
    return {
      error: required('chain', say('ChainMissing')`holds no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----`),
    };
  try {
    return { read: blocks.map((block) => new X509Certificate(block)) };
  } catch {
    return { error: wrong('chain', say('ChainUnreadable')`holds a certificate that cannot be read; choose the file again`) };
  }
}

function readKey(privateKey: string): Read<KeyObject> {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(privateKey))
    return { error: required('privateKey', say('KeyMissing')`holds no private key in PEM: it begins with -----BEGIN PRIVATE KEY-----`) };
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(privateKey))
    return {
      error: wrong(
        'privateKey',
        say('KeyEncrypted')`is locked by a passphrase; take it away first, such as by openssl pkey -in key.pem -out plain.pem`,
      ),
    };
  try {
    return { read: createPrivateKey(privateKey) };
  } catch {
    return { error: wrong('privateKey', say('KeyUnreadable')`cannot be read; choose the file again`) };
  }
}
