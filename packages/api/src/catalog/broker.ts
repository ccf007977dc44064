import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, LocalizedText, OpenObject } from '../meta/schema.ts';

/** Something that can deliver components: an embedded driver with the server that it runs. */
export const Broker = defineKind({
  group: 'catalog.dizuo',
  version: 'v1alpha1',
  kind: 'Broker',
  plural: 'brokers',
  scope: 'Cluster',
  title: { zh: '服务代理', en: 'Broker' },
  description: 'Delivers the components of the classes that name it',
  body: Type.Object({
    spec: Type.Object({
      displayName: LocalizedText,
      driver: Type.Enum(['postgresql'], { description: 'Driver that delivers' }),
      settings: Type.Optional(OpenObject({ description: "The driver's own settings" })),
    }),
    status: Type.Optional(
      Type.Object({
        endpoint: Type.Optional(Type.Object({ host: Type.String(), port: Type.Integer() })),
        version: Type.Optional(Type.String()),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  columns: [
    { name: 'Driver', type: 'string', jsonPath: '.spec.driver' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
