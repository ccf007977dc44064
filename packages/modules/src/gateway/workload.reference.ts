import { defineKind, workloadGroup } from '@dizuo/api';
import Type from 'typebox';

export const Workload = defineKind({
  group: workloadGroup,
  version: 'v1alpha1',
  kind: 'Workload',
  plural: 'workloads',
  scope: 'Namespaced',
  title: { zh: '工作负载', en: 'Workload' },
  description: 'Running application',
  body: Type.Object({
    spec: Type.Unsafe<Record<string, unknown>>({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
    status: Type.Optional(Type.Unsafe<Record<string, unknown>>({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true })),
  }),
});
