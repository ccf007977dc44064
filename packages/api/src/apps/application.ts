import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { LocalizedText, NameRef } from '../meta/schema.ts';

/** A piece of software that a department offers: what its workloads, routes and components belong to. Deleted, it takes its workloads along. */
export const Application = defineKind({
  group: 'apps.dizuo',
  version: 'v1alpha1',
  kind: 'Application',
  plural: 'applications',
  shortNames: ['app'],
  categories: ['all'],
  scope: 'Namespaced',
  title: { zh: '应用', en: 'Application' },
  description: 'A piece of software that a department offers; deleted, it takes its workloads along',
  body: Type.Object({
    spec: Type.Object({
      displayName: LocalizedText,
      description: Type.Optional(LocalizedText),
      departmentRef: Type.Optional(NameRef('Department that answers for it')),
      documentation: Type.Optional(Type.String({ maxLength: 2000, description: 'Address of its documentation' })),
    }),
  }),
  selectableFields: ['spec.departmentRef'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName.zh' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
