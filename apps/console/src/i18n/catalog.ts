import { appLocale } from '../app/app.locale.ts';
import { accessLocale } from '../features/access/access.locale.ts';
import { approvalLocale } from '../features/approval/approval.locale.ts';
import { appsLocale } from '../features/apps/apps.locale.ts';
import { auditLocale } from '../features/audit/audit.locale.ts';
import { catalogLocale } from '../features/catalog/catalog.locale.ts';
import { certificatesLocale } from '../features/gateway/certificates.locale.ts';
import { explainLocale } from '../features/gateway/explain.locale.ts';
import { gatewayLocale } from '../features/gateway/gateway.locale.ts';
import { grpcLocale } from '../features/gateway/grpc.locale.ts';
import { recentLocale } from '../features/gateway/recent.locale.ts';
import { topologyLocale } from '../features/gateway/topology.locale.ts';
import { trafficLocale } from '../features/gateway/traffic.locale.ts';
import { upstreamsLocale } from '../features/gateway/upstreams.locale.ts';
import { identityLocale } from '../features/identity/identity.locale.ts';
import { assessmentLocale } from '../features/integration/assessment.locale.ts';
import { cockpitLocale } from '../features/integration/cockpit.locale.ts';
import { decisionLocale } from '../features/integration/decision.locale.ts';
import { dependenciesLocale } from '../features/integration/dependencies.locale.ts';
import { discoveryLocale } from '../features/integration/discovery.locale.ts';
import { inventoryLocale } from '../features/integration/inventory.locale.ts';
import { ledgerLocale } from '../features/integration/ledger.locale.ts';
import { packageLocale } from '../features/integration/package.locale.ts';
import { planLocale } from '../features/integration/plan.locale.ts';
import { projectLocale } from '../features/integration/project.locale.ts';
import { rulesLocale } from '../features/integration/rules.locale.ts';
import { canaryLocale } from '../features/policies/canary.locale.ts';
import { consumersLocale } from '../features/policies/consumers.locale.ts';
import { policiesLocale } from '../features/policies/policies.locale.ts';
import { printingLocale } from '../features/printing/printing.locale.ts';
import { tenancyLocale } from '../features/tenancy/tenancy.locale.ts';
import { workLocale } from '../features/work/work.locale.ts';
import { partsLocale } from '../parts/parts.locale.ts';

/** The words of the whole console by feature; a feature's words stand beside its pages. */
export const catalog = {
  access: accessLocale,
  app: appLocale,
  approval: approvalLocale,
  apps: appsLocale,
  assessment: assessmentLocale,
  cockpit: cockpitLocale,
  audit: auditLocale,
  catalog: catalogLocale,
  decision: decisionLocale,
  dependencies: dependenciesLocale,
  certificates: certificatesLocale,
  discovery: discoveryLocale,
  explain: explainLocale,
  gateway: gatewayLocale,
  grpc: grpcLocale,
  identity: identityLocale,
  package: packageLocale,
  inventory: inventoryLocale,
  ledger: ledgerLocale,
  parts: partsLocale,
  canary: canaryLocale,
  consumers: consumersLocale,
  policies: policiesLocale,
  plan: planLocale,
  printing: printingLocale,
  project: projectLocale,
  recent: recentLocale,
  rules: rulesLocale,
  tenancy: tenancyLocale,
  topology: topologyLocale,
  traffic: trafficLocale,
  upstreams: upstreamsLocale,
  work: workLocale,
};
