import Type from 'typebox';
import { AtomicList, Conditions, SetList } from '../meta/schema.ts';
import { Group, KindName, ObjectName, ParentReference, SectionName } from './gateway-schema.ts';

/** Parts that the gateway's policies share. They attach and report as GEP-713 and GEP-2648 say. */

export const PolicyTarget = Type.Object({
  group: Group('Group of the target'),
  kind: KindName('Kind of the target'),
  name: ObjectName('Name of the target, in the same namespace'),
  sectionName: Type.Optional(SectionName('Listener of a Gateway, or named rule of a route; the whole target where absent')),
});
export type PolicyTarget = Type.Static<typeof PolicyTarget>;

export function PolicyTargets(description: string, maxItems = 16) {
  return AtomicList(PolicyTarget, { minItems: 1, maxItems, description });
}

const ancestors = AtomicList(
  Type.Object({ ancestorRef: ParentReference, controllerName: Type.String(), conditions: Type.Optional(Conditions) }),
  { maxItems: 16 },
);

/** `PolicyStatus` of the Gateway API: what became of the policy, by what it is attached to. */
export const PolicyStatus = Type.Object({ ancestors: Type.Optional(ancestors) });
export type PolicyStatus = Type.Static<typeof PolicyStatus>;
export const PolicyStatusFields = PolicyStatus.properties;

export const policyColumns = [
  { name: 'Target', type: 'string', jsonPath: '.spec.targetRefs[0].name' },
  { name: 'Accepted', type: 'string', jsonPath: '.status.ancestors[0].conditions[?(@.type=="Accepted")].status' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
] as const;

/** A key of a Secret in the same namespace. */
export function SecretKeyRef(description: string, key: string) {
  return Type.Object(
    { name: ObjectName('Secret of the same namespace'), key: Type.Optional(Type.String({ minLength: 1, maxLength: 253, default: key })) },
    { description },
  );
}

/** A path prefix, by whole segments. */
export const PathPrefix = Type.String({ minLength: 1, maxLength: 512, pattern: '^/[^?#\\s]*$' });

export const HealthCheck = Type.Object({
  path: Type.String({ maxLength: 512, pattern: '^/[!-~]*$' }),
  intervalSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 300, default: 10 })),
  timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 3 })),
  unhealthyThreshold: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, default: 2 })),
  healthyThreshold: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, default: 1 })),
  expectedStatuses: Type.Optional(
    SetList(Type.Integer({ minimum: 100, maximum: 599 }), { maxItems: 16, description: 'Any of 200 to 399 where absent' }),
  ),
});
