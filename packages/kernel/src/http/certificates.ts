import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** What TLS needs, in PEM. `authority` is what clients have to trust. */
export interface Certificates {
  authority: string;
  certificate: string;
  key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
const authorityDays = 3650;
/** Browsers refuse server certificates of more than 398 days. CA/Browser Forum Baseline Requirements, 6.3.2. */
const serverDays = 397;
const renewBeforeDays = 30;

x509.cryptoProvider.set(webcrypto as never);

/**
 * The platform's own authority and a server certificate for `hosts` (names and addresses), kept in `directory` (only its owner may
 * read it). Makes what is missing; renews the server certificate when its end is near or a host is new.
 */
export async function loadCertificates(directory: string, hosts: readonly string[]): Promise<Certificates> {
  const path = (name: string) => join(directory, name);
  if (!existsSync(path('ca.key')) || !existsSync(path('ca.crt'))) await makeAuthority(path('ca.key'), path('ca.crt'));
  const authority = readFileSync(path('ca.crt'), 'utf8');
  if (!isGood(path('server.crt'), path('server.key'), hosts)) {
    const issued = await issue(authority, readFileSync(path('ca.key'), 'utf8'), hosts);
    writeWhole(path('server.key'), issued.key);
    writeWhole(path('server.crt'), issued.certificate);
  }
  const certificate = readFileSync(path('server.crt'), 'utf8');
  return { authority, certificate: certificate + authority, key: readFileSync(path('server.key'), 'utf8') };
}

async function makeAuthority(keyPath: string, certificatePath: string): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Dizuo CA, O=Dizuo',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + authorityDays * day),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as never),
    ],
  });
  writeWhole(keyPath, await privatePem(keys.privateKey));
  writeWhole(certificatePath, `${certificate.toString('pem')}\n`);
}

async function issue(
  authorityPem: string,
  authorityKeyPem: string,
  hosts: readonly string[],
): Promise<{ certificate: string; key: string }> {
  const authority = new x509.X509Certificate(authorityPem);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(authorityKeyPem), algorithm, false, ['sign']);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${hosts[0] ?? 'localhost'}, O=Dizuo`,
    issuer: authority.subject,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + serverDays * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey as never,
    signingKey: signingKey as never,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(hosts.map(alternativeName)),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key: await privatePem(keys.privateKey) };
}

function isGood(certificatePath: string, keyPath: string, hosts: readonly string[]): boolean {
  if (!existsSync(certificatePath) || !existsSync(keyPath)) return false;
  const certificate = new x509.X509Certificate(readFileSync(certificatePath, 'utf8'));
  if (certificate.notAfter.getTime() - Date.now() < renewBeforeDays * day) return false;
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items.map((name) => name.value) ?? [];
  return hosts.every((host) => names.includes(host));
}

function alternativeName(host: string): x509.JsonGeneralName {
  return { type: isIP(host) ? 'ip' : 'dns', value: host };
}

function serialNumber(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)))
    .toString('hex')
    .replace(/^./, '1');
}

async function privatePem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
