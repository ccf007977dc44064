import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Signs seals. The algorithm is part of every seal, so that another (SM2 among them) can follow without breaking the chain. */
export interface SealKey {
  id: string;
  algorithm: string;
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}

/** An Ed25519 key in a file of its owner's, made at the first start. Seals made with it can be checked with its public half alone. */
export function fileSealKey(path: string): SealKey {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  return ed25519SealKey(createPrivateKey(readFileSync(path)));
}

export function ed25519SealKey(privateKey: KeyObject): SealKey {
  const publicKey = createPublicKey(privateKey);
  const id = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
  return {
    id,
    algorithm: 'Ed25519',
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  };
}
