import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions } from '../meta/schema.ts';

/** A tenant's own rule in Cedar. It can only forbid: what the platform does not permit stays denied. */
export const Policy = defineKind({
  group: 'access.dizuo',
  version: 'v1alpha1',
  kind: 'Policy',
  plural: 'policies',
  scope: 'Namespaced',
  title: { zh: '策略', en: 'Policy' },
  description: "A tenant's own rule in Cedar; it can only forbid",
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      cedar: Type.String({ minLength: 1, maxLength: 20000, description: 'Cedar policy text; only forbid' }),
      ask: Type.Optional(Type.String({ maxLength: 100, description: 'Whom a refused person should ask' })),
    }),
    status: Type.Optional(Type.Object({ observedGeneration: Type.Optional(Type.Integer()), conditions: Type.Optional(Conditions) })),
  }),
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
