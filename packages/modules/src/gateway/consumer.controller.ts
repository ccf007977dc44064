import { Consumer, type ObjectOf, Secret, say, type Text } from '@dizuo/api';
import { type Controller, defineController, type Store, withCondition } from '@dizuo/kernel';
import { compileConsumer } from './consumer.compile.ts';

type ConsumerObject = ObjectOf<typeof Consumer>;

/** Says of every Consumer whether its credentials can be used. */
export function consumerController(store: Store): Controller<typeof Consumer> {
  return defineController({
    name: 'consumer',
    kind: Consumer,
    watches: [
      {
        kind: Secret,
        async map({ metadata }) {
          const { items } = await store.list(Consumer, { namespace: metadata.namespace ?? '' }, 'system');
          const using = (items as unknown as ConsumerObject[]).filter((c) => secretsOf(c).includes(metadata.name));
          return using.map((c) => ({ namespace: c.metadata.namespace ?? '', name: c.metadata.name }));
        },
      },
    ],
    async reconcile(key, { client }) {
      const consumer = await client.get(Consumer, key);
      if (!consumer) return;
      const secrets = new Map<string, ObjectOf<typeof Secret>>();
      for (const name of secretsOf(consumer)) {
        const secret = await client.get(Secret, { namespace: key.namespace ?? '', name });
        if (secret) secrets.set(`${key.namespace}/${name}`, secret);
      }
      const { problems } = compileConsumer(consumer, secrets);
      await client.modify(Consumer, key, (c) => ({ ...c, status: renderConsumerStatus(c, problems, new Date()) }), 'status');
    },
  });
}

function secretsOf({ spec }: ConsumerObject): string[] {
  return spec.credentials.flatMap(({ apiKey, hmac }) => apiKey?.secretRef.name ?? hmac?.secretRef.name ?? []);
}

/** Pure. */
export function renderConsumerStatus(
  consumer: ConsumerObject,
  problems: readonly { credential: string; message: Text }[],
  now: Date,
): ConsumerObject['status'] {
  const observedGeneration = consumer.metadata.generation;
  const set = (status: 'True' | 'False', reason: string, message: Text) => ({
    observedGeneration,
    conditions: withCondition(consumer.status?.conditions, { type: 'Ready', status, reason, message, observedGeneration }, now),
  });
  if (consumer.spec.disabled)
    return set('False', 'Disabled', say('ConsumerDisabled')`its credentials open nothing; set spec.disabled: false to let it call`);
  const [first] = problems;
  if (first)
    return set('False', 'InvalidCredential', say('CredentialUseless')`credential ${first.credential} opens nothing: ${first.message}`);
  return set('True', 'Ready', say('CredentialsGood')`every credential can be used`);
}
