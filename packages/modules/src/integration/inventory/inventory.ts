import { InformationSystem, Survey, SurveyResponse } from '@dizuo/api';
import { type Module, type Store, serve } from '@dizuo/kernel';
import type { Logger } from 'pino';
import { counted } from '../ledger/count.admission.ts';
import { informationSystemAdmission } from './information-system.admission.ts';
import { LiveInventory } from './live-inventory.ts';
import { surveyAdmission } from './survey/survey.admission.ts';
import { surveyController } from './survey/survey.controller.ts';
import { surveyResponseAdmission } from './survey/survey-response.admission.ts';
import { surveyResponseController } from './survey/survey-response.controller.ts';
import { systemsRoutes } from './systems.routes.ts';
import { workbookRoutes } from './workbook/workbook.routes.ts';

export interface InventoryOptions {
  store: Store;
  log: Logger;
}

type Part = Required<Pick<Module, 'kinds' | 'routes' | 'controllers' | 'start' | 'stop'>>;

/** What the department has: systems, surveys about them, and what was discovered. */
export function inventory({ store, log }: InventoryOptions): Part {
  const live = new LiveInventory({ store, log });
  return {
    kinds: [
      serve(InformationSystem, counted(InformationSystem, informationSystemAdmission)),
      serve(Survey, surveyAdmission),
      serve(SurveyResponse, surveyResponseAdmission),
    ],
    controllers: [surveyController, surveyResponseController()],
    routes: [...systemsRoutes(live), ...workbookRoutes(live)],
    start: () => live.start(),
    async stop() {
      live.stop();
    },
  };
}
