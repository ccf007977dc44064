import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, LocalizedText, NameRef, SetList } from '../meta/schema.ts';

/** A component in the market. */
export const ServiceClass = defineKind({
  group: 'catalog.dizuo',
  version: 'v1alpha1',
  kind: 'ServiceClass',
  plural: 'serviceclasses',
  scope: 'Cluster',
  title: { zh: '组件', en: 'Component' },
  description: 'A component in the market',
  body: Type.Object({
    spec: Type.Object({
      displayName: LocalizedText,
      description: LocalizedText,
      category: Type.Enum(['database', 'cache', 'message', 'storage', 'gis', 'security', 'process', 'other']),
      brokerRef: NameRef('Broker that delivers it'),
      version: Type.String({ maxLength: 50, description: 'Version of the software that is delivered' }),
      provider: LocalizedText,
      tags: Type.Optional(SetList(Type.String({ maxLength: 30 }))),
      documentation: Type.Optional(LocalizedText),
      listed: Type.Optional(
        Type.Boolean({ default: true, description: 'Shown in the market 上架; existing instances go on when it is not' }),
      ),
    }),
    status: Type.Optional(Type.Object({ observedGeneration: Type.Optional(Type.Integer()), conditions: Type.Optional(Conditions) })),
  }),
  selectableFields: ['spec.category', 'spec.brokerRef'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName.zh' },
    { name: 'Category', type: 'string', jsonPath: '.spec.category' },
    { name: 'Version', type: 'string', jsonPath: '.spec.version' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
