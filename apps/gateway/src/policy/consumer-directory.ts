import { createHash, type X509Certificate } from 'node:crypto';
import type { DataPlaneConsumer } from '@dizuo/api';

/** Consumers of one configuration, found by what they prove themselves with. */
export class ConsumerDirectory {
  readonly #byKey = new Map<string, DataPlaneConsumer[]>();
  readonly #bySignature = new Map<string, { consumer: DataPlaneConsumer; secret: Buffer }[]>();
  readonly #certified: DataPlaneConsumer[];
  readonly #byId: ReadonlyMap<string, DataPlaneConsumer>;

  constructor(consumers: readonly DataPlaneConsumer[]) {
    this.#byId = new Map(consumers.map((consumer) => [consumer.id, consumer]));
    this.#certified = consumers.filter((consumer) => consumer.certificates?.length);
    for (const consumer of consumers) {
      for (const hash of consumer.apiKeys ?? []) push(this.#byKey, hash, consumer);
      for (const { keyId, secret } of consumer.hmac ?? [])
        push(this.#bySignature, keyId, { consumer, secret: Buffer.from(secret, 'base64') });
    }
  }

  byId(id: string): DataPlaneConsumer | undefined {
    return this.#byId.get(id);
  }

  /** Consumers with this key. Only hashes are kept and compared, so time tells nothing of a key. */
  byApiKey(key: string): readonly DataPlaneConsumer[] {
    if (key.length < 16 || key.length > 512) return [];
    return this.#byKey.get(createHash('sha256').update(key, 'utf8').digest('base64url')) ?? [];
  }

  /** Consumers that share a secret of this name. */
  bySignatureKey(keyId: string): readonly { consumer: DataPlaneConsumer; secret: Buffer }[] {
    return this.#bySignature.get(keyId) ?? [];
  }

  /** Consumers that a client certificate stands for, whose authority the listener has checked. */
  byCertificate(certificate: X509Certificate): readonly DataPlaneConsumer[] {
    const names = (certificate.subjectAltName ?? '').split(', ').map((entry) => entry.replaceAll('"', ''));
    const subject = comparableName(certificate.subject.split('\n').reverse().join(','));
    return this.#certified.filter((consumer) =>
      consumer.certificates?.some(
        (wanted) =>
          (wanted.subject !== undefined || wanted.dnsName !== undefined || wanted.uri !== undefined) &&
          (wanted.subject === undefined || comparableName(wanted.subject) === subject) &&
          (wanted.dnsName === undefined || names.includes(`DNS:${wanted.dnsName}`)) &&
          (wanted.uri === undefined || names.includes(`URI:${wanted.uri}`)),
      ),
    );
  }
}

/** RFC 4514 strings that differ in spaces after commas, or in the case of types, are the same name. */
function comparableName(name: string): string {
  return name
    .split(/(?<!\\),\s*/)
    .map((part) => part.trim().replace(/^[A-Za-z.0-9]+=/, (type) => type.toUpperCase()))
    .join(',');
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
