import { Disposition, IntegrationPlan } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { dispositionAdmission } from './disposition.admission.ts';
import { integrationPlanAdmission } from './integration-plan.admission.ts';
import { integrationPlanController } from './integration-plan.controller.ts';

/** What becomes of each system, and when. */
export function decision(): Pick<Module, 'kinds' | 'controllers'> {
  return {
    kinds: [serve(Disposition, dispositionAdmission), serve(IntegrationPlan, integrationPlanAdmission)],
    controllers: [integrationPlanController],
  };
}
