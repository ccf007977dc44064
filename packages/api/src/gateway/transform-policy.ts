import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { gatewayGroup } from './gateway-schema.ts';
import { PolicyStatus, PolicyTargets, policyColumns } from './policy-schema.ts';
import { Cors, HeaderModifier } from './route-schema.ts';

const PathPart = (description: string) => Type.String({ maxLength: 512, pattern: '^/[!$-;=@-Z_a-z~]*$', description });

/** Changes requests and answers of many routes alike, before the filters of their own rules. */
export const TransformPolicy = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'TransformPolicy',
  plural: 'transformpolicies',
  scope: 'Namespaced',
  title: { zh: '改写策略', en: 'Transform policy' },
  description: 'Changes headers and paths, and answers cross-origin requests, for a Gateway or a route as a whole',
  body: Type.Object({
    spec: Type.Object({
      targetRefs: PolicyTargets('Gateway (sectionName: a listener), HTTPRoute or GRPCRoute (sectionName: a rule)'),
      requestHeaders: Type.Optional(HeaderModifier),
      responseHeaders: Type.Optional(HeaderModifier),
      path: Type.Optional(
        Type.Object(
          {
            stripPrefix: Type.Optional(PathPart('Taken from the path where it begins with it, by whole segments')),
            addPrefix: Type.Optional(PathPart('Put before the path')),
          },
          { description: 'For HTTPRoutes whose rule has no URLRewrite of the path' },
        ),
      ),
      cors: Type.Optional(Cors),
    }),
    status: Type.Optional(PolicyStatus),
  }),
  columns: policyColumns,
});
