import { type Kind, Quota } from '@dizuo/api';
import { type Controller, defineController, quotaCounts } from '@dizuo/kernel';
import type pg from 'pg';

/** Shows what is taken of each quota. `counted`: kinds whose objects take of it. */
export function quotaController(pool: pg.Pool, counted: () => readonly Kind[]): Controller<typeof Quota> {
  const key = (namespace: string | undefined) => [{ namespace: namespace ?? '', name: 'default' }];
  return defineController({
    name: 'quota',
    kind: Quota,
    get watches() {
      return counted().map((kind) => ({ kind, map: ({ metadata }: { metadata: { namespace?: string } }) => key(metadata.namespace) }));
    },
    async reconcile(at, { client }) {
      const quota = await client.get(Quota, at);
      if (!quota) return;
      const counts = new Map((await quotaCounts(pool, at.namespace ?? '')).map(({ resource, used }) => [resource, used]));
      const used = Object.fromEntries(
        Object.keys(quota.spec.hard)
          .sort()
          .map((resource) => [resource, counts.get(resource) ?? 0]),
      );
      await client.modify(
        Quota,
        at,
        (now) => ({ ...now, status: { ...now.status, used, observedGeneration: quota.metadata.generation } }),
        'status',
      );
    },
  });
}
