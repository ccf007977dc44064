import {
  DiscoveryFinding,
  Disposition,
  InformationSystem,
  IntegrationPlan,
  IntegrationRules,
  ItProject,
  LargeSystem,
  Ledger,
  LedgerException,
  Survey,
  SurveyResponse,
} from '@dizuo/api';
import { type Module, type Store, serve } from '@dizuo/kernel';
import type { Logger } from 'pino';
import { assessmentPart } from './assessment/index.ts';
import { integrationRulesAdmission } from './assessment/integration-rules.admission.ts';

export const integrationKinds = [
  InformationSystem,
  LargeSystem,
  Ledger,
  LedgerException,
  Disposition,
  IntegrationPlan,
  IntegrationRules,
  ItProject,
  Survey,
  SurveyResponse,
  DiscoveryFinding,
] as const;

export interface IntegrationModuleOptions {
  store: Store;
  log: Logger;
}

/** From a hundred systems to a few: inventory, assessment, decisions, the ledger, the project gate and the cockpit. */
export function integrationModule({ store, log }: IntegrationModuleOptions): Module {
  const assessment = assessmentPart({ store, log: log.child({ part: 'assessment' }) });
  return {
    name: 'integration',
    kinds: [
      serve(InformationSystem),
      serve(LargeSystem),
      serve(Ledger),
      serve(LedgerException),
      serve(Disposition),
      serve(IntegrationPlan),
      serve(IntegrationRules, integrationRulesAdmission),
      serve(ItProject),
      serve(Survey),
      serve(SurveyResponse),
      serve(DiscoveryFinding),
    ],
    start: assessment.start,
    stop: assessment.stop,
  };
}
