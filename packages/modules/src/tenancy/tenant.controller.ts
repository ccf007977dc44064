import { type Kind, Namespace, type ObjectOf, Quota, say, Tenant } from '@dizuo/api';
import { type Controller, defineController, type ObjectClient, withCondition } from '@dizuo/kernel';
import { contentsFinalizer } from './tenant.admission.ts';

/** Keeps each tenant's namespace; takes everything in it along when the tenant goes. `namespaced`: all kinds that can stand in one. */
export function tenantController(namespaced: () => readonly Kind[]): Controller<typeof Tenant> {
  return defineController({
    name: 'tenant',
    kind: Tenant,
    watches: [
      { kind: Quota, map: ({ metadata }) => [{ name: metadata.namespace ?? '' }] },
      { kind: Namespace, map: ({ metadata }) => [{ name: metadata.name }] },
    ],
    async reconcile(key, { client, event }) {
      const tenant = await client.get(Tenant, key);
      if (!tenant) return;
      if (tenant.metadata.deletionTimestamp) return removeContents(tenant, client, namespaced());
      await keepNamespace(tenant, client);
      const quota = await client.get(Quota, { namespace: key.name, name: 'default' });
      const ready = quota
        ? { status: 'True' as const, reason: 'Ready', message: '' }
        : {
            status: 'False' as const,
            reason: 'NoQuota',
            message: say('NoQuota')`nothing can be ordered before the tenant has a quota: create Quota "default" in its namespace`,
          };
      const changed = await client.modify(
        Tenant,
        key,
        (now) => ({
          ...now,
          status: {
            observedGeneration: tenant.metadata.generation,
            conditions: withCondition(now.status?.conditions, {
              type: 'Ready',
              ...ready,
              observedGeneration: tenant.metadata.generation ?? 0,
            }),
          },
        }),
        'status',
      );
      if (changed && quota && !tenant.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')) {
        await event(tenant, 'Normal', 'Ready', say('TenantReady')`the tenant can order and deploy`);
      }
      return;
    },
  });
}

async function keepNamespace(tenant: ObjectOf<typeof Tenant>, client: ObjectClient): Promise<void> {
  const { name, uid = '' } = tenant.metadata;
  if (await client.get(Namespace, { name })) return;
  await client.create(Namespace, {
    metadata: {
      name,
      labels: { 'kubernetes.io/metadata.name': name },
      ownerReferences: [{ apiVersion: Tenant.apiVersion, kind: 'Tenant', name, uid, controller: true }],
    },
    status: { phase: 'Active' },
  });
}

/** One pass: asks everything in the namespace to go. Comes again until nothing is left. */
async function removeContents(tenant: ObjectOf<typeof Tenant>, client: ObjectClient, kinds: readonly Kind[]) {
  const { name } = tenant.metadata;
  const namespace = await client.get(Namespace, { name });
  if (namespace && !namespace.metadata.deletionTimestamp) {
    const metadata = { ...namespace.metadata, finalizers: [contentsFinalizer] };
    await client.update(Namespace, { ...namespace, metadata });
    await client.delete(Namespace, { name });
  }
  let left = 0;
  for (const kind of kinds) {
    for (const object of await client.list(kind, { namespace: name })) {
      left += 1;
      if (!object.metadata.deletionTimestamp) await client.delete(kind, { namespace: name, name: object.metadata.name });
    }
  }
  if (left > 0) return { requeueAfterMs: 500 };
  const release = (metadata: { finalizers?: string[] }) => ({ finalizers: metadata.finalizers?.filter((f) => f !== contentsFinalizer) });
  await client.modify(Namespace, { name }, (n) => ({ ...n, metadata: { ...n.metadata, ...release(n.metadata) } }));
  await client.modify(Tenant, { name }, (t) => ({ ...t, metadata: { ...t.metadata, ...release(t.metadata) } }));
  return;
}
