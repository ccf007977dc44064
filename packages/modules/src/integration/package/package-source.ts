import { IntegrationPlan, IntegrationRules, LargeSystem, ProcessDefinition, Survey } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';
import { rulesName } from '../assessment/live-assessment.ts';
import type { PackageSource } from './make-package.ts';

/** Name of a tenant's one plan. */
export const planName = 'default';
/** Kinds of integration objects that a process may decide on. */
const decided = new Set(['Disposition', 'LedgerException', 'ItProject', 'SurveyResponse']);

/** What a tenant's integration stands on, as far as the client may read it. `survey` names one; else it is the last that asked the tenant. */
export async function packageSource(client: ObjectClient, namespace: string, survey?: string): Promise<PackageSource> {
  const [rules, plan, largeSystems, processes, surveys] = await Promise.all([
    client.get(IntegrationRules, { name: rulesName }),
    client.get(IntegrationPlan, { namespace, name: planName }),
    client.list(LargeSystem, { namespace }),
    client.list(ProcessDefinition),
    client.list(Survey),
  ]);
  const asked = surveys.filter(({ spec }) => spec.tenants.includes(namespace));
  const last = asked.toSorted((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? 1 : -1))[0];
  return {
    rules,
    plan,
    largeSystems,
    processes: processes.filter(({ spec }) => decided.has(spec.appliesTo)),
    survey: survey ? surveys.find(({ metadata }) => metadata.name === survey) : last,
  };
}
