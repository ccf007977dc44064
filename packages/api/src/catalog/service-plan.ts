import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Amounts, LocalizedText, MapList, NameRef, OpenObject } from '../meta/schema.ts';

/** A size and price of a component, and the form that an order fills. */
export const ServicePlan = defineKind({
  group: 'catalog.dizuo',
  version: 'v1alpha1',
  kind: 'ServicePlan',
  plural: 'serviceplans',
  scope: 'Cluster',
  title: { zh: '规格', en: 'Plan' },
  description: 'A size and price of a component, and the form that an order fills',
  body: Type.Object({
    spec: Type.Object({
      classRef: NameRef('Component'),
      displayName: LocalizedText,
      description: Type.Optional(LocalizedText),
      price: Type.Object({
        currency: Type.Enum(['CNY']),
        monthly: Type.Number({ minimum: 0, description: 'Yuan a month for the plan itself' }),
      }),
      parametersSchema: OpenObject({
        description:
          'JSON Schema (draft 2020-12 subset: object of scalars with title, description, default, enum, limits) of the parameters',
      }),
      takes: Type.Optional(Amounts),
      /** Parameters that take quota and cost more the larger they are. */
      metered: Type.Optional(
        MapList(
          Type.Object({
            parameter: Type.String(),
            resource: Type.String({ description: 'Quota resource that it takes' }),
            factor: Type.Integer({ minimum: 1, description: 'Units of the resource per unit of the parameter' }),
            monthlyPerUnit: Type.Number({ minimum: 0, description: 'Yuan a month per unit of the parameter' }),
          }),
          ['parameter'],
        ),
      ),
      settings: Type.Optional(OpenObject({ description: "The driver's own settings of this plan, such as a connection limit" })),
      listed: Type.Optional(Type.Boolean({ default: true })),
    }),
  }),
  selectableFields: ['spec.classRef'],
  columns: [
    { name: 'Class', type: 'string', jsonPath: '.spec.classRef' },
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName.zh' },
    { name: 'Monthly', type: 'number', jsonPath: '.spec.price.monthly' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
