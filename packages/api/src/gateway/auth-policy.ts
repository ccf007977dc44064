import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef, SetList } from '../meta/schema.ts';
import { Group, gatewayApiGroup, gatewayGroup, KindName } from './gateway-schema.ts';

/** Who may pass a route, and the identity that its application receives. Attached as the Gateway API's policies are (GEP-713). */
export const AuthPolicy = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'AuthPolicy',
  plural: 'authpolicies',
  scope: 'Namespaced',
  title: { zh: '访问策略', en: 'Auth policy' },
  description: 'Who may pass a route, and the identity token that its application receives in X-Dizuo-Identity',
  body: Type.Object({
    spec: Type.Object({
      targetRef: Type.Object({
        group: Type.Optional(Group('gateway.networking.k8s.io', { default: gatewayApiGroup })),
        kind: Type.Optional(KindName('HTTPRoute', { default: 'HTTPRoute' })),
        name: NameRef('Route of the same namespace'),
      }),
      require: Type.Optional(
        Type.Enum(['signed-in', 'optional'], {
          default: 'signed-in',
          description: 'signed-in: visitors have to sign in. optional: everyone passes, and who is signed in is known to the application',
        }),
      ),
      allowed: Type.Optional(
        Type.Object(
          {
            departments: Type.Optional(SetList(NameRef('Department'), { description: 'In one of these, or below it' })),
            positions: Type.Optional(SetList(NameRef('Position'))),
            categories: Type.Optional(SetList(Type.Enum(['staff', 'contractor', 'citizen']))),
            users: Type.Optional(SetList(NameRef('User'), { description: 'These pass whatever the other lists say' })),
          },
          { description: 'Who of those signed in may pass: a person in users, or one who is in each of the other lists given' },
        ),
      ),
      identityHeader: Type.Optional(
        Type.Object({
          audience: Type.Optional(
            Type.String({ minLength: 1, maxLength: 253, description: '`aud` of the identity token; <namespace>/<route> where absent' }),
          ),
        }),
      ),
      anonymousPaths: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 512, pattern: '^/[^?#\\s]*$' }), {
          maxItems: 64,
          description: 'Prefixes of paths, by whole segments, that need no sign-in',
        }),
      ),
    }),
    status: Type.Optional(
      Type.Object({
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  columns: [
    { name: 'Route', type: 'string', jsonPath: '.spec.targetRef.name' },
    { name: 'Require', type: 'string', jsonPath: '.spec.require' },
    { name: 'Accepted', type: 'string', jsonPath: '.status.conditions[?(@.type=="Accepted")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
