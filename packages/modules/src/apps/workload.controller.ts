import { formatKey, keyOf, Secret, Workload } from '@dizuo/api';
import { type Controller, defineController } from '@dizuo/kernel';
import { secretNames } from './workload.environment.ts';
import { reconcileWorkload, type WorkloadWorld } from './workload.reconcile.ts';
import type { WorkloadObject } from './workload-driver.ts';

/** Keeps the replicas of every workload as its spec asks; looks again when a Secret that it reads changes. */
export function workloadController(world: WorkloadWorld): Controller<typeof Workload> {
  const readers = new SecretReaders();
  return defineController({
    name: 'workload',
    kind: Workload,
    concurrency: 8,
    resyncSeconds: 60,
    watches: [{ kind: Secret, map: (secret) => readers.of(formatKey(keyOf(secret))) }],
    async start({ client }) {
      for (const workload of await client.list(Workload)) readers.note(workload);
    },
    async reconcile(key, context) {
      const workload = await context.client.get(Workload, key);
      if (workload) readers.note(workload);
      else readers.forget(formatKey(key));
      return reconcileWorkload(world, key, context);
    },
    async stop() {
      await Promise.allSettled(world.ending.values());
    },
  });
}

/** Which workloads read which Secret. */
class SecretReaders {
  readonly #secrets = new Map<string, { key: { namespace?: string; name: string }; secrets: Set<string> }>();

  note(workload: WorkloadObject): void {
    const key = keyOf(workload);
    const secrets = new Set(secretNames(workload).map((name) => formatKey({ namespace: key.namespace, name })));
    this.#secrets.set(formatKey(key), { key, secrets });
  }

  forget(id: string): void {
    this.#secrets.delete(id);
  }

  of(secret: string): { namespace?: string; name: string }[] {
    return [...this.#secrets.values()].filter(({ secrets }) => secrets.has(secret)).map(({ key }) => key);
  }
}
