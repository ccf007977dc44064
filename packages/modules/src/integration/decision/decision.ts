import { Disposition, IntegrationPlan } from '@dizuo/api';
import { type Module, type Store, serve } from '@dizuo/kernel';
import type { Logger } from 'pino';
import type { LiveAssessment } from '../assessment/index.ts';
import { decisionsRoutes } from './decisions.routes.ts';
import { dispositionAdmission } from './disposition.admission.ts';
import { integrationPlanAdmission } from './integration-plan.admission.ts';
import { integrationPlanController } from './integration-plan.controller.ts';
import { liveDecisions } from './live-decisions.ts';
import { proposalRecordController } from './proposal-record.controller.ts';

type Part = Required<Pick<Module, 'kinds' | 'controllers' | 'routes' | 'start' | 'stop'>>;

/** What becomes of each system, and when. */
export function decision(options: { store: Store; assessment: LiveAssessment; log: Logger }): Part {
  const live = liveDecisions(options);
  return {
    kinds: [serve(Disposition, dispositionAdmission), serve(IntegrationPlan, integrationPlanAdmission)],
    controllers: [integrationPlanController, proposalRecordController(options.assessment)],
    routes: decisionsRoutes(live),
    start: () => live.start(),
    async stop() {
      live.stop();
    },
  };
}
