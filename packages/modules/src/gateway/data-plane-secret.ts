import { createHash } from 'node:crypto';
import { Gateway, labels, type ObjectOf, Secret } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';
import type { GatewayCredentials } from './gateway-credential.ts';
import { idOf } from './object-order.ts';

const longestName = 253;
const ending = '-data-plane';

/** Name of the Secret beside a Gateway that holds the credential of its data planes. */
export function dataPlaneSecretName(gateway: string): string {
  if (gateway.length + ending.length <= longestName) return `${gateway}${ending}`;
  const mark = createHash('sha256').update(gateway).digest('hex').slice(0, 8);
  return `${gateway.slice(0, longestName - ending.length - mark.length - 1)}-${mark}${ending}`;
}

/**
 * Puts the credential of a Gateway's data planes into a Secret beside it, under `credential`. Deleting the Secret makes a new one, and ends
 * what was in it. A Secret of that name that somebody else made is left alone.
 */
export async function ensureDataPlaneSecret(
  client: ObjectClient,
  { metadata }: ObjectOf<typeof Gateway>,
  credentials: GatewayCredentials,
): Promise<void> {
  const key = { namespace: metadata.namespace ?? '', name: dataPlaneSecretName(metadata.name) };
  if (await client.get(Secret, key)) return;
  const credential = await credentials.issue(idOf({ metadata }));
  await client.create(Secret, {
    metadata: {
      ...key,
      labels: { [labels.managedBy]: 'gateway' },
      ownerReferences: [
        { apiVersion: Gateway.apiVersion, kind: Gateway.kind, name: metadata.name, uid: metadata.uid ?? '', controller: true },
      ],
    },
    type: 'gateway.dizuo/credential',
    data: { credential: Buffer.from(credential).toString('base64') },
  } as never);
}
