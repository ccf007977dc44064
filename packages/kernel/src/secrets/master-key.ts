import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Wraps data keys. A hardware module or a key service takes the file's place by implementing this. */
export interface MasterKey {
  /** Names the key, so that rows wrapped by an older one can be found. */
  readonly id: string;
  wrap(dataKey: Buffer): string;
  unwrap(wrapped: string): Buffer;
}

/** A 256-bit key in a file of its owner's, made at the first start. Keep it apart from backups of the data. */
export function fileMasterKey(path: string): MasterKey {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
  return staticMasterKey('file', readFileSync(path));
}

export function staticMasterKey(id: string, key: Buffer): MasterKey {
  if (key.length !== 32) throw new Error(`master key ${id} must have 32 bytes`);
  return { id, wrap: (dataKey) => seal(key, dataKey, id), unwrap: (wrapped) => open(key, wrapped, id) };
}

/** AES-256-GCM with a random 96-bit nonce; text form `nonce.tag.ciphertext` in base64url. NIST SP 800-38D. */
export function seal(key: Buffer, plain: Buffer, additional: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(additional));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
}

/** Throws where key, text or `additional` differ from those of `seal`. */
export function open(key: Buffer, text: string, additional: string): Buffer {
  const [nonce = '', tag = '', sealed = ''] = text.split('.');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url')).setAAD(Buffer.from(additional));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]);
}
