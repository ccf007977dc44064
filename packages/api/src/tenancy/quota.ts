import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Amounts, Conditions } from '../meta/schema.ts';

/** What a tenant may take. One object named `default` in each tenant's namespace; the same commit that creates a thing counts it. */
export const Quota = defineKind({
  group: 'tenancy.dizuo',
  version: 'v1alpha1',
  kind: 'Quota',
  plural: 'quotas',
  scope: 'Namespaced',
  title: { zh: '配额', en: 'Quota' },
  description: 'What a tenant may take: whole numbers, the unit in the name (databases, storageMiB, replicas, cpuMillis, memoryMiB)',
  body: Type.Object({
    spec: Type.Object({ hard: Amounts }),
    status: Type.Optional(
      Type.Object({
        used: Type.Optional(Amounts),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  limits: (quota) => [{ scope: quota.metadata.namespace ?? '', hard: quota.spec.hard }],
  columns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
});
