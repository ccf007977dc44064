import { Disposition } from '@dizuo/api';
import { type Controller, defineController } from '@dizuo/kernel';
import type { LiveAssessment } from '../assessment/index.ts';

/** Keeps what the assessment proposed when a disposition was made: later, merging and retiring change what it would say. */
export function proposalRecordController(live: LiveAssessment): Controller<typeof Disposition> {
  return defineController({
    name: 'disposition-proposal',
    kind: Disposition,
    watches: [],
    async reconcile(key, { client }) {
      const disposition = await client.get(Disposition, key);
      if (!disposition || disposition.status?.proposed) return;
      const namespaces = [key.namespace ?? ''];
      const view = await live.view(namespaces, namespaces);
      const way = view.assessed(`${key.namespace}/${disposition.spec.systemRef}`)?.proposal?.way;
      if (!way) return;
      await client.modify(
        Disposition,
        key,
        (now) => (now.status?.proposed ? undefined : { ...now, status: { ...now.status, proposed: way } }),
        'status',
      );
    },
  });
}
