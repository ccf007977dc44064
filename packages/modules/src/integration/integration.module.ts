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
import { inventory } from './inventory/inventory.ts';

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
  const systems = inventory();
  return {
    name: 'integration',
    kinds: [
      ...systems.kinds,
      serve(LargeSystem),
      serve(Ledger),
      serve(LedgerException),
      serve(Disposition),
      serve(IntegrationPlan),
      serve(IntegrationRules),
      serve(ItProject),
      serve(Survey),
      serve(SurveyResponse),
      serve(DiscoveryFinding),
    ],
  };
}
