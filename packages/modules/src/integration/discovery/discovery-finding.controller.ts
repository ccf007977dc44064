import { AppError, DiscoveryFinding, InformationSystem, type ObjectOf, Sentence, say, Tenant, type Text } from '@dizuo/api';
import { defineController, type ReconcileContext, withCondition } from '@dizuo/kernel';
import { confirmedSpec, discoveredSpec } from './confirmed-system.ts';

type FindingObject = ObjectOf<typeof DiscoveryFinding>;
type Phase = NonNullable<NonNullable<FindingObject['status']>['phase']>;

/**
 * Enters what an owner confirmed: the system and the finding's phase change in one commit, so that nothing is entered twice and nothing
 * that says it is entered is not. What the inventory refuses (a full ledger, say) is shown, and tried again when the finding changes and
 * at every resync.
 */
export const discoveryFindingController = defineController({
  name: 'discovery-finding',
  kind: DiscoveryFinding,
  resyncSeconds: 900,
  async reconcile(key, context) {
    const finding = await context.client.get(DiscoveryFinding, key);
    if (!finding || finding.metadata.deletionTimestamp || finding.status?.phase === 'Confirmed') return;
    const { decision } = finding.spec;
    if (decision !== 'confirm') {
      await context.client.updateStatus(DiscoveryFinding, withPhase(finding, decision ? 'Dismissed' : 'Open'));
      return;
    }
    try {
      await enter(finding, context);
    } catch (error) {
      if (!(error instanceof AppError) || error.family !== 'user' || error.reason === 'Conflict' || error.reason === 'AlreadyExists')
        throw error;
      await context.client.updateStatus(DiscoveryFinding, withPhase(finding, 'Failed', wordsOf(error)));
    }
  },
});

async function enter(finding: FindingObject, { client, crashPoint }: ReconcileContext): Promise<void> {
  const { namespace = '' } = finding.metadata;
  const { target = '' } = finding.spec;
  const system = await client.get(InformationSystem, { namespace, name: target });
  const tenant = await client.get(Tenant, { name: namespace });
  if (!system && finding.spec.finding !== 'system') {
    const message = say('FindingSystemMissing')`this tenant has no system ${target}; enter it in the inventory first`;
    await client.updateStatus(DiscoveryFinding, withPhase(finding, 'Failed', message));
    return;
  }
  crashPoint('finding/before-enter');
  await client.transaction((group) => {
    if (system) group.update(InformationSystem, { ...system, spec: confirmedSpec(finding.spec, system.spec) });
    else {
      const spec = discoveredSpec(finding.spec, tenant?.spec.departmentRef ?? '');
      group.create(InformationSystem, { metadata: { namespace, name: target }, spec });
    }
    group.updateStatus(DiscoveryFinding, withPhase(finding, 'Confirmed'));
  });
  crashPoint('finding/entered');
}

function withPhase(finding: FindingObject, phase: Phase, why: Text = ''): FindingObject {
  const { generation } = finding.metadata;
  const condition = phase === 'Confirmed' ? (['True', 'Entered'] as const) : (['False', phase] as const);
  return {
    ...finding,
    status: {
      phase,
      observedGeneration: generation,
      conditions: withCondition(finding.status?.conditions, { type: 'Entered', status: condition[0], reason: condition[1], message: why }),
    },
  };
}

/** The first wrong field's words, else the refusal's. */
function wordsOf(error: AppError): Text {
  const message = error.fields[0]?.message;
  if (message !== undefined) return message;
  return error.said ? new Sentence(error.said, error.message) : error.message;
}
