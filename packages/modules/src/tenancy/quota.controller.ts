import { type Kind, Quota } from '@dizuo/api';
import { type Controller, defineController } from '@dizuo/kernel';
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
      const { rows } = await pool.query<{ resource: string; used: string }>(
        'select resource, used::text from dizuo.quota_total where scope = $1',
        [at.namespace],
      );
      const counts = new Map(rows.map((row) => [row.resource, Number(row.used)]));
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
