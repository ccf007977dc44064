import 'reflect-metadata';
import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { cryptoProvider, PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkCertificate } from './certificate-check.ts';

cryptoProvider.set(webcrypto as unknown as Parameters<typeof cryptoProvider.set>[0]);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;
const now = new Date('2027-03-01T00:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * day);

interface Made {
  chain: string;
  privateKey: string;
}
let leaf: Made;
let issuer: Made;
let other: Made;
let over: Made;

beforeAll(async () => {
  const pair = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [caKeys, keys] = [await pair(), await pair()];
  const common = { signingAlgorithm: algorithm, notBefore: at(-10) };
  const ca = await X509CertificateGenerator.createSelfSigned({ ...common, name: 'CN=District CA', keys: caKeys, notAfter: at(900) });
  const extensions = [
    new SubjectAlternativeNameExtension([
      { type: 'dns', value: 'Shop.cn' },
      { type: 'dns', value: '*.shop.cn' },
    ]),
  ];
  const own = await X509CertificateGenerator.create({
    ...common,
    subject: 'CN=shop.cn',
    issuer: 'CN=District CA',
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    notAfter: at(90),
    extensions,
  });
  const key = async (k: webcrypto.CryptoKeyPair) =>
    PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', k.privateKey), 'PRIVATE KEY');
  const selfSigned = async (days: number): Promise<Made> => {
    const made = await pair();
    const certificate = await X509CertificateGenerator.createSelfSigned({ ...common, name: 'CN=x.cn', keys: made, notAfter: at(days) });
    return { chain: certificate.toString('pem'), privateKey: await key(made) };
  };
  leaf = { chain: own.toString('pem'), privateKey: await key(keys) };
  issuer = { chain: ca.toString('pem'), privateKey: await key(caKeys) };
  other = await selfSigned(90);
  over = await selfSigned(-1);
});

describe('a certificate and its key', () => {
  it('that fit are told: names, issuer, end, how many there are', () => {
    expect(checkCertificate({ ...leaf, chain: `${leaf.chain}\n${issuer.chain}` }, now)).toMatchObject({
      certificate: {
        dnsNames: ['*.shop.cn', 'shop.cn'],
        issuer: 'CN=District CA',
        notAfter: '2027-05-30T00:00:00Z',
        length: 2,
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  const locked = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'secret',
  }) as string;
  it.each([
    ['the key of another', () => ({ ...leaf, privateKey: other.privateKey }), ['privateKey KeyOfAnother']],
    ['one that has ended', () => over, ['chain CertificateOver']],
    ['a chain in the wrong order', () => ({ ...leaf, chain: `${leaf.chain}\n${other.chain}` }), ['chain ChainOrder']],
    ['the issuer first', () => ({ ...leaf, chain: `${issuer.chain}\n${leaf.chain}` }), ['privateKey KeyOfAnother', 'chain ChainOrder']],
    ['nothing', () => ({ chain: 'x', privateKey: 'y' }), ['chain ChainMissing', 'privateKey KeyMissing']],
    [
      'a certificate cut off',
      () => ({ ...leaf, chain: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' }),
      ['chain ChainUnreadable'],
    ],
    [
      'a key cut off',
      () => ({ ...leaf, privateKey: '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----' }),
      ['privateKey KeyUnreadable'],
    ],
    ['a key with a passphrase', () => ({ ...leaf, privateKey: locked }), ['privateKey KeyEncrypted']],
  ])('%s is refused', (_why, made, expected) => {
    const checked = checkCertificate(made(), now);
    const errors = 'errors' in checked ? checked.errors : [];
    expect(errors.map(({ field, message }) => `${field} ${typeof message === 'string' ? '' : message.said.code}`)).toEqual(expected);
    expect(JSON.stringify(errors)).not.toContain(made().privateKey.split('\n')[1] ?? 'MII');
  });
});
