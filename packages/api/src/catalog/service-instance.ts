import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Amounts, Conditions, NameRef, OpenObject, Steps } from '../meta/schema.ts';

/** A delivered component. */
export const ServiceInstance = defineKind({
  group: 'catalog.dizuo',
  version: 'v1alpha1',
  kind: 'ServiceInstance',
  plural: 'serviceinstances',
  scope: 'Namespaced',
  title: { zh: '组件实例', en: 'Service instance' },
  description: 'A delivered component',
  body: Type.Object({
    spec: Type.Object({
      classRef: NameRef('Component'),
      planRef: NameRef('Plan of the component'),
      displayName: Type.Optional(Type.String({ maxLength: 100 })),
      parameters: Type.Optional(OpenObject({ description: "Values for the plan's form" })),
      takes: Type.Optional(Amounts),
      requestRef: Type.Optional(NameRef('Order that this instance answers')),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Pending', 'Progressing', 'Ready', 'Failed', 'Degraded', 'Deleting'])),
        steps: Type.Optional(Steps),
        /** What is safe to show: host, port, database; never a credential. */
        endpoint: Type.Optional(Type.Object({ host: Type.String(), port: Type.Integer(), database: Type.Optional(Type.String()) })),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.classRef', 'spec.planRef', 'status.phase'],
  usage: (object) =>
    Object.entries(object.spec.takes ?? {}).map(([resource, amount]) => ({ scope: object.metadata.namespace ?? '', resource, amount })),
  columns: [
    { name: 'Class', type: 'string', jsonPath: '.spec.classRef' },
    { name: 'Plan', type: 'string', jsonPath: '.spec.planRef' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
