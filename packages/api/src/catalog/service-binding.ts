import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef, Steps } from '../meta/schema.ts';

/** Credentials for a service instance, kept in a Secret that only the tenant reads. */
export const ServiceBinding = defineKind({
  group: 'catalog.dizuo',
  version: 'v1alpha1',
  kind: 'ServiceBinding',
  plural: 'servicebindings',
  scope: 'Namespaced',
  title: { zh: '服务绑定', en: 'Service binding' },
  description: 'Credentials for a service instance, kept in a Secret that only the tenant reads',
  body: Type.Object({
    spec: Type.Object({
      instanceRef: NameRef('Service instance'),
      secretName: Type.Optional(NameRef("Secret that the credentials are written to; the binding's own name by default")),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Pending', 'Progressing', 'Ready', 'Failed', 'Deleting'])),
        steps: Type.Optional(Steps),
        secretName: Type.Optional(Type.String()),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.instanceRef', 'status.phase'],
  columns: [
    { name: 'Instance', type: 'string', jsonPath: '.spec.instanceRef' },
    { name: 'Secret', type: 'string', jsonPath: '.status.secretName' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
