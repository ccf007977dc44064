import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, NameRef, SetList, Timestamp } from '../meta/schema.ts';
import { SaidSchema } from '../meta/sentence.ts';
import { Duration, Group, gatewayGroup, KindName, ObjectName } from './gateway-schema.ts';
import { PolicyStatusFields, PolicyTargets } from './policy-schema.ts';
import { HeaderName } from './route-schema.ts';

const VersionRef = (description: string) =>
  Type.Object(
    {
      group: Group('apps.dizuo or gateway.dizuo'),
      kind: KindName('Workload or Upstream'),
      name: ObjectName('Backend of the same namespace'),
    },
    { description },
  );

const Percent = Type.Integer({ minimum: 0, maximum: 100 });

const Step = Type.Object({
  percent: Percent,
  hold: Type.Optional(Duration('How long before the next step; where absent it waits until approvedSteps reaches its number')),
});

const Analysis = Type.Object(
  {
    interval: Type.Optional(Duration('How often the versions are compared, and over how long. 30s where absent')),
    minimumRequests: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, default: 20, description: 'Least answers of the new version for a verdict' }),
    ),
    maxErrorPercent: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100, description: 'Most 5xx answers of the new version, in percent' }),
    ),
    maxErrorIncrease: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100, description: 'Most percentage points of 5xx answers above the old version' }),
    ),
    maxLatency: Type.Optional(Duration('Most latency of the new version at the percentile')),
    maxLatencyIncreasePercent: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10_000, description: 'Most latency above the old version at the percentile, in percent of it' }),
    ),
    percentile: Type.Optional(Type.Integer({ enum: [50, 90, 95, 99], default: 95 })),
  },
  { description: 'When the new version is taken back' },
);

const Figures = Type.Object({
  requests: Type.Integer({ minimum: 0 }),
  errors: Type.Integer({ minimum: 0 }),
  errorPercent: Type.Number(),
  p50Ms: Type.Optional(Type.Number()),
  p95Ms: Type.Optional(Type.Number()),
  p99Ms: Type.Optional(Type.Number()),
});

/** Brings a new version before visitors step by step, and takes it back where it does worse than the old one. */
export const CanaryPolicy = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'CanaryPolicy',
  plural: 'canarypolicies',
  scope: 'Namespaced',
  title: { zh: '灰度策略', en: 'Canary policy' },
  description: 'Shifts the traffic of a route from one backend to another in steps, and back where errors or latency say so',
  body: Type.Object({
    spec: Type.Object({
      targetRefs: PolicyTargets('One HTTPRoute or GRPCRoute (sectionName: a rule)', 1),
      stable: VersionRef('The old version: a backend of the route'),
      canary: VersionRef('The new version; takes its share from the old one'),
      sticky: Type.Optional(
        Type.Object(
          {
            by: Type.Enum(['Person', 'Department', 'Header', 'Cookie', 'Client', 'None'], {
              description: 'Who always gets the same version while the share stands; None: each request by itself',
            }),
            name: Type.Optional(HeaderName),
          },
          { description: 'Person where absent; who is not signed in counts by client address' },
        ),
      ),
      always: Type.Optional(
        Type.Object(
          {
            departments: Type.Optional(SetList(NameRef('Department'), { maxItems: 64 })),
            users: Type.Optional(SetList(NameRef('User'), { maxItems: 256 })),
            header: Type.Optional(Type.Object({ name: HeaderName, value: Type.String({ minLength: 1, maxLength: 1024 }) })),
          },
          { description: 'Who gets the new version whatever the share, unless it was taken back' },
        ),
      ),
      steps: AtomicList(Step, { minItems: 1, maxItems: 32, description: 'Shares of the new version in order; after the last it has all' }),
      analysis: Type.Optional(Analysis),
      paused: Type.Optional(Type.Boolean({ default: false, description: 'Stays at the present step' })),
      approvedSteps: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 32, description: 'Number, from 1, of the last step without hold that may be left' }),
      ),
    }),
    status: Type.Optional(
      Type.Object({
        ...PolicyStatusFields,
        observedGeneration: Type.Optional(Type.Integer()),
        phase: Type.Optional(Type.Enum(['Pending', 'Progressing', 'Waiting', 'Paused', 'Succeeded', 'Returned'])),
        step: Type.Optional(Type.Integer({ minimum: 0 })),
        percent: Type.Optional(Percent),
        stepStartedAt: Type.Optional(Timestamp('When the present step began')),
        reason: Type.Optional(Type.String({ maxLength: 2048, description: 'Why it stands where it stands' })),
        said: Type.Optional(SaidSchema),
        decidedAt: Type.Optional(Timestamp('When the figures were compared last')),
        stable: Type.Optional(Figures),
        canary: Type.Optional(Figures),
      }),
    ),
  }),
  columns: [
    { name: 'Target', type: 'string', jsonPath: '.spec.targetRefs[0].name' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Percent', type: 'integer', jsonPath: '.status.percent' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
