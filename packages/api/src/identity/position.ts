import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { NameRef } from '../meta/schema.ts';

/** A post within a department that people are appointed to. */
export const Position = defineKind({
  group: 'identity.dizuo',
  version: 'v1alpha1',
  kind: 'Position',
  plural: 'positions',
  scope: 'Cluster',
  title: { zh: '岗位', en: 'Position' },
  description: 'A post within a department that people are appointed to',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      departmentRef: NameRef('Department that the post belongs to'),
      head: Type.Optional(Type.Boolean({ default: false, description: 'The head of the department signs for it' })),
    }),
  }),
  selectableFields: ['spec.departmentRef'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
