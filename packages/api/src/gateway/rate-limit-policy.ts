import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { MapList, NameRef, SetList } from '../meta/schema.ts';
import { Duration, gatewayGroup } from './gateway-schema.ts';
import { PathPrefix, PolicyStatus, PolicyTargets, policyColumns } from './policy-schema.ts';
import { HeaderName } from './route-schema.ts';

const Limit = Type.Object({
  name: NameRef('Unique within the policy; clients see it in RateLimit-Policy'),
  requests: Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'How many in each period' }),
  period: Type.Optional(Duration('1s where absent; at most 24h')),
  burst: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'How many at once: size of the bucket; requests where absent' }),
  ),
  per: Type.Optional(
    Type.Enum(['Client', 'Consumer', 'User', 'Department', 'Tenant', 'Header', 'Route'], {
      default: 'Client',
      description:
        'Who shares a bucket. Client: an address (IPv6: its /64). Consumer: who called by token, key, signature or certificate. User: a person signed in. Department: that of the person or Consumer. Tenant: all routes of the namespace that the policy covers. Header: equal values of it. Route: all calls of the route. Who is unknown counts by address',
    }),
  ),
  header: Type.Optional(HeaderName),
  methods: Type.Optional(SetList(Type.String({ minLength: 1, maxLength: 32, pattern: '^[A-Z]+$' }), { maxItems: 16 })),
  paths: Type.Optional(SetList(PathPrefix, { maxItems: 16, description: 'Only below these; every path where absent' })),
});

/** How often who may call. Token buckets; every limit that covers a request has to have a token. */
export const RateLimitPolicy = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'RateLimitPolicy',
  plural: 'ratelimitpolicies',
  scope: 'Namespaced',
  title: { zh: '限流策略', en: 'Rate limit policy' },
  description: 'How often clients, consumers, people, departments or all together may call',
  body: Type.Object({
    spec: Type.Object({
      targetRefs: PolicyTargets('Gateway (sectionName: a listener), HTTPRoute or GRPCRoute (sectionName: a rule)'),
      limits: MapList(Limit, ['name'], { minItems: 1, maxItems: 16 }),
      responseHeaders: Type.Optional(
        Type.Boolean({ default: true, description: 'RateLimit and RateLimit-Policy in answers (draft-ietf-httpapi-ratelimit-headers)' }),
      ),
    }),
    status: Type.Optional(PolicyStatus),
  }),
  columns: policyColumns,
});
