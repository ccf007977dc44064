import { Consumer, type KubeObject, keyOf, type ObjectOf, Secret } from '@dizuo/api';
import { client } from '../../data/api-client.ts';

type ConsumerObject = ObjectOf<typeof Consumer> & KubeObject;
type Credential = ConsumerObject['spec']['credentials'][number];

/** Name of the Secret that holds an issued key. */
function secretNameOf(consumer: ConsumerObject, credential: string): string {
  return `consumer-${consumer.metadata.name}-${credential}`.slice(0, 63).replace(/-+$/, '');
}

/** 256 random bits as URL-safe Base64: 43 characters. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Gives a consumer a new key, kept in a Secret that goes when the consumer goes. Answers with the key: nothing shows it again by itself. */
export async function issueKey(consumer: ConsumerObject, name: string, type: 'ApiKey' | 'Hmac'): Promise<{ key: string; keyId?: string }> {
  const { namespace = '', name: owner, uid = '' } = consumer.metadata;
  const key = randomKey();
  const keyId = `${owner}-${name}`;
  const secretName = secretNameOf(consumer, name);
  const entry = type === 'ApiKey' ? 'key' : 'secret';
  const secret = await client.objects(Secret).create({
    metadata: {
      namespace,
      name: secretName,
      ownerReferences: [{ apiVersion: consumer.apiVersion, kind: consumer.kind, name: owner, uid }],
    },
    type: 'Opaque',
    stringData: { [entry]: key },
  });
  const secretRef = { name: secretName, key: entry };
  try {
    await addCredential(consumer, type === 'ApiKey' ? { name, type, apiKey: { secretRef } } : { name, type, hmac: { keyId, secretRef } });
  } catch (error) {
    await client.objects(Secret).delete(keyOf(secret));
    throw error;
  }
  return type === 'ApiKey' ? { key } : { key, keyId };
}

/** Adds a credential to a consumer as it is shown; refused where somebody changed it meanwhile. */
export async function addCredential(consumer: ConsumerObject, credential: Credential): Promise<void> {
  const { spec } = consumer;
  await client.objects(Consumer).update({ ...consumer, spec: { ...spec, credentials: [...spec.credentials, credential] } });
}

/** Takes a credential away, then the Secret that holds its key. */
export async function revokeCredential(consumer: ConsumerObject, { name, apiKey, hmac }: Credential): Promise<void> {
  const { spec, metadata } = consumer;
  await client.objects(Consumer).update({ ...consumer, spec: { ...spec, credentials: spec.credentials.filter((c) => c.name !== name) } });
  const secret = apiKey?.secretRef.name ?? hmac?.secretRef.name;
  const isShared = spec.credentials.some((c) => c.name !== name && (c.apiKey ?? c.hmac)?.secretRef.name === secret);
  if (secret === secretNameOf(consumer, name) && !isShared)
    await client.objects(Secret).delete({ namespace: metadata.namespace ?? '', name: secret });
}
