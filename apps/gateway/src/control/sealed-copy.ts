import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataPlaneConfiguration, DataPlaneEndpoints } from '@dizuo/api';

export interface KeptState {
  configuration: DataPlaneConfiguration;
  endpoints: DataPlaneEndpoints['backends'];
}

/** The last good configuration and endpoints in a file, encrypted by a key from the credential: AES-256-GCM, HKDF-SHA-256. */
export class SealedCopy {
  readonly #path: string;
  readonly #key: Buffer;

  constructor(directory: string, credential: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#path = join(directory, 'gateway-state.sealed');
    this.#key = Buffer.from(hkdfSync('sha256', credential, '', 'dizuo gateway state', 32));
  }

  /** Replaces the file at once: a crash leaves the old one. */
  write(state: KeptState): void {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(state)), cipher.final()]);
    const draft = `${this.#path}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600 });
    renameSync(draft, this.#path);
  }

  /** Undefined where there is none, or none that this credential opens. */
  read(): KeptState | undefined {
    try {
      const bytes = readFileSync(this.#path);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
    } catch {
      return undefined;
    }
  }
}
