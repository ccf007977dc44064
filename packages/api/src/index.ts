export * from './access/grant.ts';
export * from './access/policy.ts';
export * from './approval/decision-record.ts';
export * from './approval/human-task.ts';
export * from './approval/process-definition.ts';
export * from './approval/process-instance.ts';
export * from './approval/request.ts';
export * from './apps/application.ts';
export * from './apps/artifact.ts';
export * from './apps/workload.ts';
export * from './catalog/broker.ts';
export * from './catalog/quote.ts';
export * from './catalog/service-binding.ts';
export * from './catalog/service-class.ts';
export * from './catalog/service-instance.ts';
export * from './catalog/service-plan.ts';
export * from './core/event.ts';
export * from './core/namespace.ts';
export * from './core/secret.ts';
export * from './gateway/auth-policy.ts';
export * from './gateway/backend-policy.ts';
export * from './gateway/canary-policy.ts';
export * from './gateway/certificate.ts';
export * from './gateway/certificate-check.ts';
export * from './gateway/closed-networks.ts';
export * from './gateway/consumer.ts';
export * from './gateway/data-plane.ts';
export * from './gateway/data-plane-configuration.ts';
export * from './gateway/data-plane-policies.ts';
export * from './gateway/explanation-answer.ts';
export * from './gateway/gateway.ts';
export * from './gateway/gateway-class.ts';
export {
  defaultGatewayName,
  gatewayApiGroup,
  gatewayClassName,
  gatewayControllerName,
  gatewayGroup,
  type ParentReference,
  type SecretObjectReference,
  workloadGroup,
} from './gateway/gateway-schema.ts';
export * from './gateway/grpc-route.ts';
export * from './gateway/http-route.ts';
export type { PolicyStatus, PolicyTarget } from './gateway/policy-schema.ts';
export * from './gateway/rate-limit-policy.ts';
export * from './gateway/recent-requests.ts';
export * from './gateway/reference-grant.ts';
export * from './gateway/traffic-answers.ts';
export * from './gateway/transform-policy.ts';
export * from './gateway/upstream.ts';
export * from './identity/department.ts';
export * from './identity/position.ts';
export * from './identity/user.ts';
export * from './integration/assessment.ts';
export * from './integration/assessment-answers.ts';
export * from './integration/calendar.ts';
export * from './integration/cockpit.ts';
export * from './integration/count.ts';
export * from './integration/database-scan.ts';
export * from './integration/decision-answers.ts';
export * from './integration/discovery-finding.ts';
export * from './integration/disposition.ts';
export * from './integration/information-system.ts';
export * from './integration/integration-package.ts';
export * from './integration/integration-plan.ts';
export * from './integration/integration-rules.ts';
export * from './integration/inventory-answers.ts';
export * from './integration/inventory-sentences.ts';
export * from './integration/it-project.ts';
export * from './integration/large-system.ts';
export * from './integration/ledger.ts';
export * from './integration/ledger-exception.ts';
export * from './integration/survey.ts';
export * from './integration/survey-fields.ts';
export * from './integration/system-parts.ts';
export * from './meta/api-errors.ts';
export * from './meta/app-error.ts';
export * from './meta/define-kind.ts';
export * from './meta/object.ts';
export * from './meta/schema.ts';
export * from './meta/sentence.ts';
export * from './meta/well-known.ts';
export * from './tenancy/quota.ts';
export * from './tenancy/tenant.ts';
