import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';

/** Kubernetes core v1 Namespace: a read-only projection of Tenant, so that kubectl finds what it expects. */
export const Namespace = defineKind({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  scope: 'Cluster',
  readOnly: true,
  title: { zh: '命名空间', en: 'Namespace' },
  description: 'Where the objects of one tenant live',
  body: Type.Object({ status: Type.Optional(Type.Object({ phase: Type.Enum(['Active', 'Terminating']) })) }),
  columns: [
    { name: 'Status', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
