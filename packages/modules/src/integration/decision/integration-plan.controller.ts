import { Disposition, IntegrationPlan } from '@dizuo/api';
import { defineController } from '@dizuo/kernel';
import { waveProgress } from './wave-progress.ts';

/** Keeps how far each wave of a plan is. */
export const integrationPlanController = defineController({
  name: 'integration-plan',
  kind: IntegrationPlan,
  watches: [{ kind: Disposition, map: ({ metadata }) => [{ namespace: metadata.namespace ?? '', name: 'default' }] }],
  resyncSeconds: 600,
  async reconcile(key, { client }) {
    const plan = await client.get(IntegrationPlan, key);
    if (!plan) return;
    const dispositions = await client.list(Disposition, { namespace: key.namespace ?? '' });
    const waves = waveProgress(plan, dispositions, new Date());
    await client.modify(
      IntegrationPlan,
      key,
      (now) => ({ ...now, status: { ...now.status, waves, observedGeneration: plan.metadata.generation } }),
      'status',
    );
    return;
  },
});
