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
import { type Module, serve } from '@dizuo/kernel';
import { decision } from './decision/decision.ts';
import { ledger } from './ledger/ledger.ts';
import { project } from './project/project.ts';

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

/** From a hundred systems to a few: inventory, assessment, decisions, the ledger, the project gate and the cockpit. */
export function integrationModule(): Module {
  return {
    name: 'integration',
    kinds: [
      serve(InformationSystem),
      ...ledger().kinds,
      ...decision().kinds,
      ...project().kinds,
      serve(IntegrationRules),
      serve(Survey),
      serve(SurveyResponse),
      serve(DiscoveryFinding),
    ],
  };
}
