import {
  DatabaseScan,
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
import type pg from 'pg';
import type { Logger } from 'pino';
import { assessmentPart } from './assessment/index.ts';
import { integrationRulesAdmission } from './assessment/integration-rules.admission.ts';
import { cockpitPart } from './cockpit/cockpit.ts';
import { decision } from './decision/decision.ts';
import type { DatabaseScanOptions } from './discovery/database-scan.controller.ts';
import { discovery } from './discovery/discovery.ts';
import { inventory } from './inventory/inventory.ts';
import { ledger } from './ledger/ledger.ts';
import { ledgerStatements } from './ledger/ledger-book.ts';
import { packageRoutes } from './package/package.routes.ts';
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
  DatabaseScan,
] as const;

export interface IntegrationModuleOptions {
  store: Store;
  /** As `dizuo_system`. */
  systemPool: pg.Pool;
  /** How scans reach databases: see `DatabaseScanOptions`. */
  openAddress: DatabaseScanOptions['openAddress'];
  log: Logger;
}

export const integrationMigrations = { name: 'integration', directory: new URL('./migrations/', import.meta.url) };
export const integrationStatements = { ...ledgerStatements };

/** From a hundred systems to a few: inventory, assessment, decisions, the ledger, the project gate and the cockpit. */
export function integrationModule({ store, systemPool, openAddress, log }: IntegrationModuleOptions): Module {
  const assessment = assessmentPart({ store, log: log.child({ part: 'assessment' }) });
  const systems = inventory({ store, log: log.child({ part: 'inventory' }) });
  const cockpit = cockpitPart({ store, systemPool, assessment: assessment.live, log: log.child({ part: 'cockpit' }) });
  const counting = ledger(systemPool);
  const deciding = decision({ store, assessment: assessment.live, log: log.child({ part: 'decision' }) });
  const gate = project(assessment.live);
  const discovering = discovery({ openAddress });
  return {
    name: 'integration',
    kinds: [
      ...systems.kinds,
      ...counting.kinds,
      ...deciding.kinds,
      ...gate.kinds,
      serve(IntegrationRules, integrationRulesAdmission),
      ...discovering.kinds,
    ],
    controllers: [
      ...(counting.controllers ?? []),
      ...systems.controllers,
      ...(deciding.controllers ?? []),
      ...(gate.controllers ?? []),
      ...discovering.controllers,
    ],
    routes: [
      ...assessment.routes,
      ...cockpit.routes,
      ...systems.routes,
      ...deciding.routes,
      ...packageRoutes(),
      ...(counting.routes ?? []),
    ],
    async start() {
      await Promise.all([assessment.start(), cockpit.start(), systems.start(), deciding.start()]);
    },
    async stop() {
      await Promise.all([assessment.stop(), cockpit.stop(), systems.stop(), deciding.stop()]);
    },
  };
}
