import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { NothingToPrint, PrintFailed, PrintRoom } from './print-room.tsx';
import { PageSkeleton, Shell } from './shell.tsx';

/** A route whose script is loaded when it is first opened. */
function page<Name extends string>(path: string, load: () => Promise<{ [K in Name]: ComponentType }>, name: Name): RouteObject {
  return { path, lazy: async () => ({ Component: (await load())[name] }), HydrateFallback: PageSkeleton };
}

const inbox = () => import('../features/approval/inbox-page.tsx');
const task = () => import('../features/approval/task-page.tsx');
const orders = () => import('../features/approval/order-form-page.tsx');
const classForms = () => import('../features/catalog/class-form-page.tsx');
const planForms = () => import('../features/catalog/plan-form-page.tsx');
const grants = () => import('../features/access/grants-page.tsx');
const workloadForms = () => import('../features/apps/workload-form-page.tsx');
const grpcRouteForms = () => import('../features/gateway/grpc-route-form-page.tsx');
const routeForms = () => import('../features/gateway/route-form-page.tsx');
const policyForms = () => import('../features/policies/policy-form-page.tsx');
const upstreams = () => import('../features/gateway/upstreams-page.tsx');
const dispositionForms = () => import('../features/integration/disposition-form-page.tsx');
const projectForms = () => import('../features/integration/project-form-page.tsx');
const certificates = () => import('../features/gateway/certificates-page.tsx');
const certificate = () => import('../features/gateway/certificate-page.tsx');
const certificateForms = () => import('../features/gateway/certificate-form-page.tsx');
const gatewayForms = () => import('../features/gateway/gateway-form-page.tsx');
const traffic = () => import('../features/gateway/traffic-page.tsx');
const systemForms = () => import('../features/integration/system-form-page.tsx');
const ledgerForms = () => import('../features/integration/ledger-form-page.tsx');
const exceptionForms = () => import('../features/integration/exception-form-page.tsx');
const largeSystemForms = () => import('../features/integration/large-system-form-page.tsx');
const userForms = () => import('../features/identity/user-form-page.tsx');

const develop: RouteObject[] = [
  { index: true, element: <Navigate to="applications" replace /> },
  page('market', () => import('../features/catalog/market-page.tsx'), 'MarketPage'),
  page('market/:component', () => import('../features/catalog/component-page.tsx'), 'ComponentPage'),
  page('orders', () => import('../features/approval/orders-page.tsx'), 'OrdersPage'),
  page('orders/new', orders, 'NewOrderPage'),
  page('orders/:order', () => import('../features/approval/order-page.tsx'), 'OrderPage'),
  page('orders/:order/edit', orders, 'EditOrderPage'),
  page('instances', () => import('../features/catalog/instances-page.tsx'), 'InstancesPage'),
  page('instances/:instance', () => import('../features/catalog/instance-page.tsx'), 'InstancePage'),
  page('applications', () => import('../features/apps/applications-page.tsx'), 'ApplicationsPage'),
  page('applications/:application', () => import('../features/apps/application-page.tsx'), 'ApplicationPage'),
  page('workloads/new', workloadForms, 'NewWorkloadPage'),
  page('workloads/:workload', () => import('../features/apps/workload-page.tsx'), 'WorkloadPage'),
  page('workloads/:workload/edit', workloadForms, 'EditWorkloadPage'),
  page('routes', () => import('../features/gateway/routes-page.tsx'), 'RoutesPage'),
  page('routes/new', routeForms, 'NewRoutePage'),
  page('routes/:route', () => import('../features/gateway/route-page.tsx'), 'RoutePage'),
  page('routes/:route/edit', routeForms, 'EditRoutePage'),
  page('grpc-routes/new', grpcRouteForms, 'NewGrpcRoutePage'),
  page('grpc-routes/:route/edit', grpcRouteForms, 'EditGrpcRoutePage'),
  page('grpc-routes/:route', () => import('../features/gateway/grpc-route-page.tsx'), 'GrpcRoutePage'),
  page('upstreams', upstreams, 'UpstreamsPage'),
  page('upstreams/:upstream', upstreams, 'UpstreamPage'),
  page('policies', () => import('../features/policies/policies-page.tsx'), 'PoliciesPage'),
  page('policies/new', () => import('../features/policies/choose-policy-page.tsx'), 'ChoosePolicyPage'),
  page('policies/:kind/new', policyForms, 'NewPolicyPage'),
  page('policies/:kind/:policy', () => import('../features/policies/policy-page.tsx'), 'PolicyPage'),
  page('policies/:kind/:policy/edit', policyForms, 'EditPolicyPage'),
  page('consumers', () => import('../features/policies/consumers-page.tsx'), 'ConsumersPage'),
  page('consumers/:consumer', () => import('../features/policies/consumer-page.tsx'), 'ConsumerPage'),
  page('traffic', traffic, 'TenantTrafficPage'),
  page('certificates', certificates, 'CertificatesPage'),
  page('certificates/new', certificateForms, 'NewCertificatePage'),
  page('certificates/:certificate', certificate, 'CertificatePage'),
  page('certificates/:certificate/replace', certificateForms, 'ReplaceCertificatePage'),
  page('topology', () => import('../features/gateway/topology-page.tsx'), 'TopologyPage'),
  page('members', grants, 'MembersPage'),
];

const operate: RouteObject[] = [
  { index: true, element: <Navigate to="inbox" replace /> },
  page('inbox', inbox, 'InboxPage'),
  page('inbox/:tenant/:task', task, 'TaskPage'),
  page('catalog', () => import('../features/catalog/catalog-page.tsx'), 'CatalogPage'),
  page('catalog/new', classForms, 'NewClassPage'),
  page('catalog/:component', () => import('../features/catalog/class-page.tsx'), 'ClassPage'),
  page('catalog/:component/edit', classForms, 'EditClassPage'),
  page('catalog/:component/plans/new', planForms, 'NewPlanPage'),
  page('catalog/:component/plans/:plan', () => import('../features/catalog/plan-page.tsx'), 'PlanPage'),
  page('catalog/:component/plans/:plan/edit', planForms, 'EditPlanPage'),
  page('traffic', traffic, 'GatewayTrafficPage'),
  page('certificates', certificates, 'CertificatesPage'),
  page('certificates/new', certificateForms, 'NewCertificatePage'),
  page('certificates/:namespace/:certificate', certificate, 'CertificatePage'),
  page('certificates/:namespace/:certificate/replace', certificateForms, 'ReplaceCertificatePage'),
  page('gateways', () => import('../features/gateway/gateways-page.tsx'), 'GatewaysPage'),
  page('gateways/new', gatewayForms, 'NewGatewayPage'),
  page('gateways/:namespace/:gateway/edit', gatewayForms, 'EditGatewayPage'),
  page('gateways/:namespace/:gateway', () => import('../features/gateway/gateway-page.tsx'), 'GatewayPage'),
  page('tenants', () => import('../features/tenancy/tenants-page.tsx'), 'TenantsPage'),
  page('tenants/new', () => import('../features/tenancy/new-tenant-page.tsx'), 'NewTenantPage'),
  page('tenants/:tenant', () => import('../features/tenancy/tenant-page.tsx'), 'TenantPage'),
];

const govern: RouteObject[] = [
  { index: true, element: <Navigate to="organisation" replace /> },
  page('organisation', () => import('../features/identity/organisation-page.tsx'), 'OrganisationPage'),
  page('organisation/users/new', userForms, 'NewUserPage'),
  page('organisation/users/:user', () => import('../features/identity/user-page.tsx'), 'UserPage'),
  page('organisation/users/:user/edit', userForms, 'EditUserPage'),
  page('cockpit', () => import('../features/integration/cockpit-page.tsx'), 'CockpitPage'),
  page('cockpit/list', () => import('../features/integration/cockpit-list-page.tsx'), 'CockpitListPage'),
  page('assessment', () => import('../features/integration/assessment-page.tsx'), 'AssessmentPage'),
  page('dependencies', () => import('../features/integration/dependencies-page.tsx'), 'DependenciesPage'),
  page('package', () => import('../features/integration/package-page.tsx'), 'PackagePage'),
  page('rules', () => import('../features/integration/rules-page.tsx'), 'RulesPage'),
  page('decisions', () => import('../features/integration/decisions-page.tsx'), 'DecisionsPage'),
  page('decisions/propose', () => import('../features/integration/propose-page.tsx'), 'ProposePage'),
  page('decisions/:tenant/:system', () => import('../features/integration/disposition-page.tsx'), 'DispositionPage'),
  page('decisions/:tenant/:system/new', dispositionForms, 'NewDispositionPage'),
  page('decisions/:tenant/:system/edit', dispositionForms, 'EditDispositionPage'),
  page('plan', () => import('../features/integration/plan-page.tsx'), 'PlanPage'),
  page('plan/:tenant/edit', () => import('../features/integration/plan-form-page.tsx'), 'PlanFormPage'),
  page('projects', () => import('../features/integration/projects-page.tsx'), 'ProjectsPage'),
  page('projects/new', projectForms, 'NewProjectPage'),
  page('projects/:tenant/:project', () => import('../features/integration/project-page.tsx'), 'ProjectPage'),
  page('projects/:tenant/:project/edit', projectForms, 'EditProjectPage'),
  page('grants', grants, 'GrantsPage'),
  page('systems', () => import('../features/integration/systems-page.tsx'), 'SystemsPage'),
  page('systems/new', systemForms, 'NewSystemPage'),
  page('systems/import', () => import('../features/integration/workbook-page.tsx'), 'WorkbookPage'),
  page('discovery', () => import('../features/integration/discovery-page.tsx'), 'DiscoveryPage'),
  page('discovery/scan', () => import('../features/integration/scan-form-page.tsx'), 'NewScanPage'),
  page('discovery/scans/:tenant/:scan', () => import('../features/integration/scan-page.tsx'), 'ScanPage'),
  page('ledgers', () => import('../features/integration/ledgers-page.tsx'), 'LedgersPage'),
  page('ledgers/new', ledgerForms, 'NewLedgerPage'),
  page('ledgers/:tenant', () => import('../features/integration/ledger-page.tsx'), 'LedgerPage'),
  page('ledgers/:tenant/edit', ledgerForms, 'EditLedgerPage'),
  page('exceptions/new', exceptionForms, 'NewExceptionPage'),
  page('exceptions/:tenant/:exception', () => import('../features/integration/exception-page.tsx'), 'ExceptionPage'),
  page('exceptions/:tenant/:exception/edit', exceptionForms, 'EditExceptionPage'),
  page('large-systems', () => import('../features/integration/large-systems-page.tsx'), 'LargeSystemsPage'),
  page('large-systems/new', largeSystemForms, 'NewLargeSystemPage'),
  page('large-systems/:tenant/:large', () => import('../features/integration/large-system-page.tsx'), 'LargeSystemPage'),
  page('large-systems/:tenant/:large/edit', largeSystemForms, 'EditLargeSystemPage'),
  page('surveys', () => import('../features/integration/surveys-page.tsx'), 'SurveysPage'),
  page('surveys/new', () => import('../features/integration/survey-form-page.tsx'), 'NewSurveyPage'),
  page('surveys/:survey', () => import('../features/integration/survey-page.tsx'), 'SurveyPage'),
  page('surveys/:survey/:tenant', () => import('../features/integration/survey-response-page.tsx'), 'SurveyResponsePage'),
  page('systems/:tenant/:system', () => import('../features/integration/system-page.tsx'), 'SystemPage'),
  page('systems/:tenant/:system/edit', systemForms, 'EditSystemPage'),
  page('audit', () => import('../features/audit/audit-page.tsx'), 'AuditPage'),
];

/** Pages made for paper, which the server also prints as PDF. */
const print: RouteObject[] = [
  page('cockpit', () => import('../features/integration/print-cockpit-page.tsx'), 'PrintCockpitPage'),
  page('plan', () => import('../features/integration/print-plan-page.tsx'), 'PrintPlanPage'),
  page('projects/:tenant/:project', () => import('../features/integration/print-project-page.tsx'), 'PrintProjectPage'),
  page('orders/:tenant/:order', () => import('../features/printing/print-order-page.tsx'), 'PrintOrderPage'),
];

export function createConsoleRouter() {
  return createBrowserRouter([
    { ...page('/sign-in', () => import('../features/identity/sign-in-page.tsx'), 'SignInPage'), errorElement: <ErrorPage /> },
    {
      path: '/print',
      element: <PrintRoom />,
      errorElement: <PrintFailed />,
      HydrateFallback: PageSkeleton,
      children: [...print, { path: '*', element: <NothingToPrint /> }],
    },
    {
      path: '/',
      element: <Shell />,
      errorElement: <ErrorPage />,
      HydrateFallback: PageSkeleton,
      children: [
        {
          errorElement: <ErrorPage />,
          children: [
            { index: true, element: <Navigate to="/work" replace /> },
            page('work', () => import('../features/work/workbench-page.tsx'), 'WorkbenchPage'),
            page('workbench/inbox', inbox, 'InboxPage'),
            page('workbench/inbox/:tenant/:task', task, 'TaskPage'),
            { path: 'dev/:tenant', children: develop },
            { path: 'ops', children: operate },
            { path: 'gov', children: govern },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]);
}
