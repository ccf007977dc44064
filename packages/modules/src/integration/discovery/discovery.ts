import { DatabaseScan, DiscoveryFinding } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { type DatabaseScanOptions, databaseScanController } from './database-scan.controller.ts';
import { databaseScanAdmission, discoveryFindingAdmission } from './discovery-finding.admission.ts';
import { discoveryFindingController } from './discovery-finding.controller.ts';

/** What the platform notices about systems by itself, for their owners to confirm. What the gateway sees comes from the flows. */
export function discovery(options: DatabaseScanOptions): Required<Pick<Module, 'kinds' | 'controllers'>> {
  return {
    kinds: [serve(DiscoveryFinding, discoveryFindingAdmission), serve(DatabaseScan, databaseScanAdmission)],
    controllers: [discoveryFindingController, databaseScanController(options)],
  };
}
