import { createHash } from 'node:crypto';
import { type Consumer, type DataPlaneConsumer, type ObjectOf, type Secret, say, type Text } from '@dizuo/api';
import { idOf } from './object-order.ts';

type ConsumerObject = ObjectOf<typeof Consumer>;
export type Secrets = ReadonlyMap<string, ObjectOf<typeof Secret>>;

const shortestKey = 16;
const shortestHmacSecret = 32;

export interface ConsumerCompilation {
  consumer: DataPlaneConsumer;
  /** What is wrong with its credentials, by name of the credential; those open nothing. */
  problems: { credential: string; message: Text }[];
}

/** A Consumer with what its credentials are checked against; of API keys only hashes. Pure. */
export function compileConsumer(object: ConsumerObject, secrets: Secrets): ConsumerCompilation {
  const apiKeys: string[] = [];
  const hmac: { keyId: string; secret: string }[] = [];
  const certificates: NonNullable<DataPlaneConsumer['certificates']> = [];
  const problems: ConsumerCompilation['problems'] = [];
  for (const credential of object.spec.credentials) {
    const tell = (message: Text) => problems.push({ credential: credential.name, message });
    if (credential.type === 'ApiKey' && credential.apiKey) {
      const value = read(object, credential.apiKey.secretRef, 'key', secrets);
      if (value.message !== undefined) tell(value.message);
      else if (value.bytes.length < shortestKey)
        tell(say('KeyTooShort')`the key has fewer than ${shortestKey} characters; make a longer one`);
      else apiKeys.push(createHash('sha256').update(value.bytes).digest('base64url'));
    }
    if (credential.type === 'Hmac' && credential.hmac) {
      const value = read(object, credential.hmac.secretRef, 'secret', secrets);
      if (value.message !== undefined) tell(value.message);
      else if (value.bytes.length < shortestHmacSecret)
        tell(say('HmacTooShort')`the secret has fewer than ${shortestHmacSecret} bytes; make a longer one`);
      else hmac.push({ keyId: credential.hmac.keyId, secret: value.bytes.toString('base64') });
    }
    if (credential.type === 'Certificate' && credential.certificate) certificates.push(credential.certificate);
  }
  const consumer = {
    id: idOf(object),
    ...(object.spec.departmentRef ? { department: object.spec.departmentRef } : {}),
    ...(apiKeys.length ? { apiKeys: apiKeys.sort() } : {}),
    ...(hmac.length ? { hmac } : {}),
    ...(certificates.length ? { certificates } : {}),
  };
  return { consumer, problems };
}

function read(
  { metadata }: ConsumerObject,
  ref: { name: string; key?: string },
  usual: string,
  secrets: Secrets,
): { bytes: Buffer; message?: undefined } | { bytes?: undefined; message: Text } {
  const key = ref.key ?? usual;
  const secret = secrets.get(`${metadata.namespace}/${ref.name}`);
  if (!secret) return { message: say('SecretNotThere')`Secret ${ref.name} does not exist; create it or correct the name` };
  const value = secret.data?.[key];
  return value === undefined
    ? { message: say('SecretKeyNotThere')`Secret ${ref.name} has no key ${key}` }
    : { bytes: Buffer.from(value, 'base64') };
}
